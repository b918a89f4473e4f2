import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, invariant, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, step, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { membershipId } from '../domain/membership/membership.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { moveMember, movingBy, type MemberMove } from './moves.ts';
import { concernedBy, membershipMoves } from './succession.ts';

type Applied = GrappeEvents['membership.SuccessionApplied'];
type Fact = GrappeEvents[
  | 'membership.MemberAdmitted'
  | 'membership.MembershipEnded'
  | 'membership.MemberTransferred'
  | 'membership.MembershipOriginAdded'];

const FACTS = ['MemberAdmitted', 'MembershipEnded', 'MemberTransferred', 'MembershipOriginAdded'];

/**
 * What is recorded late, or corrected, of a membership of a cluster that a merger has ended passes into the successor: an admission that crossed the merger, a
 * resignation of before it, an end that was put off. The successor then has what it would have had if the fact had been recorded right at first. What stands
 * in the ledger before the end of the cluster is looked for when the succession has been applied; what stands behind it, when it comes.
 */
export const lateAdmissions = processManager<undefined, readonly MemberMove[]>({
  name: 'membership.late-admissions',
  on: [
    ...FACTS.flatMap((fact) => ['', 'Corrected', 'Voided'].map((how) => `membership.${fact}${how}`)),
    'membership.SuccessionApplied',
  ],
  commands: [moveMember],
  reads: [clusters, successions, memberships],
  gather: async (event, readModels) =>
    isApplied(event)
      ? await leftBehind(await successionOf(event.data as Applied, readModels), readModels)
      : await movesAfter(factIn(event), readModels),
  // One after the other: two of them may lead into one membership.
  react: (_event, { facts }) => facts.map((move) => [stepOf(move)]),
});

function stepOf({ succession, organisationId }: MemberMove) {
  const { operationId, successor, effectiveOn } = succession;
  return step(moveMember, {
    key: `${operationId}:${organisationId}`,
    id: uuid(membershipId(successor.clusterId, organisationId)),
    body: { succession: movingBy(succession), organisationId },
    effectiveAt: calendarDate(effectiveOn),
  });
}

/** Who is a member of a predecessor although the operation has been applied: the admission crossed it. */
async function leftBehind(succession: Succession, readModels: ReadModels): Promise<readonly MemberMove[]> {
  const moves = membershipMoves(succession, await concernedBy(succession, readModels));
  const organisations = moves.filter(({ isOpen }) => isOpen).map(({ organisationId }) => organisationId);
  return [...new Set(organisations)].map((organisationId) => ({ succession, organisationId }));
}

/** The operations that a fact of a membership concerns: the one that ended its cluster, and those by which its organisation came into it. */
async function movesAfter(fact: Fact, readModels: ReadModels): Promise<readonly MemberMove[]> {
  const { membershipId: id, clusterId, organisationId } = fact;
  const isDecided = !('operationId' in fact) || fact.operationId === undefined;
  const [cluster, membership] = await Promise.all([
    readModels.of(clusters).get(clusterId),
    isDecided ? readModels.of(memberships).get(id) : undefined,
  ]);
  const origins = membership?.origins.map(({ operationId }) => operationId) ?? [];
  const operations = [...origins, ...(cluster?.successors[0] === undefined ? [] : [cluster.successors[0].operationId])];
  return await Promise.all(
    [...new Set(operations)].map(async (operationId) => {
      return { succession: await successionOf({ operationId }, readModels), organisationId };
    }),
  );
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
