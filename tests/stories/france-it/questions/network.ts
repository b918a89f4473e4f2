import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import {
  clusterId,
  dryRuns,
  FRANCE_IT,
  franceClusters,
  franceIt,
  lulka,
  members,
  nameOf,
  officeOf,
  vote,
} from '../cast.ts';
import { membershipIds } from '../membership-ids.ts';

interface Network {
  readonly clusters: readonly { readonly name: string }[];
}

const french = new Intl.Collator('fr', { numeric: true });

/** The names of the member clusters of a network on a day. */
export async function membersOf(api: ApiClient, network: string, day: string): Promise<readonly string[]> {
  const { clusters } = await api.get<Network>(`membership/clusters/${network}/network?validAt=${day}`);
  return clusters.map(({ name }) => name).toSorted(french.compare);
}

const founders: Question = question({
  ask: async (api) => {
    const day = '2010-06-01';
    const list = await membersOf(api, franceIt, day);
    const before = new Set(await membersOf(api, franceClusters, '2010-05-31'));
    const numelink = (await membershipIds(api, franceIt, day)).get(clusterId('Numélink')) ?? '';
    const { speaks } = await api.get<{ readonly speaks?: { readonly person: { readonly name: string } } }>(
      `membership/memberships/${numelink}/representatives?validAt=${day}`,
    );
    return {
      founders: list.length,
      ofFranceClusters: list.filter((name) => before.has(name)).length,
      forNumelink: speaks?.person.name,
    };
  },
  expected: { founders: 20, ofFranceClusters: 20, forNumelink: lulka.name },
  lines: ({ founders: count, ofFranceClusters, forNumelink }) => [
    `${String(count)} clusters found France IT; ${String(ofFranceClusters)} of them had met in France Clusters.`,
    `${forNumelink ?? 'Nobody'} is there for Numélink.`,
  ],
});

const list: Question = question({
  ask: (api) => membersOf(api, franceIt, '2020-03-01'),
  expected: members.toSorted(french.compare),
  lines: (found) => [`${String(found.length)} clusters: ${found.join(', ')}.`],
});

interface Voters {
  readonly voters: { readonly voterIds: readonly string[] }[];
}
interface KeptDryRun {
  readonly diff: {
    readonly networks: readonly {
      readonly networkId: string;
      readonly clusterId: string;
      readonly toClusterId: string;
      readonly merges: boolean;
    }[];
  };
}

/** The list of France IT on the day of the dry run, and as the merger of two of its members would have left it. */
async function listAfterMerger(api: ApiClient) {
  const before = await membersOf(api, franceIt, '2020-03-03');
  const { voters } = await api.get<Voters>(`governance/rolls/${vote.roll}/voters`);
  const votes = voters.flatMap(({ voterIds }) => voterIds.map(nameOf));
  const { diff } = await api.get<KeptDryRun>(`mergers/dry-runs/${dryRuns.pair}`);
  const passed = diff.networks.filter(({ networkId }) => networkId === franceIt);
  const gone = new Set(passed.filter(({ merges }) => merges).map((each) => nameOf(each.clusterId)));
  const after = before.filter((name) => !gone.has(name));
  const count = (name: string) => votes.filter((each) => each === name).length;
  return {
    ...{ before: before.length, votes: votes.length, ofSpn: count('SPN'), ofAliptic: count('Aliptic') },
    ...{ goesUpIn: passed.map((each) => `${nameOf(each.clusterId)} in ${nameOf(each.toClusterId)}`), after },
  };
}

const merged: Question = question({
  ask: listAfterMerger,
  expected: {
    ...{ before: 20, votes: 20, ofSpn: 1, ofAliptic: 1, goesUpIn: ['Aliptic in SPN'] },
    after: members.filter((name) => name !== 'Aliptic').toSorted(french.compare),
  },
  lines: ({ before, votes, ofSpn, ofAliptic, goesUpIn, after }) => [
    `Before: ${String(before)} members with ${String(votes)} votes; SPN holds ${String(ofSpn)}, Aliptic ${String(ofAliptic)}.`,
    `${goesUpIn.join(', ')}: ${String(after.length)} members remain, with one vote each.`,
    `The list would be ${after.join(', ')}.`,
  ],
});

interface Mandate {
  readonly mandateId: string;
  readonly person: { readonly personId: string; readonly name: string };
  readonly organisationId?: string;
  readonly electionId?: string;
  readonly follows?: string;
  readonly limit?: string;
}
interface Election {
  readonly status: string;
  readonly rounds: readonly {
    readonly tally: {
      readonly members: number;
      readonly present: number;
      readonly represented: number;
      readonly against: number;
      readonly abstentions: number;
      readonly votes: readonly { readonly votes: number }[];
    };
    readonly reckoning: {
      readonly quorum: { readonly found: number; readonly needed: number };
      readonly majority: { readonly base: number; readonly needed: number };
    };
  }[];
}
interface Roles {
  readonly items: readonly { readonly title: string; readonly person: { readonly personId: string } }[];
}

interface President {
  readonly name: string;
  readonly of: string;
  readonly role: string | undefined;
  readonly after: string | undefined;
  readonly votes: readonly (readonly [inFavour: number | undefined, against: number])[];
  readonly limit: string | undefined;
}

/** Whoever presides on a day, of which cluster and in which role there, by which votes for and against, and after whom. */
async function presidents(api: ApiClient, day: string): Promise<readonly President[]> {
  const path = `governance/offices/${officeOf(FRANCE_IT)}`;
  const { holders } = await api.get<{ readonly holders: readonly Mandate[] }>(`${path}/holders?validAt=${day}`);
  const { mandates } = await api.get<{ readonly mandates: readonly Mandate[] }>(path);
  return await Promise.all(
    holders.map(async ({ person: { personId, name }, organisationId, electionId, follows, limit }) => {
      const after = mandates.find(({ mandateId }) => mandateId === follows)?.person.name;
      const roles: Roles =
        organisationId === undefined ? { items: [] } : await api.get(`governance/roles?clusterId=${organisationId}`);
      const role = roles.items.find((each) => each.person.personId === personId)?.title;
      const { rounds }: Pick<Election, 'rounds'> =
        electionId === undefined ? { rounds: [] } : await api.get(`governance/elections/${electionId}`);
      const votes = rounds.map(({ tally }) => [tally.votes[0]?.votes, tally.against] as const);
      return { name, of: nameOf(organisationId), role, after, votes, limit };
    }),
  );
}

const presiding: Question = question({
  ask: (api) => presidents(api, '2020-04-01'),
  expected: [
    {
      ...{ name: 'Lisa Harel', of: 'SPN', role: 'Directrice de SPN, salariée', after: 'Présidence sortante' },
      ...{ votes: [[15, 1]], limit: '2023-03-18' },
    },
    {
      ...{ name: 'Raphaël Nieto', of: 'Aliptic', role: "Directeur d'Aliptic, salarié", after: 'Présidence sortante' },
      ...{ votes: [[15, 1]], limit: '2023-03-18' },
    },
  ],
  lines: (found) =>
    found.map(({ name, of, role, after, votes, limit }) => {
      const tally = votes.map(([inFavour, against]) => `${String(inFavour ?? 0)} votes to ${String(against)}`);
      const salaried = role === undefined ? '' : ` (${role})`;
      return `${name}, of ${of}${salaried}, elected by ${tally.join(', ')}, in succession to ${after ?? 'nobody'}, until ${limit ?? 'further notice'}.`;
    }),
});

const eve: Question = question({
  ask: async (api) => (await presidents(api, '2020-03-18')).map(({ name, limit }) => ({ name, limit })),
  expected: [{ name: 'Présidence sortante', limit: '2020-03-18' }],
  lines: (found) => found.map(({ name, limit }) => `${name}, on the last day of its mandate (${limit ?? 'no limit'}).`),
});

const tally: Question = question({
  ask: async (api) => {
    const { status, rounds } = await api.get<Election>(`governance/elections/${vote.election}`);
    const sheet = await api.get<{ readonly present: number; readonly represented: number }>(
      `governance/meetings/${vote.meeting}/attendance`,
    );
    return {
      status,
      sheet: { present: sheet.present, represented: sheet.represented },
      rounds: rounds.map(({ tally: { votes, ...counted }, reckoning: { quorum, majority } }) => ({
        ...{ voters: counted.members, present: counted.present, represented: counted.represented },
        ...{ forThePair: votes[0]?.votes, against: counted.against, abstentions: counted.abstentions },
        quorum: { found: quorum.found, needed: quorum.needed },
        majority: { of: majority.base, needed: majority.needed },
      })),
    };
  },
  expected: {
    status: 'elected',
    sheet: { present: 14, represented: 3 },
    rounds: [
      {
        ...{ voters: 20, present: 14, represented: 3, forThePair: 15, against: 1, abstentions: 1 },
        ...{ quorum: { found: 17, needed: 10 }, majority: { of: 16, needed: 9 } },
      },
    ],
  },
  lines: ({ status, sheet, rounds }) => [
    `The attendance sheet: ${String(sheet.present)} present, ${String(sheet.represented)} represented.`,
    ...rounds.map(
      (round, index) =>
        `Round ${String(index + 1)}: ${String(round.forThePair ?? 0)} for the pair, ${String(round.against)} against, ${String(round.abstentions)} abstention; quorum ${String(round.quorum.found)} of ${String(round.voters)} (${String(round.quorum.needed)} needed), majority of ${String(round.majority.of)} votes cast (${String(round.majority.needed)} needed): ${status}.`,
    ),
  ],
});

/** The network of clusters: its members, their votes, and who presides over it. */
export const ofTheNetwork = {
  'Who created France IT in 2010, and who was there for Numélink?': founders,
  'Which clusters does France IT have as members on 1 March 2020?': list,
  'If SPN and Aliptic merged, what is the network’s member list afterwards, and which votes did each hold before?':
    merged,
  'Who presides over France IT on 1 April 2020, elected by which tally, in succession to whom?': presiding,
  'Who presided over France IT on the eve of the vote?': eve,
  'By which numbers was the pair elected, and who took part?': tally,
};
