import { antennaAfter } from '#libs/contracts/facts';
import type { OperationFile } from '../rules/act.ts';
import { predecessorsOf } from '../operation/operation.ts';
import type { DryRunInput, Member, MemberDiff } from './dry-run.ts';

/** Members after de-duplication: who belongs to several participants counts once. */
export function memberDiff({ file, members, clusterNames, antennaNames }: DryRunInput): MemberDiff {
  const memberships = membershipsByOrganisation(file, members);
  const sum = members.length;
  const counts = countBy(members, ({ clusterId }) => clusterId);
  return {
    total: memberships.size,
    sum,
    merged: sum - memberships.size,
    byOrigin: file.participants.map(({ clusterId }) => ({
      clusterId,
      ...named(clusterNames[clusterId]),
      members: counts.get(clusterId) ?? 0,
    })),
    duplicates: [...memberships]
      .filter(([, origins]) => origins.length > 1)
      .map(([organisationId, origins]) => ({ organisationId, clusterIds: origins.map(({ clusterId }) => clusterId) })),
    byAntenna: antennaCounts(file, memberships, antennaNames),
  };
}

/** The memberships of each organisation; where it stands in the successor is told by the first of them. */
function membershipsByOrganisation(file: OperationFile, members: readonly Member[]): Map<string, readonly Member[]> {
  const rank = placeRanks(file);
  const byOrganisation = new Map<string, Member[]>();
  for (const member of members) {
    const known = byOrganisation.get(member.organisationId);
    if (known === undefined) byOrganisation.set(member.organisationId, [member]);
    else known.push(member);
  }
  for (const origins of byOrganisation.values())
    origins.sort((a, b) => (rank.get(a.clusterId) ?? 0) - (rank.get(b.clusterId) ?? 0));
  return byOrganisation;
}

/** A membership of the absorbing body stays as it is; then the predecessors in the order of the operation. */
function placeRanks(file: OperationFile): ReadonlyMap<string, number> {
  const leaving = predecessorsOf(file);
  const staying = file.participants.map(({ clusterId }) => clusterId).filter((id) => !leaving.includes(id));
  return new Map([...staying, ...leaving].map((clusterId, index) => [clusterId, index]));
}

function antennaCounts(
  file: OperationFile,
  memberships: ReadonlyMap<string, readonly Member[]>,
  antennaNames: DryRunInput['antennaNames'],
): MemberDiff['byAntenna'] {
  const placeOf = placement(file);
  const places = [...memberships.values()].flatMap(([first]) => (first === undefined ? [] : [placeOf(first)]));
  const planned = new Map(file.plan?.plan.newAntennas.map(({ antennaId, name }) => [antennaId, name]));
  return [...countBy(places, (antennaId) => antennaId ?? '')]
    .map(([id, members]) => ({
      antennaId: id === '' ? null : id,
      ...named(planned.get(id) ?? antennaNames[id]),
      members,
    }))
    .sort((a, b) => b.members - a.members || ((a.antennaId ?? '') < (b.antennaId ?? '') ? -1 : 1));
}

/** Where a member stands afterwards; one of the absorbing body stays where it is. */
function placement(file: OperationFile): (member: Member) => string | undefined {
  const leaving = new Set(predecessorsOf(file));
  const mapping = file.plan?.plan.antennaMapping ?? [];
  return (member) => (leaving.has(member.clusterId) ? antennaAfter(mapping, member) : member.antennaId);
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function named(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}
