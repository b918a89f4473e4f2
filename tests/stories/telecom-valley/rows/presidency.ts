import { derivedId, type Uuid } from '#libs/kernel';
import type { ApiClient } from '../../api-client.ts';
import type { Player, StoryRow } from '../../player.ts';
import { clusters, id } from '../cast.ts';

export const FIRST = '2015-03-17';
export const ASSEMBLY = '2016-03-17';
const half = { numerator: 1, denominator: 2 };
const frenchTech = id('organisation', 'French Tech Côte d’Azur');

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
type Votes = readonly (readonly [person: object, votes: number])[];

/** Who presides a cluster, by two elections. */
export class Presidency {
  readonly office: Uuid;
  readonly elections: readonly [first: Uuid, second: Uuid];
  readonly flamand: { readonly personId: Uuid; readonly name: string };
  readonly rival: { readonly personId: Uuid; readonly name: string };

  constructor(readonly cluster: Uuid) {
    this.office = this.id('office', 'Présidence');
    this.elections = [this.id('election', '2015'), this.id('election', '2016')];
    this.flamand = { personId: this.id('person', 'Pascal Flamand'), name: 'Pascal Flamand' };
    this.rival = { personId: this.id('person', 'Autre candidat'), name: 'Autre candidat' };
  }

  private id(kind: string, name: string): Uuid {
    return derivedId('telecom-valley', this.cluster, kind, name);
  }

  async isFounded(player: Player): Promise<void> {
    const effectiveAt = '1991-01-01';
    const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
    const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
    await player.command(`governance/statutes/${this.cluster}/adopt`, { clauses, effectiveAt });
    const [assembly, board] = [this.id('body', 'Assemblée'), this.id('body', 'Conseil')];
    for (const [bodyId, kind, name] of [
      [assembly, 'assembly', 'Assemblée générale'],
      [board, 'board', 'Conseil d’administration'],
    ] as const)
      await player.command('governance/bodies', { id: bodyId, clusterId: this.cluster, kind, name, effectiveAt });
    const office = { id: this.office, bodyId: board, kind: 'president', title: 'Présidence' };
    await player.command('governance/offices', { ...office, effectiveAt });
  }

  /** An election by the assembly of that day: whoever stands, each with so many votes. */
  private async elects(
    player: Player,
    election: Uuid,
    sheet: { readonly members: number; readonly present: number; readonly represented: number },
    votes: Votes,
  ): Promise<void> {
    const [meetingId, bodyId] = [this.id('meeting', election), this.id('body', 'Assemblée')];
    const agenda = ['Élection du président'];
    await player.command('governance/meetings', { id: meetingId, bodyId, scheduledFor: player.day, agenda });
    await player.command(`governance/meetings/${meetingId}/hold`, sheet);
    const call = { id: election, bodyId, officeId: this.office, meetingId, agendaItem: 1 };
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

  /** Elected for one year, the president sits at French Tech because of that. */
  async begins(player: Player): Promise<void> {
    const [election] = this.elections;
    await this.elects(player, election, { members: 107, present: 60, represented: 10 }, [[this.flamand, 64]]);
    await player.command(`governance/elections/${election}/take-office`, { limit: '2016-03-16' });
    await player.command(`governance/offices/${this.office}/start-representation`, {
      mandateId: await this.mandateBy(player.api, election),
      ...{ where: 'French Tech Côte d’Azur, comité stratégique', organisationId: frenchTech },
    });
  }

  /** The second assembly; the one who wins follows the president of before, be it the same person. */
  async goesOn(player: Player, votes: readonly [flamand: number, rival: number]): Promise<void> {
    const [first, second] = this.elections;
    const sheet = { members: 144, present: 80, represented: 20 };
    await this.elects(player, second, sheet, [
      [this.flamand, votes[0]],
      [this.rival, votes[1]],
    ]);
    const { personId } = votes[0] > votes[1] ? this.flamand : this.rival;
    const follows = [{ personId, mandateId: await this.mandateBy(player.api, first) }];
    await player.command(`governance/elections/${second}/take-office`, { limit: '2017-03-16', follows });
  }

  /** The mandate that rests on an election. */
  private async mandateBy(api: ApiClient, election: Uuid): Promise<string> {
    const path = `governance/elections/${election}`;
    const { mandates } = await api.get<{ readonly mandates: readonly { readonly mandateId: string }[] }>(path);
    return mandates[0]?.mandateId ?? '';
  }

  /** When the seat at French Tech ends, and under how many mandates it was held. */
  async seat(api: ApiClient, query = ''): Promise<readonly { readonly until?: string; readonly mandates: number }[]> {
    const { representations } = await api.get<Office>(`governance/offices/${this.office}${query}`);
    return representations.map(({ until, underMandates = [] }) => ({
      ...(until === undefined ? {} : { until }),
      mandates: 1 + underMandates.length,
    }));
  }

  /** Whoever presides on a day, elected when, in succession to whom. */
  async president(api: ApiClient, day: string): Promise<readonly (string | undefined)[]> {
    const path = `governance/offices/${this.office}`;
    const { holders } = await api.get<{ readonly holders: readonly Mandate[] }>(`${path}/holders?validAt=${day}`);
    const { mandates } = await api.get<Office>(path);
    return holders.flatMap(({ person, electionId, follows }) => [
      person.name,
      [FIRST, ASSEMBLY][this.elections.findIndex((election) => election === electionId)],
      mandates.find(({ mandateId }) => mandateId === follows)?.person.name,
    ]);
  }
}

export const presidency = new Presidency(clusters.telecomValley);
/** A second Telecom Valley, of which the assembly of March 2016 elects somebody else. */
export const otherwise = new Presidency(clusters.otherwise);

export const constituted: StoryRow = {
  day: '2014-01-08',
  title:
    'The statutes of Telecom Valley, its assembly, its board, the office of its president; and a second one, what if',
  play: async (player) => {
    const named = { name: 'Telecom Valley (et si l’assemblée avait choisi un autre)', seat: 'Sophia Antipolis' };
    await player.command('membership/clusters', { id: clusters.otherwise, ...named, effectiveAt: '1991-01-01' });
    for (const each of [presidency, otherwise]) await each.isFounded(player);
  },
};

export const elected: StoryRow = {
  day: FIRST,
  title: 'Pascal Flamand is elected president for one year, and sits at French Tech Côte d’Azur because of that',
  play: async (player) => {
    await player.command('membership/organisations', {
      ...{ id: frenchTech, name: 'French Tech Côte d’Azur', kind: 'association', effectiveAt: '2014-11-12' },
    });
    for (const each of [presidency, otherwise]) await each.begins(player);
  },
};

export const reelected: StoryRow = {
  day: ASSEMBLY,
  title: 'The assembly elects Pascal Flamand for another year; had it not, the seat at French Tech would end that day',
  play: async (player) => {
    await presidency.goesOn(player, [85, 10]);
    await otherwise.goesOn(player, [41, 54]);
  },
};
