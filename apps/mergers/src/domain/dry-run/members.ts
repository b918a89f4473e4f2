import {
  goesOn,
  heirsOf,
  joinersOf,
  membersAfter,
  passagesTo,
  sourcesOf,
  type Acceding,
  type Place,
} from '#libs/succession';
import { periodOn } from '#libs/contracts/facts';
import { calendarDate, type JsonObject } from '#libs/kernel';
import { joiningOf } from '../operation/joining.ts';
import type { DryRunInput, Member } from './diff.ts';
import type { Whole } from './holdings.ts';
import type { Line } from './lines.ts';

/** Who is a member of an heir, where each stands, and the memberships that each of them is made of. */
export interface Moves {
  readonly heirId: string;
  readonly after: ReadonlyMap<string, Place>;
  readonly counted: readonly Member[];
  readonly merged: number;
  /** Those who become members by their accession, and where each stands. */
  readonly joining: ReadonlyMap<string, Place>;
}

/** Of each heir, the successor first; all but a split have one. */
export function membersOf({ members }: Pick<DryRunInput, 'members'>, effect: Whole): readonly Moves[] {
  const sources = new Set(sourcesOf(effect));
  const leaving = members.filter(({ clusterId }) => sources.has(clusterId));
  const others = members.filter(({ clusterId }) => !sources.has(clusterId));
  return heirsOf(effect).map(({ clusterId: heirId }) => {
    const existing = others.filter(({ clusterId }) => clusterId === heirId);
    const acceded = (heirId === effect.successor.clusterId ? effect.acceded : undefined) ?? [];
    if (effect.federated !== undefined) return underUmbrella(heirId, effect.federated, acceded);
    const passed = passagesTo(effect, heirId, 'member', { leaving, existing });
    const after = membersAfter(passed, existing, effect.effectiveOn);
    const staying = existing.filter((each) => goesOn(each, effect.effectiveOn));
    const counted = [...staying, ...passed.map(({ membership }) => membership)];
    const merged = passed.filter(({ merges }) => merges).length;
    // An application that comes after the effect is none yet.
    const known = existing.filter(({ appliedOn = '' }) => appliedOn <= effect.effectiveOn);
    const joining = joiningTo(joinersOf(acceded, passed, existing, effect.effectiveOn), known);
    return { heirId, after, counted, merged, joining };
  });
}

/** Whoever federates is a member of the umbrella, each once, and whoever has acceded beside them. */
function underUmbrella(
  heirId: string,
  federated: NonNullable<Whole['federated']>,
  acceded: readonly Acceding[],
): Moves {
  const counted = federated.map(({ clusterId }) => ({ clusterId, organisationId: clusterId, periods: [] }));
  const after = new Map(counted.map((each) => [each.organisationId, {}]));
  return { heirId, after, counted, merged: 0, joining: joiningTo(acceded, []) };
}

/** As the plan names it; where it says nothing, as the successor knows the organisation from an application or an earlier time. */
function joiningTo(joiners: readonly Acceding[], existing: readonly Member[]): ReadonlyMap<string, Place> {
  const known = new Map(existing.map((each) => [each.organisationId, each]));
  return new Map(
    joiners.map(({ organisationId, college }) => {
      const before = known.get(organisationId);
      return [organisationId, { college: college ?? before?.college, antennaId: before?.antennaId }];
    }),
  );
}

/** Where each member stands from the day of the effect on: who joins then, and comes over or is admitted later, counts once, and stands where that says. */
function placesOf({ after, joining }: Moves): readonly Place[] {
  const both = [...joining].map(([organisationId, { college, antennaId }]) => {
    const later = after.get(organisationId);
    return [organisationId, { college: later?.college ?? college, antennaId: later?.antennaId ?? antennaId }] as const;
  });
  return [...new Map([...after, ...both]).values()];
}

/** Members after de-duplication: a member of several participants counts once. */
export function memberDiff(input: DryRunInput, moves: readonly Moves[], effect: Whole) {
  const { file, members, clusterNames } = input;
  const counted = moves.flatMap((each) => each.counted);
  const places = moves.flatMap(placesOf);
  const counts = countBy(counted, ({ clusterId }) => clusterId);
  return {
    total: places.length,
    sum: counted.length,
    merged: moves.reduce((sum, { merged }) => sum + merged, 0),
    byOrigin: file.participants.map(({ clusterId }) => ({
      clusterId,
      name: clusterNames[clusterId],
      members: counts.get(clusterId) ?? 0,
    })),
    ...(moves.length > 1
      ? { byHeir: moves.map(({ heirId, after }) => ({ clusterId: heirId, members: after.size })) }
      : {}),
    ...stayingIn(input, moves, effect),
    ...joiningIn(file, moves, effect),
    duplicates: moves.flatMap((each) => duplicatesOf(members, each.counted)),
    byCollege: collegeCounts(places),
    byAntenna: antennaCounts(input, places),
  };
}

/** The organisations that the plan names, each with what it has said by the day of the effect, and whether it joins by it. */
function joiningIn(file: DryRunInput['file'], moves: readonly Moves[], { effectiveOn }: Whole) {
  const named = joiningOf(file, calendarDate(effectiveOn));
  const joined = new Set(moves.flatMap(({ joining }) => [...joining.keys()]));
  if (named.length === 0) return {};
  return { joining: named.map((each) => ({ ...each, joins: joined.has(each.organisationId) })) };
}

/** Of a body that comes back: whoever was a member on the eve of its end, and is offered to join anew. */
export function offered({ file, members, eve }: DryRunInput) {
  if (file.kind !== 'restoration' || eve === undefined) return {};
  return {
    offered: { on: eve, members: members.filter(({ periods }) => periodOn(periods, eve) !== undefined).length },
  };
}

/** Of a body that gives a branch, how many stay with it. */
function stayingIn({ members }: DryRunInput, moves: readonly Moves[], { giver, effectiveOn }: Whole) {
  if (giver === undefined) return {};
  const gone = new Set(moves.flatMap(({ counted }) => counted).map(keyOf));
  const own = members.filter((each) => each.clusterId === giver.clusterId && !gone.has(keyOf(each)));
  return { staying: own.filter((each) => goesOn(each, effectiveOn)).length };
}

/** Each member of an heir with the clusters of which it is one, and where it stands. */
export function memberLines(moves: readonly Moves[]): readonly Line[] {
  return moves.flatMap(({ heirId, after, counted }) => {
    const heir = moves.length > 1 ? { toClusterId: heirId } : {};
    const clusters = new Map<string, string[]>([...after.keys()].map((organisationId) => [organisationId, []]));
    for (const { organisationId, clusterId } of counted) clusters.get(organisationId)?.push(clusterId);
    return [...after].map(([organisationId, { college, antennaId }]) => {
      const of = { organisationId, clusterIds: (clusters.get(organisationId) ?? []).sort(), ...heir };
      const key = moves.length > 1 ? `${heirId}/${organisationId}` : organisationId;
      return { part: 'members', key, about: [organisationId], value: { ...of, ...placed({ college, antennaId }) } };
    });
  });
}

/** Each organisation that joins by its accession. */
export function joiningLines(moves: readonly Moves[]): readonly Line[] {
  return moves.flatMap(({ joining }) =>
    [...joining].map(([organisationId, { college, antennaId }]) => ({
      ...{ part: 'joining', key: organisationId, about: [organisationId] },
      value: { organisationId, ...placed({ college, antennaId }) },
    })),
  );
}

function placed(place: Place): JsonObject {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

function collegeCounts(places: readonly Place[]) {
  return [...countBy(places, ({ college }) => college ?? '')]
    .map(([college, members]) => ({ college: college === '' ? null : college, members }))
    .sort((a, b) => b.members - a.members || ((a.college ?? '') < (b.college ?? '') ? -1 : 1));
}

/** In the order in which the organisations are listed, each with its clusters in the order in which they count. */
function duplicatesOf(members: readonly Member[], counted: readonly Member[]) {
  const clusters = new Map<string, string[]>(members.map(({ organisationId }) => [organisationId, []]));
  for (const { organisationId, clusterId } of counted) clusters.get(organisationId)?.push(clusterId);
  return [...clusters].flatMap(([organisationId, clusterIds]) =>
    clusterIds.length > 1 ? [{ organisationId, clusterIds }] : [],
  );
}

function antennaCounts({ file, antennaNames }: DryRunInput, places: readonly Place[]) {
  const planned = new Map(file.plan?.plan.newAntennas.map(({ antennaId, name }) => [antennaId, name]));
  return [...countBy(places, ({ antennaId }) => antennaId ?? '')]
    .map(([id, members]) => ({
      antennaId: id === '' ? null : id,
      name: planned.get(id) ?? antennaNames[id],
      members,
    }))
    .sort((a, b) => b.members - a.members || ((a.antennaId ?? '') < (b.antennaId ?? '') ? -1 : 1));
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function keyOf({ clusterId, organisationId }: Member): string {
  return `${clusterId} ${organisationId}`;
}
