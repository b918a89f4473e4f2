import type { ApiClient } from '../api-client.ts';
import { antennas, clusters, operations, partnerOf } from './cast.ts';

/** Who held an office in a span of days, by name. */
export interface Tenure {
  readonly from: string;
  readonly to: string | null;
  readonly holders: readonly string[];
}

export interface SeatOnDay {
  readonly validAt: string;
  readonly knownAt?: string;
  readonly seatHeldBy: string;
  readonly presidents: readonly string[];
}

export interface SeatPassage {
  readonly from: string;
  readonly to: string | null;
  readonly holder: string;
  /** The votes that moved it here, and the rules under which they were judged; none for the first holder. */
  readonly votes: readonly {
    readonly cluster: string;
    readonly on: string;
    readonly outcome: string;
    readonly inFavour: number;
    readonly against: number;
  }[];
  readonly rules: readonly string[];
}

interface Named {
  readonly names: Readonly<Record<string, string>>;
}

interface Trail {
  readonly operationId: string;
  readonly rules: readonly string[];
  readonly votes: readonly {
    readonly clusterId: string;
    readonly on: string;
    readonly outcome: string;
    readonly tally: { readonly for: number; readonly against: number };
  }[];
}

interface SeatAnswer extends Named {
  readonly chain: readonly {
    readonly holder: { readonly id: string };
    readonly from: string;
    readonly to: string | null;
    readonly operationId?: string;
  }[];
  readonly operations: readonly Trail[];
  readonly on: {
    readonly holder?: { readonly id: string };
    readonly presidents: readonly { readonly holders: readonly { readonly name: string }[] }[];
  };
}

const seat = partnerOf('Auvergne TIC');

/** Question 1: who presided over the body that held the Bivouac's partner seat on a day, as known on a day. */
export async function presidentsOverTheSeat(api: ApiClient, validAt: string, knownAt?: string): Promise<SeatOnDay> {
  const known = knownAt === undefined ? '' : `&knownAt=${knownAt}`;
  const { on, names } = await api.get<SeatAnswer>(`audit/provenance/partner-seat/${seat}?validAt=${validAt}${known}`);
  return {
    validAt,
    ...(knownAt === undefined ? {} : { knownAt }),
    seatHeldBy: nameIn(names, on.holder?.id),
    presidents: on.presidents.flatMap(({ holders }) => holders.map(({ name }) => name)).sort(),
  };
}

/** Question 2: through which successions the seat reached Digital League, decided by which votes, under which rules. */
export async function passagesOfTheSeat(api: ApiClient): Promise<readonly SeatPassage[]> {
  const answer = await api.get<SeatAnswer>(`audit/provenance/partner-seat/${seat}`);
  return answer.chain.map(({ from, to, holder, operationId }) => {
    const trail = answer.operations.find((operation) => operation.operationId === operationId);
    const votes = (trail?.votes ?? []).map(({ clusterId, on, outcome, tally }) => ({
      cluster: nameIn(answer.names, clusterId),
      on,
      outcome,
      inFavour: tally.for,
      against: tally.against,
    }));
    return { from, to, holder: nameIn(answer.names, holder.id), votes, rules: trail?.rules ?? [] };
  });
}

/** The rules under which each merger of the lineage was judged: two of them predate the decree of 2015. */
export async function rulesOfTheMergers(
  api: ApiClient,
): Promise<
  readonly { readonly operation: string; readonly rules: readonly string[]; readonly underTheDecree: boolean }[]
> {
  const asked = Object.values(operations).map(async (id) => {
    const { title, history } = await api.get<{
      readonly title: string;
      readonly history: { readonly votes: readonly { readonly verdicts: readonly { readonly rule: string }[] }[] };
    }>(`mergers/operations/${id}`);
    const rules = history.votes.flatMap(({ verdicts }) => verdicts.map(({ rule }) => rule));
    const underTheDecree = rules.some((rule) => rule.endsWith('.2015'));
    return { operation: title, rules: [...new Set(rules)].sort(), underTheDecree };
  });
  return await Promise.all(asked);
}

interface Member {
  readonly organisationId: string;
  readonly antennaId?: string;
  readonly segment?: string;
  readonly origins: readonly { readonly clusterId: string }[];
}

/** Question 3: which companies belonged to both, and through which lines each member of Digital League comes. */
export async function membersOfDigitalLeague(api: ApiClient) {
  const members = await allPages<Member>(
    api,
    `membership/clusters/${clusters.digitalLeague}/members?validAt=2017-03-28&limit=200`,
  );
  const from = (cluster: string) =>
    members.filter(({ origins }) => origins.some((origin) => origin.clusterId === cluster));
  const both = members.filter(({ origins }) => origins.length > 1);
  return {
    total: members.length,
    doubleOrigin: both.length,
    lines: {
      numelinkOnly: from(clusters.numelink).length - both.length,
      clustrOnly: from(clusters.clustr).length - both.length,
      both: both.length,
    },
    byAntenna: byAntenna(members),
    bySegment: bySegment(members),
    inBoth: both.map(({ organisationId }) => organisationId).sort(),
  };
}

const ANTENNA_NAMES: Readonly<Record<string, string>> = {
  [antennas.leagueLyon]: 'Lyon',
  [antennas.leagueSaintEtienne]: 'Saint-Étienne-Roanne',
  [antennas.leagueGrenoble]: 'Grenoble',
  [antennas.leagueClermont]: 'Clermont-Ferrand',
  [antennas.leagueValence]: 'Valence-Romans',
  [antennas.leagueAnnecy]: 'Annecy-Chambéry',
};

function byAntenna(members: readonly Member[]): Readonly<Record<string, number>> {
  const names = Object.values(ANTENNA_NAMES);
  const count = (name: string) => members.filter(({ antennaId = '' }) => ANTENNA_NAMES[antennaId] === name).length;
  return Object.fromEntries(names.map((name) => [name, count(name)]));
}

/** How many members of each segment there are; the one that a company had in both is that of its first cluster in the plan. */
function bySegment(members: readonly Member[]): Readonly<Record<string, number>> {
  const segments = [...new Set(members.map(({ segment = 'none' }) => segment))].sort();
  return Object.fromEntries(
    segments.map((name) => [name, members.filter(({ segment = 'none' }) => segment === name).length]),
  );
}

interface Counted {
  readonly counts: Readonly<Record<string, number>>;
}

type Compared = Readonly<Record<'members' | 'clusters' | 'antennas' | 'bodies' | 'mandates' | 'partnerSeats', Counted>>;

/** Question 5: what differs between the end of 30 March and the end of 31 March 2016, of both clusters. */
export async function differenceOfMarch2016(api: ApiClient) {
  const membersOn = async (day: string) =>
    (await api.get<{ readonly members: number }>(`membership/clusters/${clusters.numelink}/counts?validAt=${day}`))
      .members;
  const compared = await Promise.all(
    [clusters.auvergneTic, clusters.numelink].map((of) =>
      api.get<Compared>(`audit/compare?left=2016-03-30&right=2016-03-31&limit=0&cluster=${of}`),
    ),
  );
  const sum = (section: keyof Compared, what: string) =>
    compared.reduce((before, sections) => before + (sections[section].counts[what] ?? 0), 0);
  return {
    numelink: { '2016-03-30': await membersOn('2016-03-30'), '2016-03-31': await membersOn('2016-03-31') },
    membersMoved: sum('members', 'moved'),
    clustersGone: sum('clusters', 'removed'),
    antennasOpened: sum('antennas', 'added'),
    bodiesGone: sum('bodies', 'removed'),
    seatsPassed: compared[0]?.partnerSeats.counts['changed'] ?? 0,
  };
}

/** The read model of memberships built anew from the events recorded until the end of a day, in a place of its own. */
export async function replayedTo(
  api: ApiClient,
  day: string,
): Promise<{ readonly documents: number; readonly sha256: string }> {
  const request = { readModel: 'membership.memberships', until: day, tag: `d${day.replaceAll('-', '')}` };
  const lines = await api.lines(`${await api.adminPathOf('membership')}/replays`, request);
  const result = lines.find(({ kind }) => kind === 'result')?.result as
    { readonly digest: { documents: number; sha256: string } } | undefined;
  if (result === undefined) throw new Error(`the replay to ${day} failed: ${JSON.stringify(lines.at(-1))}`);
  return { documents: result.digest.documents, sha256: result.digest.sha256 };
}

/** Question 7: on which days the office of president was held by nobody, by one person, by two. */
export async function presidency(api: ApiClient, officeId: string): Promise<readonly Tenure[]> {
  const { intervals } = await api.get<{
    readonly intervals: readonly {
      readonly from: string;
      readonly to: string | null;
      readonly holders: readonly { readonly name: string }[];
    }[];
  }>(`audit/offices/${officeId}/intervals`);
  return intervals.map(({ from, to, holders }) => ({ from, to, holders: holders.map(({ name }) => name).sort() }));
}

/** The lineage of Digital League: what it comes from, merger by merger. */
export async function lineageOfDigitalLeague(api: ApiClient) {
  const { nodes, edges } = await api.get<{
    readonly nodes: readonly {
      readonly clusterId: string;
      readonly name: string;
      readonly members?: { readonly count: number };
    }[];
    readonly edges: readonly {
      readonly from: string;
      readonly to: string;
      readonly kind: string;
      readonly effectiveOn: string;
    }[];
  }>(`audit/lineage/${clusters.digitalLeague}?direction=ancestors`);
  const names = Object.fromEntries(nodes.map(({ clusterId, name }) => [clusterId, name]));
  return {
    clusters: nodes.map(({ name }) => name).sort(),
    successions: edges.map(({ from, to, kind, effectiveOn }) => ({
      effectiveOn,
      kind,
      from: nameIn(names, from),
      to: nameIn(names, to),
    })),
  };
}

export async function lineageDrawing(api: ApiClient): Promise<string> {
  return await api.getText(`audit/lineage/${clusters.digitalLeague}?direction=ancestors`, 'image/svg+xml');
}

async function allPages<Item>(api: ApiClient, path: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let after: string | undefined; ;) {
    const page = await api.get<{ readonly items: readonly Item[]; readonly next?: string }>(
      after === undefined ? path : `${path}&after=${after}`,
    );
    items.push(...page.items);
    after = page.next;
    if (after === undefined) return items;
  }
}

function nameIn(names: Readonly<Record<string, string>>, id: string | undefined): string {
  return id === undefined ? 'nobody' : (names[id] ?? id);
}
