import { managerCommand, type Transaction } from '#libs/commands';
import type { Uuid } from '#libs/kernel';
import type { Succession } from '#libs/process-managers';
import { heirsOf, passagesTo, sourcesOf, type Held, type Passage } from '#libs/succession';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipId, type Membership, type MembershipState } from '../domain/membership/membership.ts';
import {
  stateBefore,
  stateWithout,
  type Accession,
  type Keep,
  type ReceiveTransfers,
  type Succeed,
} from '../domain/membership/membership.transfers.ts';
import { goneBy } from '../domain/organisation/organisation.ends.ts';
import { notRegistered, organisation } from '../domain/organisation/organisation.ts';
import { returnOf, type Restore } from '../domain/membership/membership.annulment.ts';

/** What a move has to know of an operation. */
export type Moving = Pick<
  Succession,
  | ('operationId' | 'predecessors' | 'successor' | 'antennaMapping' | 'effectiveOn')
  | ('collegeMapping' | 'heirs' | 'giver' | 'allocation' | 'annulledOn')
>;

/** Of an operation, that much and no more: not the persons that it appoints. */
function movingBy(succession: Moving): Moving {
  const { operationId, predecessors, successor, antennaMapping, effectiveOn } = succession;
  const { collegeMapping, heirs, giver, allocation, annulledOn } = succession;
  return {
    ...{ operationId, predecessors, successor, antennaMapping, effectiveOn },
    ...(collegeMapping === undefined ? {} : { collegeMapping }),
    ...(heirs === undefined ? {} : { heirs }),
    ...(giver === undefined ? {} : { giver }),
    ...(allocation === undefined ? {} : { allocation }),
    ...(annulledOn === undefined ? {} : { annulledOn }),
  };
}

/**
 * The memberships that an operation moves together: those of an organisation in the clusters that merge, or those that the merging clusters themselves have in a
 * network.
 */
export type MemberMove = { readonly succession: Moving; readonly accession?: Named | undefined } & MovesOf;

/** In which college an organisation that has acceded is to stand. */
interface Named {
  readonly college?: string | undefined;
  /** Whether the move is refused, and so set aside, where the organisation is gone. Default: it does not join, and everything else moves. */
  readonly isAsked?: true | undefined;
}

/** The move of memberships by an operation, with the accession of the organisation to it. */
export function moveBy(succession: Moving & Pick<Succession, 'acceded'>, moves: MovesOf): MemberMove {
  const named = 'networkId' in moves ? undefined : accessionIn(succession, moves.organisationId);
  const { college } = named ?? {};
  const accession = named === undefined ? {} : { accession: college === undefined ? {} : { college } };
  return { succession: movingBy(succession), ...moves, ...accession };
}

function accessionIn({ acceded = [] }: Pick<Succession, 'acceded'>, organisationId: string): Named | undefined {
  return acceded.find((each) => each.organisationId === organisationId);
}

export type MovesOf = { readonly organisationId: string } | { readonly networkId: string };

/** The memberships that move together, as they are: of the bodies of which something passes, and of their heirs, each in the order of the operation. */
export interface OwnMemberships {
  readonly ofPredecessors: readonly MembershipState[];
  readonly ofHeirs: readonly MembershipState[];
  /** Why the organisation cannot join by its accession. */
  readonly gone?: Accession['gone'];
}

/** The memberships of one organisation, or in one network, on their way into the successor. Sent again it mends what facts that came late have changed, and nothing else. */
export const moveMember = managerCommand<MemberMove>({
  name: 'membership.move-member',
  summary: 'Bring memberships into the successor of a merger as the facts now read: all of it or nothing.',
  aggregate: membership,
  run: async (tx, { body }) => {
    const { succession } = body;
    const read = (clusterId: string) => tx.read(membership, idsOf(body, clusterId).membershipId);
    const [ofHeirs, ofPredecessors] = await Promise.all([
      Promise.all(heirsOf(succession).map(({ clusterId }) => read(clusterId))),
      Promise.all(sourcesOf(succession).map(read)),
    ]);
    const gone = await goneIn(tx, body);
    for (const command of moveCommands(body, { ofHeirs, ofPredecessors, gone }))
      await tx.decide(membership, command.membershipId, command);
  },
});

/** What the register has against an organisation that has acceded, on the day of the effect. */
async function goneIn(tx: Transaction, move: MemberMove): Promise<OwnMemberships['gone']> {
  if (move.accession === undefined || 'networkId' in move) return undefined;
  const state = await tx.read(organisation, move.organisationId);
  if (state.status === 'absent') return notRegistered(move.organisationId);
  return goneBy(state, move.organisationId, move.succession.effectiveOn);
}

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
  succession: Pick<Moving, 'predecessors' | 'successor' | 'heirs' | 'giver'>,
  { clusterId, organisationId }: Pick<Held, 'clusterId' | 'organisationId'>,
): MovesOf | undefined {
  const sources = sourcesOf(succession);
  const isParty = (id: string): boolean =>
    sources.includes(id) || heirsOf(succession).some((heir) => heir.clusterId === id);
  if (sources.includes(clusterId)) return { organisationId };
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
  { ofPredecessors, ofHeirs, gone }: OwnMemberships,
): readonly (Succeed | Keep | Restore | ReceiveTransfers)[] {
  const { operationId, giver, effectiveOn, annulledOn: until } = move.succession;
  const leaving = sourcesOf(move.succession).flatMap((clusterId, index) => {
    const state = ofPredecessors[index];
    const clusterStays = clusterId === giver?.clusterId;
    // What is of the restored cluster passes by no effect that is annulled.
    const before = { operationId, effectiveOn, ofCluster: true, clusterStays, until };
    return state === undefined ? [] : heldIn(move, stateBefore(before, state));
  });
  const of = 'networkId' in move ? 'network' : 'member';
  const coming = heirsOf(move.succession).map(({ clusterId }, index) => {
    const state = ofHeirs[index];
    const existing = state === undefined ? [] : heldIn(move, stateWithout(operationId, state));
    const passed = passagesTo(move.succession, clusterId, of, { leaving, existing });
    return { clusterId, passed, state, into: isWithinParties(move, clusterId) ? undefined : idsOf(move, clusterId) };
  });
  const own = sourcesOf(move.succession).flatMap((clusterId) => leavingOf(move, clusterId, coming));
  const receipts = coming.flatMap(({ clusterId, passed, into }) =>
    into === undefined ? [] : [{ ...receiptOf(passed, move, clusterId), ...accessionTo(clusterId, move, gone) }],
  );
  return [...own, ...receipts];
}

/** What comes to one heir; not as a membership where that would be one in itself. */
interface Coming {
  readonly clusterId: string;
  readonly passed: readonly Passage<Held>[];
  readonly into: ReturnType<typeof idsOf> | undefined;
  /** The heir's own membership. */
  readonly state: MembershipState | undefined;
}

/** What becomes of the membership in one of the bodies of which something passes. */
function leavingOf(
  move: MemberMove,
  clusterId: string,
  coming: readonly Coming[],
): readonly (Succeed | Keep | Restore)[] {
  const { operationId, annulledOn } = move.succession;
  const ids = idsOf(move, clusterId);
  for (const { passed, into, state, clusterId: heirId } of coming) {
    const passage = passed.find(({ membership: { clusterId: from } }) => from === clusterId);
    if (passage === undefined) continue;
    const successorIds = {
      successorClusterId: into?.clusterId ?? heirId,
      successorMembershipId: into?.membershipId,
    };
    const { on } = passage;
    const stays = clusterId === move.succession.giver?.clusterId ? ({ clusterStays: true } as const) : {};
    const succeed = { type: 'SucceedMembership', ...ids, operationId, ...successorIds, ...stays, on } as const;
    if (annulledOn === undefined) return [succeed];
    const back = returnOf(passage, into && state, annulledOn);
    return [
      { ...succeed, annulledOn },
      { type: 'RestoreMembership', ...ids, operationId, through: into?.membershipId, ...back },
    ];
  }
  const keep = { membershipId: ids.membershipId, clusterId: ids.clusterId, operationId };
  return [
    ...(annulledOn === undefined ? [] : [{ type: 'RestoreMembership', ...ids, operationId } as const]),
    { type: 'KeepMembership', ...keep },
  ];
}

/** Nobody is a member of itself: a membership that one party has in another ends with the merger. */
function isWithinParties(move: MemberMove, heirId: string): boolean {
  const { predecessors } = move.succession;
  const id = 'networkId' in move ? move.networkId : move.organisationId;
  return id === heirId || predecessors.some(({ clusterId }) => clusterId === id);
}

/** An organisation joins the successor, by its accession to the whole. */
function accessionTo(
  heirId: string,
  { accession, succession: { successor, effectiveOn: on } }: MemberMove,
  gone: OwnMemberships['gone'],
): Pick<ReceiveTransfers, 'accession'> {
  if (accession === undefined || heirId !== successor.clusterId) return {};
  if (gone !== undefined && accession.isAsked !== true) return {};
  const { college } = accession;
  const place = college === undefined ? {} : { college };
  return { accession: { ...place, on, ...(gone === undefined ? {} : { gone }) } };
}

function receiptOf(passed: readonly Passage<Held>[], move: MemberMove, heirId: string): ReceiveTransfers {
  const { operationId, annulledOn } = move.succession;
  const transfers = passed.map(({ membership: { clusterId }, memberSince, spans }) => {
    const from = idsOf(move, clusterId);
    return { origin: { clusterId: from.clusterId, membershipId: from.membershipId, memberSince }, spans };
  });
  return {
    type: 'ReceiveTransfers',
    ...idsOf(move, heirId),
    operationId,
    ...passed[0]?.place,
    transfers,
    ...(annulledOn === undefined ? {} : { annulledOn }),
  };
}

function heldIn(move: MovesOf, state: Membership): readonly Held[] {
  return state.status === 'absent' ? [] : [heldBy(move, state)];
}
