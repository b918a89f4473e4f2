import { managerCommand } from '#libs/commands';
import type { Succession } from '#libs/process-managers';
import { passages, type Held, type Passage } from '#libs/succession';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipId, type Membership, type MembershipState } from '../domain/membership/membership.ts';
import {
  stateWithout,
  type Keep,
  type ReceiveTransfers,
  type Succeed,
} from '../domain/membership/membership.transfers.ts';

/** What a move has to know of an operation. */
export type Moving = Pick<Succession, 'operationId' | 'predecessors' | 'successor' | 'antennaMapping' | 'effectiveOn'>;

/** Of an operation, that much and no more: not the persons that it appoints. */
export function movingBy(succession: Moving): Moving {
  const { operationId, predecessors, successor, antennaMapping, effectiveOn } = succession;
  return { operationId, predecessors, successor, antennaMapping, effectiveOn };
}

export interface MemberMove {
  readonly succession: Moving;
  readonly organisationId: string;
}

/** The memberships of one organisation, as they are: of the predecessors in the order of the operation, and of the successor. */
export interface OwnMemberships {
  readonly ofPredecessors: readonly MembershipState[];
  readonly ofSuccessor: MembershipState;
}

/** The memberships of one organisation, on their way into the successor. Sent again it mends what facts that came late have changed, and nothing else. */
export const moveMember = managerCommand<MemberMove>({
  name: 'membership.move-member',
  summary: 'Bring the memberships of an organisation into the successor as the facts now read: all of it or nothing.',
  aggregate: membership,
  run: async (tx, { body: { succession, organisationId } }) => {
    const { predecessors, successor } = succession;
    const read = (clusterId: string) => tx.read(membership, membershipId(clusterId, organisationId));
    const [ofSuccessor, ...ofPredecessors] = await Promise.all([
      read(successor.clusterId),
      ...predecessors.map(({ clusterId }) => read(clusterId)),
    ]);
    for (const command of moveCommands({ succession, organisationId }, { ofSuccessor, ofPredecessors }))
      await tx.decide(membership, command.membershipId, command);
  },
});

/** What a merger makes of the memberships of an organisation: those that nobody has ended go on in the successor, which has it as a member once. */
export function moveCommands(
  { succession, organisationId }: MemberMove,
  { ofPredecessors, ofSuccessor }: OwnMemberships,
): readonly (Succeed | Keep | ReceiveTransfers)[] {
  const { operationId, predecessors, successor } = succession;
  const before = heldIn(stateWithout(operationId, ofSuccessor));
  const passed = passages(succession, ofPredecessors.flatMap(heldIn), before);
  const own = predecessors.map(({ clusterId }): Succeed | Keep => {
    const passage = passed.find(({ membership: { clusterId: from } }) => from === clusterId);
    const about = { membershipId: membershipId(clusterId, organisationId), clusterId, operationId };
    if (passage === undefined) return { type: 'KeepMembership', ...about };
    const successorMembershipId = membershipId(successor.clusterId, organisationId);
    const into = { successorClusterId: successor.clusterId, successorMembershipId };
    return { type: 'SucceedMembership', ...about, organisationId, ...into, on: passage.on };
  });
  return [...own, receiptOf(passed, succession, organisationId)];
}

function receiptOf(
  passed: readonly Passage<Held>[],
  { operationId, successor: { clusterId } }: Moving,
  organisationId: string,
): ReceiveTransfers {
  const transfers = passed.map(({ membership: { clusterId: from }, memberSince, spans }) => ({
    origin: { clusterId: from, membershipId: membershipId(from, organisationId), memberSince },
    spans,
  }));
  const ids = { membershipId: membershipId(clusterId, organisationId), clusterId, organisationId };
  return { type: 'ReceiveTransfers', ...ids, operationId, ...passed[0]?.place, transfers };
}

function heldIn(state: Membership): readonly Held[] {
  return state.status === 'absent' ? [] : [state];
}
