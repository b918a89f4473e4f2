import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, invariant, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, step, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import {
  membershipMoves,
  type ConcernedMemberships,
  type MembershipMove,
  concernedBy,
  moveMember,
} from './succession.ts';

type Became = GrappeEvents['membership.MemberAdmitted' | 'membership.MemberTransferred'];
type Applied = GrappeEvents['membership.SuccessionApplied'];

interface LeftBehind {
  readonly succession: Succession;
  readonly members: ConcernedMemberships;
}

/**
 * Who became a member of a cluster that a merger had already ended (the admission crossed the merger, or it was recorded
 * late) is moved into the successor as well. What stands in the ledger before the end of the cluster is found when the
 * succession has been applied; what stands behind it, when it comes.
 */
export const lateAdmissions = processManager<undefined, LeftBehind | undefined>({
  name: 'membership.late-admissions',
  on: ['membership.MemberAdmitted', 'membership.MemberTransferred', 'membership.SuccessionApplied'],
  commands: [moveMember],
  reads: [clusters, successions, memberships],
  gather: async (event, readModels) => {
    const operationId = await endedBy(event, readModels);
    if (operationId === undefined) return undefined;
    const succession = await readModels.of(successions).get(operationId);
    invariant(succession !== undefined, `cluster succeeded by operation ${operationId}, whose effect nobody published`);
    return { succession, members: await concernedBy(succession, readModels) };
  },
  react: (event, { facts }) => {
    if (facts === undefined) return [];
    const { succession, members } = facts;
    const moves = membershipMoves(succession, members).filter((move) => move.isOpen && isMeant(event, move));
    // One after the other: two of them may lead into one membership of the successor.
    return moves.map(({ membershipId, succeed, receive }) => [
      step(moveMember, {
        key: membershipId,
        id: uuid(membershipId),
        body: { succeed, receive },
        effectiveAt: calendarDate(succession.effectiveOn),
        // A member that has left meanwhile is not moved.
        tolerates: ['MBR_NOT_A_MEMBER'],
      }),
    ]);
  },
});

/** The operation that ended the cluster in which a membership began, or whose references have been moved. */
async function endedBy(event: RecordedEvent, readModels: ReadModels): Promise<string | undefined> {
  if (isApplied(event)) return (event.data as Applied).operationId;
  const { clusterId } = event.data as Became;
  return (await readModels.of(clusters).get(clusterId))?.successors[0]?.operationId;
}

function isMeant(event: RecordedEvent, { membershipId }: MembershipMove): boolean {
  return isApplied(event) || membershipId === (event.data as Became).membershipId;
}

function isApplied({ type }: RecordedEvent): boolean {
  return type === 'membership.SuccessionApplied';
}
