import { goesOn, heirsOf, membersAfter, passagesTo, sourcesOf, type Place } from '#libs/succession';
import { periodOn } from '#libs/contracts/facts';
import type { JsonObject } from '#libs/kernel';
import type { DryRunInput, Member } from './diff.ts';
import type { Whole } from './holdings.ts';
import type { Line } from './lines.ts';

/** Who is a member of an heir, where each stands, and the memberships that each of them is made of. */
export interface Moves {
  readonly heirId: string;
  readonly after: ReadonlyMap<string, Place>;
  readonly counted: readonly Member[];
  readonly merged: number;
}

/** Of each heir, the successor first; all but a split have one. */
export function membersOf({ members }: Pick<DryRunInput, 'members'>, effect: Whole): readonly Moves[] {
  const sources = new Set(sourcesOf(effect));
  const leaving = members.filter(({ clusterId }) => sources.has(clusterId));
  const others = members.filter(({ clusterId }) => !sources.has(clusterId));
  return heirsOf(effect).map(({ clusterId: heirId }) => {
    if (effect.federated !== undefined) return underUmbrella(heirId, effect.federated);
    const existing = others.filter(({ clusterId }) => clusterId === heirId);
    const passed = passagesTo(effect, heirId, 'member', { leaving, existing });
    const after = membersAfter(passed, existing, effect.effectiveOn);
    const staying = existing.filter((each) => goesOn(each, effect.effectiveOn));
    const counted = [...staying, ...passed.map(({ membership }) => membership)];
    return { heirId, after, counted, merged: passed.filter(({ merges }) => merges).length };
  });
}

/** Whoever federates is a member of the umbrella, each once. */
function underUmbrella(heirId: string, federated: NonNullable<Whole['federated']>): Moves {
  const counted = federated.map(({ clusterId }) => ({ clusterId, organisationId: clusterId, periods: [] }));
  return { heirId, after: new Map(counted.map((each) => [each.organisationId, {}])), counted, merged: 0 };
}

/** Members after de-duplication: a member of several participants counts once. */
export function memberDiff(input: DryRunInput, moves: readonly Moves[], effect: Whole) {
  const { file, members, clusterNames } = input;
  const counted = moves.flatMap((each) => each.counted);
  const places = moves.flatMap(({ after }) => [...after.values()]);
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
    duplicates: moves.flatMap((each) => duplicatesOf(members, each.counted)),
    byCollege: collegeCounts(places),
    byAntenna: antennaCounts(input, places),
  };
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
