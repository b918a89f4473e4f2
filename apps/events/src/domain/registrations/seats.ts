import {
  decidedIn,
  holdsSeats,
  isSeated,
  waits,
  type Claim,
  type Placed,
  type Seating,
} from './registrations.state.ts';

/** One of the limits of a gathering: the whole, one audience, one cluster with reciprocity. */
interface Limit {
  readonly name: string;
  readonly seats: number;
  /** Whether the seats of a registration count against it. */
  counts(claim: Claim): boolean;
}

/** What is left of each limit by its name; negative where more are seated than may be. */
type Left = ReadonlyMap<Limit, number>;

/** Who goes on with what is named for a cluster: itself, or the successor of one that a merger has ended. */
export type HeadOf = (clusterId: string) => string;

const itself: HeadOf = (clusterId) => clusterId;

/**
 * The limits in force: what was decided, and for each cluster with reciprocity the quota of the agreement by which its members came last. What was decided for a
 * cluster that a merger has ended is for its successor; of several that have become one, together.
 */
function limitsIn(state: Seating<Placed>, headOf: HeadOf): readonly Limit[] {
  const { seats, audiences, clusters, counted } = decidedIn(state);
  const isCounted = ({ role }: Claim): boolean => counted.includes(role);
  const whole = seats === null ? [] : [{ name: 'the whole', seats, counts: isCounted }];
  const ofAudiences = audiences.map((each) => ({
    ...{ name: `the audience ${each.audience}`, seats: each.seats },
    counts: (claim: Claim) => isCounted(claim) && claim.audience === each.audience,
  }));
  const quotas = new Map<string, number>();
  for (const { clusterId, seats: most } of clusters)
    quotas.set(headOf(clusterId), (quotas.get(headOf(clusterId)) ?? 0) + most);
  const agreed = new Map(state.entries.flatMap(({ claim: { reciprocity } }) => quotaOf(reciprocity, headOf)));
  for (const [clusterId, quota] of agreed) quotas.set(clusterId, Math.min(quota, quotas.get(clusterId) ?? quota));
  const ofClusters = [...quotas].map(([clusterId, most]) => ({
    ...{ name: `members of ${clusterId}`, seats: most },
    counts: (claim: Claim) =>
      isCounted(claim) && claim.reciprocity !== undefined && headOf(claim.reciprocity.clusterId) === clusterId,
  }));
  return [...whole, ...ofAudiences, ...ofClusters];
}

function quotaOf(reciprocity: Claim['reciprocity'], headOf: HeadOf): readonly (readonly [string, number])[] {
  return reciprocity?.quota === undefined ? [] : [[headOf(reciprocity.clusterId), reciprocity.quota]];
}

function leftIn(state: Seating<Placed>, headOf: HeadOf = itself): Left {
  const claims = state.entries.filter(holdsSeats).map(({ claim }) => claim);
  return new Map(
    limitsIn(state, headOf).map((limit) => {
      const taken = claims.reduce((sum, claim) => sum + (limit.counts(claim) ? claim.seats : 0), 0);
      return [limit, limit.seats - taken] as const;
    }),
  );
}

/** How many seats are left for a claim: the smallest of what is left of the limits that it counts against, never negative; null where none does. */
export function freeFor(claim: Claim, state: Seating<Placed>, headOf?: HeadOf): number | null {
  const left = [...leftIn(state, headOf)].flatMap(([limit, seats]) => (limit.counts(claim) ? [seats] : []));
  return left.length === 0 ? null : Math.max(0, Math.min(...left));
}

/** What of the limits a claim would exceed, by their names with what is left of them; none where it finds its seats. */
export function lackedBy(claim: Claim, state: Seating<Placed>, headOf?: HeadOf): readonly string[] {
  const left = [...leftIn(state, headOf)].filter(([limit, seats]) => limit.counts(claim) && seats < claim.seats);
  return left.map(([{ name }, seats]) => `${String(Math.max(0, seats))} free of ${name}`);
}

/** How many seats that count are taken; with another question, how many of those for which it holds. */
export function takenIn(state: Seating<Placed>, is: (placed: Placed) => boolean = isSeated): number {
  const { counted } = decidedIn(state);
  const counting = state.entries.filter((each) => is(each) && counted.includes(each.claim.role));
  return counting.reduce((sum, { claim }) => sum + claim.seats, 0);
}

/**
 * Who of those that wait, and one that comes after them, has seats now, in the order of their turns. By `strict` a limit that one lacks is kept for it:
 * nobody after it has seats of it, and whoever needs none of it is not stopped (pretix/pretix#974; PITFALLS-DOMAIN, D3, D9).
 */
export function promotable<Entry extends Placed>(state: Seating<Entry>, headOf?: HeadOf): readonly Entry[] {
  const { waiting } = decidedIn(state);
  const left = new Map(leftIn(state, headOf));
  const kept = new Set<Limit>();
  const promoted: Entry[] = [];
  for (const entry of state.entries.filter(waits)) {
    const { claim } = entry;
    const own = [...left].filter(([limit]) => limit.counts(claim));
    const lacked = own.filter(([, seats]) => seats < claim.seats).map(([limit]) => limit);
    const mayPass = own.every(([limit]) => !kept.has(limit));
    if (lacked.length === 0 && mayPass) {
      promoted.push(entry);
      for (const [limit, seats] of own) left.set(limit, seats - claim.seats);
    } else if (waiting === 'strict') for (const limit of lacked) kept.add(limit);
  }
  return promoted;
}
