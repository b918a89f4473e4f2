import { antennaAfter } from '#libs/contracts/facts';
import { membershipId } from '../domain/membership/membership.ts';
import type { ReceiveTransfer, Succeed } from '../domain/membership/membership.commands.ts';
import { wasMemberBefore } from '../read-models/memberships/membership-on.ts';
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
  const { operationId, effectiveOn } = succession;
  const members = new Set(
    concerned.ofSuccessor
      .filter((document) => wasMemberBefore(document, operationId, effectiveOn))
      .map(({ organisationId }) => organisationId),
  );
  const places = new Map<string, Place>();
  const toMove = inOrder(succession, concerned.ofPredecessors).filter((document) => isToMove(document, operationId));
  const starts = firstDays(toMove, effectiveOn);
  return toMove.map((document) => {
    const { organisationId } = document;
    const place = places.get(organisationId) ?? {
      college: document.college,
      antennaId: antennaAfter(succession.antennaMapping, document),
    };
    const merges = members.has(organisationId);
    places.set(organisationId, place);
    members.add(organisationId);
    return moveOf(document, succession, { ...place, since: starts.get(organisationId) ?? effectiveOn }, merges);
  });
}

/** The day on which a membership passes: a member whose admission lies ahead never was one of the predecessor. */
function passingDay({ since }: MembershipDocument, effectiveOn: string): string {
  return since !== undefined && since > effectiveOn ? since : effectiveOn;
}

/** When each organisation becomes a member of the successor: with the first of its memberships that passes. */
function firstDays(toMove: readonly MembershipDocument[], effectiveOn: string): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  for (const document of toMove) {
    const day = passingDay(document, effectiveOn);
    const known = days.get(document.organisationId);
    if (known === undefined || day < known) days.set(document.organisationId, day);
  }
  return days;
}

interface Place {
  readonly college?: string | undefined;
  readonly antennaId?: string | undefined;
}

function isToMove({ status, succession }: MembershipDocument, operationId: string): boolean {
  return status === 'active' || (status === 'succeeded' && succession?.operationId === operationId);
}

/** In the order in which the plan names the predecessors: the first of two origins says where the member stands. */
function inOrder(
  { predecessors }: SuccessionDocument,
  documents: readonly MembershipDocument[],
): readonly MembershipDocument[] {
  const rank = new Map(predecessors.map(({ clusterId }, index) => [clusterId, index]));
  return [...documents].sort(
    (a, b) => (rank.get(a.clusterId) ?? 0) - (rank.get(b.clusterId) ?? 0) || (a.membershipId < b.membershipId ? -1 : 1),
  );
}

function moveOf(
  document: MembershipDocument,
  succession: SuccessionDocument,
  standing: Place & { readonly since: string },
  merges: boolean,
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
      on: passingDay(document, effectiveOn),
    },
    receive: {
      type: 'ReceiveTransfer',
      membershipId: to,
      clusterId: successor.clusterId,
      organisationId,
      ...standing,
      operationId,
      origin: { clusterId, membershipId: from, memberSince: document.since ?? effectiveOn },
    },
  };
}
