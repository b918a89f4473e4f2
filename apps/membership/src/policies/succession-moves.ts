import { passages, type Passage } from '#libs/succession';
import { membershipId } from '../domain/membership/membership.ts';
import type { ReceiveTransfer, Succeed } from '../domain/membership/membership.decide.ts';
import { lastPeriodBefore } from '../read-models/memberships/membership-on.ts';
import type { MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import type { SuccessionDocument } from '../read-models/successions/successions.projection.ts';

/** One membership of a predecessor on its way into the successor: the two decisions belong together. */
export interface MembershipMove {
  readonly membershipId: string;
  readonly organisationId: string;
  readonly succeed: Succeed;
  readonly receive: ReceiveTransfer;
  /** True where the organisation was a member of the successor already, or becomes one by an earlier move of this list. */
  readonly merges: boolean;
  /** False once this operation has moved it. */
  readonly isOpen: boolean;
}

/** The memberships that a succession concerns. */
export interface ConcernedMemberships {
  /** Of the predecessors, whatever their status. */
  readonly ofPredecessors: readonly MembershipDocument[];
  /** Of the successor. */
  readonly ofSuccessor: readonly MembershipDocument[];
}

/**
 * Members of the predecessors become members of the successor once each, with every origin kept. The list is the same in a
 * repeat, whatever part of it has been carried out by then: memberships that this operation has moved stand in it too.
 */
export function membershipMoves(
  succession: SuccessionDocument,
  concerned: ConcernedMemberships,
): readonly MembershipMove[] {
  const { operationId } = succession;
  const leaving = concerned.ofPredecessors
    .filter((document) => isToMove(document, operationId))
    .toSorted((a, b) => (a.membershipId < b.membershipId ? -1 : 1));
  const standing = concerned.ofSuccessor.map(({ since: _since, until: _until, ...document }) => ({
    ...document,
    ...lastPeriodBefore(document, operationId),
  }));
  return passages(succession, leaving, standing).map((passage) => moveOf(passage, succession));
}

function isToMove({ status, succession }: MembershipDocument, operationId: string): boolean {
  return status === 'active' || (status === 'succeeded' && succession?.operationId === operationId);
}

function moveOf(
  { membership: document, on, since, place, merges }: Passage<MembershipDocument>,
  succession: SuccessionDocument,
): MembershipMove {
  const { membershipId: from, clusterId, organisationId } = document;
  const { operationId, effectiveOn, successor } = succession;
  const to = membershipId(successor.clusterId, organisationId);
  return {
    membershipId: from,
    organisationId,
    merges,
    isOpen: document.status === 'active',
    succeed: {
      type: 'SucceedMembership',
      membershipId: from,
      clusterId,
      organisationId,
      operationId,
      successorClusterId: successor.clusterId,
      successorMembershipId: to,
      on,
    },
    receive: {
      type: 'ReceiveTransfer',
      membershipId: to,
      clusterId: successor.clusterId,
      organisationId,
      ...place,
      since,
      operationId,
      origin: { clusterId, membershipId: from, memberSince: document.since ?? effectiveOn },
    },
  };
}
