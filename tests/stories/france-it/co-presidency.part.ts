import { derivedId, type Uuid } from '#libs/kernel';
import type { ApiClient } from '../api-client.ts';
import type { StoryPart } from '../part.ts';
import type { StoryRow } from '../player.ts';

const id = (kind: string, name: string): Uuid => derivedId('france-it-co-presidency', kind, name);
const franceIt = id('cluster', 'France IT');
const named = ['SPN', 'Aliptic', 'Syrpin', 'Digital Aquitaine', 'Pays Basque Digital'];
const MEMBERS = 20;
const members = [...named, ...Array.from({ length: MEMBERS - named.length }, (_, n) => `Cluster ${String(n + 1)}`)];
const memberId = (name: string): Uuid => id('cluster', name);
const voters = members.map(memberId);
/** Of twenty members fourteen are there, and three gave their votes to one who is. */
const [present, represented] = [voters.slice(0, 14), voters.slice(14, 17)];
const [assembly, bureau, presidency] = [id('body', 'Assemblée'), id('body', 'Bureau'), id('office', 'Présidence')];
const [roll, meeting, election, pair] = [
  id('roll', '2020'),
  id('meeting', '2020'),
  id('election', '2020'),
  id('candidacy', 'pair'),
];
const harel = { personId: id('person', 'Lisa Harel'), name: 'Lisa Harel' };
const nieto = { personId: id('person', 'Raphaël Nieto'), name: 'Raphaël Nieto' };
/** The source does not name whoever presided before. */
const outgoing = { personId: id('person', 'outgoing'), name: 'Présidence sortante' };
const before = id('mandate', 'outgoing');
const VOTE = '2020-03-19';
const half = { numerator: 1, denominator: 2 };

const founded: StoryRow = {
  day: '2010-06-01',
  title: 'France IT has twenty member clusters, statutes, an assembly and a presidency',
  play: async (player) => {
    const network = { id: franceIt, name: 'France IT', kind: 'network', seat: 'Lyon' };
    await player.command('membership/clusters', network);
    await player.each(members, (name) => ['membership/clusters', { id: memberId(name), name, seat: 'Niort' }]);
    await player.each(members, (name) => [
      'membership/memberships',
      { clusterId: franceIt, organisationId: memberId(name) },
    ]);
    const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
    const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
    await player.command(`governance/statutes/${franceIt}/adopt`, { clauses });
    for (const [bodyId, kind, name] of [
      [assembly, 'assembly', 'Assemblée générale'],
      [bureau, 'bureau', 'Bureau'],
    ] as const)
      await player.command('governance/bodies', { id: bodyId, clusterId: franceIt, kind, name });
    const office = { id: presidency, bodyId: bureau, kind: 'president', title: 'Présidence' };
    await player.command('governance/offices', office);
  },
};

const presided: StoryRow = {
  day: '2017-03-20',
  title: 'One person presides over France IT, for three years',
  play: async (player) => {
    await player.command(`governance/offices/${presidency}/start-mandate`, {
      ...{ mandateId: before, person: outgoing, how: 'elected', limit: '2020-03-18' },
    });
  },
};

const called: StoryRow = {
  day: '2020-03-01',
  title: 'The assembly is called, and its twenty voters are frozen',
  play: async (player) => {
    await player.command('governance/rolls', { id: roll, bodyId: assembly });
    const agenda = ['Élection de la coprésidence'];
    await player.command('governance/meetings', { id: meeting, bodyId: assembly, scheduledFor: VOTE, agenda });
    const called = { id: election, bodyId: assembly, officeId: presidency, meetingId: meeting, agendaItem: 1 };
    await player.command(`governance/offices/${presidency}/set-max-holders`, { maxHolders: 2, effectiveAt: VOTE });
    await player.command('governance/elections', called);
    await player.command(`governance/elections/${election}/file-candidacy`, {
      candidacyId: pair,
      candidates: [
        { person: harel, representing: 'SPN', organisationId: memberId('SPN') },
        { person: nieto, representing: 'Aliptic', organisationId: memberId('Aliptic') },
      ],
    });
  },
};

const elected: StoryRow = {
  day: VOTE,
  title: 'Lisa Harel and Raphaël Nieto are elected as a pair, by 15 votes to one',
  play: async (player) => {
    const about = `governance/meetings/${meeting}`;
    await player.command(`${about}/open-sheet`, { rollId: roll });
    const [holderId] = present;
    const proxies = represented.map((principalId) => ({ principalId, holderId }));
    await player.command(`${about}/give-proxies`, { proxies });
    await player.command(`${about}/arrive`, { voterIds: present, at: '10:00' });
    await player.command(`${about}/hold`, {});
    const tally = {
      ...{ members: MEMBERS, present: present.length, represented: represented.length },
      ...{ ballots: 16, against: 1, abstentions: 1, votes: [{ candidacyId: pair, votes: 15 }] },
    };
    await player.command(`governance/elections/${election}/record-tally`, { tally });
    const follows = [harel, nieto].map(({ personId }) => ({ personId, mandateId: before }));
    await player.command(`governance/elections/${election}/take-office`, { follows, limit: '2023-03-18' });
  },
};

interface Mandate {
  readonly mandateId: string;
  readonly person: { readonly name: string };
  readonly organisationId?: string;
  readonly electionId?: string;
  readonly follows?: string;
}
interface Election {
  readonly status: string;
  readonly rounds: readonly {
    readonly tally: { readonly against: number; readonly votes: readonly { votes: number }[] };
  }[];
}

/** Whoever presides on a day, for whom, by which votes for and against, and after whom. */
async function presidents(api: ApiClient, day: string): Promise<readonly unknown[]> {
  const path = `governance/offices/${presidency}`;
  const { holders } = await api.get<{ readonly holders: readonly Mandate[] }>(`${path}/holders?validAt=${day}`);
  const { mandates } = await api.get<{ readonly mandates: readonly Mandate[] }>(path);
  return await Promise.all(
    holders.map(async ({ person, organisationId, electionId, follows }) => {
      const after = mandates.find(({ mandateId }) => mandateId === follows)?.person.name;
      if (electionId === undefined) return [person.name, organisationId, undefined, after];
      const { rounds } = await api.get<Election>(`governance/elections/${electionId}`);
      const votes = rounds.map(({ tally }) => [tally.votes[0]?.votes, tally.against]);
      return [person.name, organisationId, votes, after];
    }),
  );
}

/** The election of the co-presidency of France IT, of a pair that is the only candidacy. */
export const franceItCoPresidency: StoryPart = {
  name: 'France IT, its co-presidency',
  key: 'france-it-co-presidency',
  script: [founded, presided, called, elected],
  answers: {
    'who presides on 1 April 2020, elected by which tally, in succession to whom': {
      ask: (api) => presidents(api, '2020-04-01'),
      expected: [
        ['Lisa Harel', memberId('SPN'), [[15, 1]], 'Présidence sortante'],
        ['Raphaël Nieto', memberId('Aliptic'), [[15, 1]], 'Présidence sortante'],
      ],
    },
    'who presided on the eve of the vote': {
      ask: (api) => presidents(api, '2020-03-18'),
      expected: [['Présidence sortante', undefined, undefined, undefined]],
    },
    'by which numbers the pair was elected': {
      ask: (api) => api.get(`governance/elections/${election}`),
      expected: {
        status: 'elected',
        elected: [pair],
        rounds: [
          {
            ...{ outcome: 'elected', need: 'majority', places: 1 },
            tally: { members: 20, present: 14, represented: 3, ballots: 16, against: 1, abstentions: 1 },
            reckoning: {
              quorum: { found: 17, members: 20, needed: 10 },
              majority: { of: 'votes-cast', base: 16, threshold: 8, exceeded: true, needed: 9 },
            },
          },
        ],
        mandates: [
          { person: harel, since: VOTE, limit: '2023-03-18', follows: before },
          { person: nieto, since: VOTE, limit: '2023-03-18', follows: before },
        ],
      },
    },
    'who took part, as the sheet says': {
      ask: (api) => api.get(`governance/meetings/${meeting}/attendance`),
      expected: { members: 20, present: 14, represented: 3 },
    },
  },
};
