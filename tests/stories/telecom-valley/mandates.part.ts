import { derivedId, type Uuid } from '#libs/kernel';
import type { ApiClient } from '../api-client.ts';
import type { StoryPart } from '../part.ts';
import type { Player, StoryRow } from '../player.ts';

/** What the assembly of March 2016 decides: it happened so, or it might have. */
type Branch = 'elected again' | 'not elected again';

const FIRST = '2015-03-17';
const ASSEMBLY = '2016-03-17';
const half = { numerator: 1, denominator: 2 };

/** Telecom Valley with the two elections of its president; the second one ends as the branch has it. */
class TelecomValley {
  readonly cluster: Uuid;
  readonly presidency: Uuid;
  readonly elections: readonly [Uuid, Uuid];
  readonly flamand: { readonly personId: Uuid; readonly name: string };
  readonly rival: { readonly personId: Uuid; readonly name: string };
  readonly #frenchTech: Uuid;

  constructor(readonly branch: Branch) {
    this.cluster = this.id('cluster', 'Telecom Valley');
    this.presidency = this.id('office', 'Présidence');
    this.elections = [this.id('election', '2015'), this.id('election', '2016')];
    this.flamand = { personId: this.id('person', 'Pascal Flamand'), name: 'Pascal Flamand' };
    this.rival = { personId: this.id('person', 'rival'), name: 'Somebody else' };
    this.#frenchTech = this.id('organisation', 'French Tech Côte d’Azur');
  }

  id(kind: string, name: string): Uuid {
    return derivedId('telecom-valley-mandates', this.branch, kind, name);
  }

  async isFounded(player: Player): Promise<void> {
    const effectiveAt = '1991-01-01';
    const cluster = { id: this.cluster, name: 'Telecom Valley', seat: 'Sophia Antipolis', effectiveAt };
    await player.command('membership/clusters', cluster);
    await player.command('membership/organisations', {
      ...{ id: this.#frenchTech, name: 'French Tech Côte d’Azur', kind: 'association', effectiveAt: '2014-11-12' },
    });
    const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
    const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
    await player.command(`governance/statutes/${this.cluster}/adopt`, { clauses, effectiveAt });
    const [assembly, board] = [this.id('body', 'Assemblée'), this.id('body', 'Conseil')];
    for (const [bodyId, kind, name] of [
      [assembly, 'assembly', 'Assemblée générale'],
      [board, 'board', 'Conseil d’administration'],
    ] as const)
      await player.command('governance/bodies', { id: bodyId, clusterId: this.cluster, kind, name, effectiveAt });
    const office = { id: this.presidency, bodyId: board, kind: 'president', title: 'Présidence' };
    await player.command('governance/offices', { ...office, effectiveAt });
  }

  /** An election by the assembly of that day: whoever stands, each with so many votes. */
  async elects(
    player: Player,
    election: Uuid,
    sheet: { readonly members: number; readonly present: number; readonly represented: number },
    votes: readonly (readonly [person: object, votes: number])[],
  ): Promise<void> {
    const [meetingId, bodyId] = [this.id('meeting', election), this.id('body', 'Assemblée')];
    const agenda = ['Élection du président'];
    await player.command('governance/meetings', { id: meetingId, bodyId, scheduledFor: player.day, agenda });
    await player.command(`governance/meetings/${meetingId}/hold`, sheet);
    const call = { id: election, bodyId, officeId: this.presidency, meetingId, agendaItem: 1 };
    await player.command('governance/elections', call);
    const about = `governance/elections/${election}`;
    const counted = votes.map(([person, each], n) => {
      return { person, candidacyId: this.id(`candidacy ${election}`, String(n)), votes: each };
    });
    for (const { person, candidacyId } of counted)
      await player.command(`${about}/file-candidacy`, { candidacyId, candidates: [{ person }] });
    const tally = {
      ...{ ...sheet, ballots: votes.reduce((sum, [, each]) => sum + each, 0), ballot: 'secret' },
      votes: counted.map(({ candidacyId, votes: each }) => ({ candidacyId, votes: each })),
    };
    await player.command(`${about}/record-tally`, { tally });
  }

  /** The mandate that rests on an election. */
  async mandateBy(api: ApiClient, election: Uuid): Promise<string> {
    const { mandates } = await api.get<{ readonly mandates: readonly { readonly mandateId: string }[] }>(
      `governance/elections/${election}`,
    );
    return mandates[0]?.mandateId ?? '';
  }

  async sitsAtFrenchTech(player: Player): Promise<void> {
    await player.command(`governance/offices/${this.presidency}/start-representation`, {
      mandateId: await this.mandateBy(player.api, this.elections[0]),
      ...{ where: 'French Tech Côte d’Azur, comité stratégique', organisationId: this.#frenchTech },
    });
  }

  /** When the seat at French Tech ends, and under how many mandates it was held. */
  async seat(api: ApiClient, query = ''): Promise<unknown> {
    const { representations } = await api.get<Office>(`governance/offices/${this.presidency}${query}`);
    return representations.map(({ until, underMandates = [] }) => ({ until, mandates: 1 + underMandates.length }));
  }

  /** Whoever presides on a day, by which election, after whom. */
  async president(api: ApiClient, day: string): Promise<readonly unknown[]> {
    const path = `governance/offices/${this.presidency}`;
    const { holders } = await api.get<{ readonly holders: readonly Mandate[] }>(`${path}/holders?validAt=${day}`);
    const { mandates } = await api.get<Office>(path);
    return holders.flatMap(({ person, electionId, follows }) => [
      person.name,
      this.elections.findIndex((election) => election === electionId),
      mandates.find(({ mandateId }) => mandateId === follows)?.person.name,
    ]);
  }
}

interface Mandate {
  readonly mandateId: string;
  readonly person: { readonly name: string };
  readonly electionId?: string;
  readonly follows?: string;
}
interface Office {
  readonly mandates: readonly Mandate[];
  readonly representations: readonly { readonly until?: string; readonly underMandates?: readonly object[] }[];
}

function scriptOf(valley: TelecomValley): readonly StoryRow[] {
  const { flamand, rival, elections, branch } = valley;
  return [
    {
      day: FIRST,
      title:
        'Pascal Flamand is elected president of Telecom Valley for one year, and sits at French Tech because of that',
      play: async (player) => {
        await valley.isFounded(player);
        await valley.elects(player, elections[0], { members: 107, present: 60, represented: 10 }, [[flamand, 64]]);
        await player.command(`governance/elections/${elections[0]}/take-office`, { limit: '2016-03-16' });
        await valley.sitsAtFrenchTech(player);
      },
    },
    {
      day: ASSEMBLY,
      title: `The assembly votes on its president for another year: ${branch}`,
      play: async (player) => {
        const isAgain = branch === 'elected again';
        const [winner, votes] = isAgain ? [flamand, [85, 10]] : [rival, [41, 54]];
        const sheet = { members: 144, present: 80, represented: 20 };
        await valley.elects(player, elections[1], sheet, [
          [flamand, votes[0] ?? 0],
          [rival, votes[1] ?? 0],
        ]);
        const mandateId = await valley.mandateBy(player.api, elections[0]);
        await player.command(`governance/elections/${elections[1]}/take-office`, {
          ...{ limit: '2017-03-16', follows: [{ personId: winner.personId, mandateId }] },
        });
      },
    },
  ];
}

const presidentsOn = (valley: TelecomValley, days: readonly string[]) => async (api: ApiClient) =>
  await Promise.all(days.map((day) => valley.president(api, day)));
const DAYS = ['2015-03-16', FIRST, '2016-03-16', ASSEMBLY, '2017-03-16', '2017-03-17'];

const again = new TelecomValley('elected again');
const otherwise = new TelecomValley('not elected again');

/** The chain of the president of Telecom Valley, and what rests on it. */
export const telecomValleyMandates: StoryPart = {
  name: 'Telecom Valley, its president',
  key: 'telecom-valley-mandates',
  script: scriptOf(again),
  answers: {
    'when the seat at French Tech ends, before anybody knows whether its president is elected again': {
      ask: (api) => again.seat(api, '?knownAt=2016-03-01'),
      expected: [{ until: ASSEMBLY, mandates: 1 }],
    },
    'that it goes on under the new mandate': {
      ask: (api) => again.seat(api),
      expected: [{ until: '2017-03-17', mandates: 2 }],
    },
    'that the end of the mandate was announced': {
      ask: async (api) =>
        (
          await api.get<{ items: readonly object[] }>(
            `governance/clusters/${again.cluster}/deadlines?validAt=2016-01-15&knownAt=2016-01-15`,
          )
        ).items,
      expected: [{ on: '2016-03-16', kind: 'mandate-limit', person: again.flamand }],
    },
    'who presided on each of these days, elected when, in succession to whom': {
      ask: presidentsOn(again, DAYS),
      expected: [
        ...[[], ['Pascal Flamand', 0, undefined], ['Pascal Flamand', 0, undefined]],
        ...[['Pascal Flamand', 1, 'Pascal Flamand'], ['Pascal Flamand', 1, 'Pascal Flamand'], []],
      ],
    },
    'by how many votes': {
      ask: (api) => api.get(`governance/elections/${again.elections[1]}`),
      expected: { status: 'elected', rounds: [{ tally: { ballots: 95, votes: [{ votes: 85 }, { votes: 10 }] } }] },
    },
  },
};

/** The same where the assembly of March 2016 elects somebody else. */
export const telecomValleyOtherwise: StoryPart = {
  name: 'Telecom Valley, had its president not been elected again',
  key: 'telecom-valley-otherwise',
  script: scriptOf(otherwise),
  answers: {
    'that the seat at French Tech ends on the day of the assembly': {
      ask: (api) => otherwise.seat(api),
      expected: [{ until: ASSEMBLY, mandates: 1 }],
    },
    'who presided on each of these days, elected when, in succession to whom': {
      ask: presidentsOn(otherwise, DAYS),
      expected: [
        ...[[], ['Pascal Flamand', 0, undefined], ['Pascal Flamand', 0, undefined]],
        ...[['Somebody else', 1, 'Pascal Flamand'], ['Somebody else', 1, 'Pascal Flamand'], []],
      ],
    },
  },
};
