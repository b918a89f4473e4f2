import { managerCommand } from '#libs/commands';
import type { Uuid } from '#libs/kernel';
import type { Succession } from '#libs/process-managers';
import { passages, type Held, type Passage } from '#libs/succession';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipId, type Membership, type MembershipState } from '../domain/membership/membership.ts';
import {
  stateBefore,
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

/**
 * The memberships that an operation moves together: those of an organisation in the clusters that merge, or those that the merging clusters themselves have in a
 * network.
 */
export type MemberMove = { readonly succession: Moving } & MovesOf;
export type MovesOf = { readonly organisationId: string } | { readonly networkId: string };

/** The memberships that move together, as they are: of the predecessors in the order of the operation, and of the successor. */
export interface OwnMemberships {
  readonly ofPredecessors: readonly MembershipState[];
  readonly ofSuccessor: MembershipState;
}

/** The memberships of one organisation, or in one network, on their way into the successor. Sent again it mends what facts that came late have changed, and nothing else. */
export const moveMember = managerCommand<MemberMove>({
  name: 'membership.move-member',
  summary: 'Bring memberships into the successor of a merger as the facts now read: all of it or nothing.',
  aggregate: membership,
  run: async (tx, { body }) => {
    const { predecessors, successor } = body.succession;
    const read = (clusterId: string) => tx.read(membership, idsOf(body, clusterId).membershipId);
    const [ofSuccessor, ...ofPredecessors] = await Promise.all([
      read(successor.clusterId),
      ...predecessors.map(({ clusterId }) => read(clusterId)),
    ]);
    for (const command of moveCommands(body, { ofSuccessor, ofPredecessors }))
      await tx.decide(membership, command.membershipId, command);
  },
});

/**
 * The membership that a move concerns, of a cluster that merges or of its successor: the organisation is a member of that cluster, or that cluster one of the
 * network.
 */
export function idsOf(
  move: MovesOf,
  clusterId: string,
): { readonly membershipId: Uuid; readonly clusterId: string; readonly organisationId: string } {
  const ids =
    'networkId' in move
      ? { clusterId: move.networkId, organisationId: clusterId }
      : { clusterId, organisationId: move.organisationId };
  return { membershipId: membershipId(ids.clusterId, ids.organisationId), ...ids };
}

/** The move of a membership by an operation; undefined for one that it does not concern. */
export function moveOf(
  { predecessors, successor }: Pick<Moving, 'predecessors' | 'successor'>,
  { clusterId, organisationId }: Pick<Held, 'clusterId' | 'organisationId'>,
): MovesOf | undefined {
  const isGone = (id: string): boolean => predecessors.some((each) => each.clusterId === id);
  const isParty = (id: string): boolean => isGone(id) || successor.clusterId === id;
  if (isGone(clusterId)) return { organisationId };
  if (isParty(organisationId)) return { networkId: clusterId };
  return isParty(clusterId) ? { organisationId } : undefined;
}

/** A membership as the laws of a succession look at it: who moves, out of which of the merging clusters, or into their successor. */
export function heldBy<Membership extends Held>(move: MovesOf, membership: Membership): Membership {
  if (!('networkId' in move)) return membership;
  return { ...membership, clusterId: membership.organisationId, organisationId: membership.clusterId };
}

/** What a merger makes of memberships: those that nobody has ended go on in the successor, once. */
export function moveCommands(
  move: MemberMove,
  { ofPredecessors, ofSuccessor }: OwnMemberships,
): readonly (Succeed | Keep | ReceiveTransfers)[] {
  const { operationId, predecessors, successor } = move.succession;
  const existing = heldIn(move, stateWithout(operationId, ofSuccessor));
  const before = { ...move.succession, ofCluster: true };
  const leaving = ofPredecessors.flatMap((state) => heldIn(move, stateBefore(before, state)));
  const passed = passages(effectOn(move), leaving, existing);
  const into = isWithinParties(move) ? undefined : idsOf(move, successor.clusterId);
  const own = predecessors.map(({ clusterId }): Succeed | Keep => {
    const passage = passed.find(({ membership: { clusterId: from } }) => from === clusterId);
    const ids = idsOf(move, clusterId);
    if (passage === undefined)
      return { type: 'KeepMembership', membershipId: ids.membershipId, clusterId: ids.clusterId, operationId };
    const successorClusterId = into?.clusterId ?? successor.clusterId;
    const successorIds = { successorClusterId, successorMembershipId: into?.membershipId };
    return { type: 'SucceedMembership', ...ids, operationId, ...successorIds, on: passage.on };
  });
  return into === undefined ? own : [...own, receiptOf(passed, move)];
}

/** Nobody is a member of itself: a membership that one party has in another ends with the merger. */
function isWithinParties(move: MemberMove): boolean {
  const { predecessors, successor } = move.succession;
  const id = 'networkId' in move ? move.networkId : move.organisationId;
  return id === successor.clusterId || predecessors.some(({ clusterId }) => clusterId === id);
}

/** The plan maps the antennas of the clusters that merge; those of a network stay as they are. */
function effectOn(move: MemberMove): Moving {
  return 'networkId' in move ? { ...move.succession, antennaMapping: [] } : move.succession;
}

function receiptOf(passed: readonly Passage<Held>[], move: MemberMove): ReceiveTransfers {
  const { operationId, successor } = move.succession;
  const transfers = passed.map(({ membership: { clusterId }, memberSince, spans }) => {
    const from = idsOf(move, clusterId);
    return { origin: { clusterId: from.clusterId, membershipId: from.membershipId, memberSince }, spans };
  });
  return {
    type: 'ReceiveTransfers',
    ...idsOf(move, successor.clusterId),
    operationId,
    ...passed[0]?.place,
    transfers,
  };
}

function heldIn(move: MovesOf, state: Membership): readonly Held[] {
  return state.status === 'absent' ? [] : [heldBy(move, state)];
}
