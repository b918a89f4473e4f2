import type { Point } from '#libs/bitemporal';
import type { Fact } from '../../read-models/facts/fact.ts';
import type { FactReader } from '../fact-reader.ts';
import { readOfficesOf } from '../offices/offices.reader.ts';
import { clustersOf, membershipLine, operationsOf, pathsOf, seatChain, seatHolderAt, trailOf } from './provenance.ts';
import type { DecisionTrail, MembershipProvenance, SeatProvenance } from './provenance.view.ts';

/** Where a membership comes from, through any number of successions, and how each of them was decided. */
export async function readMembershipProvenance(
  reader: FactReader,
  membershipId: string,
  point: Point,
): Promise<MembershipProvenance | undefined> {
  const members = await membersBehind(reader, membershipId);
  const member = members.get(membershipId);
  if (member === undefined) return undefined;
  const membership = membershipLine(member, members, point);
  const paths = pathsOf(membership).map((path) =>
    path.map(({ membershipId: id, clusterId, to, from }) => ({ membershipId: id, clusterId, to, from })),
  );
  const organisations = membership.organisationId === undefined ? [] : [membership.organisationId];
  const operations = await trails(reader, operationsOf(membership), point);
  const [clusterNames, organisationNames] = await Promise.all([
    reader.clusterNames([...clustersOf(membership), ...operations.flatMap(clustersIn)], point),
    reader.organisationNames(organisations, point),
  ]);
  return { membership, paths, operations, names: { ...clusterNames, ...organisationNames } };
}

async function membersBehind(reader: FactReader, id: string): Promise<ReadonlyMap<string, Fact<'member'>>> {
  const found = new Map<string, Fact<'member'>>();
  const asked = new Set([id]);
  for (const next of asked) {
    const member = await reader.get('member', next);
    if (member === undefined) continue;
    found.set(next, member);
    for (const origin of member.origins ?? []) asked.add(origin.membershipId);
  }
  return found;
}

/** Through which successions a partner seat came to its holder, decided by which votes, under which rules. */
export async function readSeatProvenance(
  reader: FactReader,
  partnerId: string,
  point: Point,
): Promise<SeatProvenance | undefined> {
  const seat = await reader.get('seat', partnerId);
  if (seat === undefined) return undefined;
  const chain = seatChain(seat, point.knownAt);
  const holder = seatHolderAt(seat, point);
  const operationIds = chain.flatMap(({ operationId }) => operationId ?? []);
  const ids = chain.map((holding) => holding.holder.id);
  const operations = await trails(reader, operationIds, point);
  const [presidents, clusterNames, organisationNames] = await Promise.all([
    holder?.kind === 'cluster' ? readOfficesOf(reader, holder.id, 'president', point) : [],
    reader.clusterNames([...ids, ...operations.flatMap(clustersIn)], point),
    reader.organisationNames(ids, point),
  ]);
  const on = { ...point, holder, presidents };
  const names = { ...clusterNames, ...organisationNames };
  return { partnerId, incubatorId: seat.subjectId, chain, operations, on, names };
}

async function trails(reader: FactReader, ids: readonly string[], point: Point): Promise<readonly DecisionTrail[]> {
  const records = await reader.operations(ids);
  return [...records.values()].map((record) => trailOf(record, point.knownAt)).sort(byEffect);
}

/** Whoever voted, disappeared or came out of an operation has a name in the answer. */
function clustersIn({ predecessors, successor, votes, ...trail }: DecisionTrail): readonly string[] {
  const { heirs = [], giver, federated = [] } = trail;
  const some = [successor, giver].filter((id) => id !== undefined);
  return [...predecessors, ...some, ...heirs, ...federated, ...votes.map(({ clusterId }) => clusterId)];
}

/** In the order of their effects; what has none comes last. */
function byEffect(a: DecisionTrail, b: DecisionTrail): number {
  return orderOf(a) < orderOf(b) ? -1 : 1;
}

function orderOf({ times, operationId }: DecisionTrail): string {
  return `${times?.effectiveOn ?? '9999-12-31'}|${operationId}`;
}
