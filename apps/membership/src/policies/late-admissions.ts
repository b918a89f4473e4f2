import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, invariant, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, step, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { accessions } from '../read-models/accessions/accessions.projection.ts';
import { clusters, type ClusterDocument } from '../read-models/clusters/clusters.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { idsOf, moveBy, moveMember, moveOf, type MemberMove } from './moves.ts';
import { followingOrganisations, ORGANISATION_ENDS } from './organisation-ends.ts';
import { followOrganisation } from './organisation-moves.ts';
import { concernedBy, membershipMoves } from './concerned.ts';

type Applied = GrappeEvents['membership.SuccessionApplied'];
type Fact = GrappeEvents[
  | 'membership.MemberAdmitted'
  | 'membership.MembershipEnded'
  | 'membership.MemberTransferred'
  | 'membership.MembershipRestored'
  | 'membership.MembershipOriginAdded'
  | 'membership.MembershipSucceeded'];

const FACTS = [
  'MembershipRestored',
  ...['MemberAdmitted', 'MembershipEnded', 'MemberTransferred', 'MembershipOriginAdded', 'MembershipSucceeded'],
];

/**
 * What is recorded late, or corrected, of a membership of a cluster that a merger has ended, or of a branch that it gave, passes into the successor: an admission that crossed the merger, a
 * resignation of before it, an end that was put off. The successor then has what it would have had if the fact had been recorded right at first. What stands
 * in the ledger before the end of the cluster is looked for when the succession has been applied; what stands behind it, when it comes. The end of an organisation
 * moves its memberships in the same way, so that one manager sees both in their order.
 */
export const lateAdmissions = processManager<undefined, readonly ManagerStep[]>({
  name: 'membership.late-admissions',
  on: [
    ...FACTS.flatMap((fact) => ['', 'Corrected', 'Voided'].map((how) => `membership.${fact}${how}`)),
    ...ORGANISATION_ENDS,
    'membership.SuccessionApplied',
  ],
  commands: [moveMember, followOrganisation],
  reads: [clusters, successions, memberships, organisations, accessions],
  gather: async (event, readModels) => {
    if (isApplied(event))
      return (await leftBehind(await successionOf(event.data as Applied, readModels), readModels)).map(stepOf);
    // Whoever was gone by the effect has not joined by it.
    if (ORGANISATION_ENDS.includes(event.type))
      return [
        ...(await joinings(factIn(event).organisationId, readModels)).map(stepOf),
        ...(await followingOrganisations(event, readModels)),
      ];
    const about = { fact: factIn(event), isStated: !event.type.endsWith('Voided') };
    const [moves, following] = await Promise.all([
      movesAfter(about, readModels),
      followingOrganisations(event, readModels),
    ]);
    return [...following, ...moves.map(stepOf)];
  },
  // One after the other: two of them may lead into one membership.
  react: (_event, { facts }) => facts.map((each) => [each]),
});

function stepOf(move: MemberMove) {
  const { operationId, successor, effectiveOn } = move.succession;
  return step(moveMember, {
    key: `${operationId}:${'networkId' in move ? move.networkId : move.organisationId}`,
    id: uuid(idsOf(move, successor.clusterId).membershipId),
    body: move,
    effectiveAt: calendarDate(effectiveOn),
  });
}

/** Who is a member of a predecessor, or which network has it as a member, although the operation has been applied: the admission crossed it. */
async function leftBehind(succession: Succession, readModels: ReadModels): Promise<readonly MemberMove[]> {
  const open = membershipMoves(succession, await concernedBy(succession, readModels)).filter(({ isOpen }) => isOpen);
  const moves = open.map((each) =>
    'networkId' in each ? { networkId: each.networkId } : { organisationId: each.organisationId },
  );
  return distinct(moves.map((each) => moveBy(succession, each)));
}

function distinct(moves: readonly MemberMove[]): readonly MemberMove[] {
  return [...new Map(moves.map((move) => [stepOf(move).key, move])).values()];
}

/**
 * The operations that a fact of a membership concerns, by their days: those that ended its cluster or its member, where that is a cluster, and those by which
 * it came about. That a merger has moved it is what it has done itself.
 */
async function movesAfter(
  { fact, isStated }: { readonly fact: Fact; readonly isStated: boolean },
  readModels: ReadModels,
): Promise<readonly MemberMove[]> {
  const { membershipId: id, clusterId, organisationId } = fact;
  const isOfMerger = await isMerger('operationId' in fact ? fact.operationId : undefined, readModels);
  if (isOfMerger && isStated && 'successorClusterId' in fact) return [];
  const [given, cluster, member, membership, joined] = await Promise.all([
    readModels.of(successions).all({ giver_id: clusterId }),
    readModels.of(clusters).get(clusterId),
    readModels.of(clusters).get(organisationId),
    isOfMerger ? undefined : readModels.of(memberships).get(id),
    accededTo(organisationId, readModels),
  ]);
  const origins = membership?.origins.map(({ operationId }) => operationId) ?? [];
  const taken = 'successorClusterId' in fact ? [fact.operationId] : [];
  const passed = await Promise.all(
    [...origins, ...taken].map((operationId) => readModels.of(successions).get(operationId)),
  );
  const ends = await Promise.all(
    [...operationsOf(cluster), ...operationsOf(member)].map((operationId) => successionOf({ operationId }, readModels)),
  );
  // What came over by the end of an organisation came by no merger.
  const known = [...passed.flatMap((each) => each ?? []), ...ends, ...given, ...joined];
  const operations = new Map(known.map((succession) => [succession.operationId, succession]));
  // The earlier one first: what has left by then is not moved by the later one.
  const inOrder = [...operations.values()].toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
  return inOrder.flatMap((succession) => {
    const moves = moveOf(succession, fact);
    return moves === undefined ? [] : [moveBy(succession, moves)];
  });
}

/** The mergers to which an organisation has acceded. */
async function accededTo(organisationId: string, readModels: ReadModels): Promise<readonly Succession[]> {
  const known = await readModels.of(accessions).all({ organisation_id: organisationId });
  return await Promise.all(known.map((each) => successionOf(each, readModels)));
}

/** What its accessions make of an organisation. */
async function joinings(organisationId: string, readModels: ReadModels): Promise<readonly MemberMove[]> {
  const known = await accededTo(organisationId, readModels);
  return known.map((succession) => moveBy(succession, { organisationId }));
}

/** The mergers that have ended a cluster: one after the other where a court has annulled those before. */
function operationsOf(cluster: ClusterDocument | undefined): readonly string[] {
  return [...new Set(cluster?.successors.map(({ operationId }) => operationId))];
}

/** Whether a fact follows from a merger of clusters, and not from the end of an organisation. */
async function isMerger(operationId: string | undefined, readModels: ReadModels): Promise<boolean> {
  return operationId !== undefined && (await readModels.of(successions).get(operationId)) !== undefined;
}

async function successionOf(
  { operationId }: Pick<Applied, 'operationId'>,
  readModels: ReadModels,
): Promise<Succession> {
  const succession = await readModels.of(successions).get(operationId);
  invariant(succession !== undefined, `cluster succeeded by operation ${operationId}, whose effect nobody published`);
  return succession;
}

/** The fact that an event states, corrects or takes back: a correction names the same membership before and after. */
function factIn({ data }: RecordedEvent): Fact {
  return ('was' in data ? data['was'] : data) as Fact;
}

function isApplied({ type }: RecordedEvent): boolean {
  return type === 'membership.SuccessionApplied';
}
