import { goesOn, membersAfter, passages, type Effect, type Place } from '#libs/succession';
import type { JsonObject } from '#libs/kernel';
import type { DryRunInput, Member } from './diff.ts';
import type { Line } from './lines.ts';

/** Who is a member of the successor, where each stands, and the memberships that each of them is made of. */
export interface Moves {
  readonly after: ReadonlyMap<string, Place>;
  readonly counted: readonly Member[];
  readonly merged: number;
}

export function membersOf({ members }: Pick<DryRunInput, 'members'>, effect: Effect): Moves {
  const gone = new Set(effect.predecessors.map(({ clusterId }) => clusterId));
  const leaving = members.filter(({ clusterId }) => gone.has(clusterId));
  const existing = members.filter(({ clusterId }) => !gone.has(clusterId));
  const passed = passages(effect, leaving, existing);
  const after = membersAfter(passed, existing, effect.effectiveOn);
  const staying = existing.filter((each) => goesOn(each, effect.effectiveOn));
  const counted = [...staying, ...passed.map(({ membership }) => membership)];
  return { after, counted, merged: passed.filter(({ merges }) => merges).length };
}

/** Members after de-duplication: a member of several participants counts once. */
export function memberDiff(input: DryRunInput, { after, counted, merged }: Moves) {
  const { file, members, clusterNames } = input;
  const counts = countBy(counted, ({ clusterId }) => clusterId);
  return {
    total: after.size,
    sum: counted.length,
    merged,
    byOrigin: file.participants.map(({ clusterId }) => ({
      clusterId,
      name: clusterNames[clusterId],
      members: counts.get(clusterId) ?? 0,
    })),
    duplicates: duplicatesOf(members, counted),
    byCollege: collegeCounts([...after.values()]),
    byAntenna: antennaCounts(input, [...after.values()]),
  };
}

/** Each member of the successor with the clusters of which it is one, and where it stands. */
export function memberLines({ after, counted }: Moves): readonly Line[] {
  const clusters = new Map<string, string[]>([...after.keys()].map((organisationId) => [organisationId, []]));
  for (const { organisationId, clusterId } of counted) clusters.get(organisationId)?.push(clusterId);
  return [...after].map(([organisationId, { college, antennaId }]) => {
    const of = { organisationId, clusterIds: (clusters.get(organisationId) ?? []).sort() };
    return {
      part: 'members',
      key: organisationId,
      about: [organisationId],
      value: { ...of, ...placed({ college, antennaId }) },
    };
  });
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
