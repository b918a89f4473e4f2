import type { Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import type { Uuid } from '#libs/kernel';
import {
  heirsOf,
  joinersOf,
  passagesTo,
  periodsBefore,
  sourcesOf,
  type Acceding,
  type Passage,
} from '#libs/succession';
import { membershipId } from '../domain/membership/membership.ts';
import { memberships, type MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import { heldBy, moveOf, type MovesOf } from './moves.ts';

/** One membership of a predecessor, or of its members, on its way into the successor. */
export type MembershipMove = MovesOf & MovedMembership;

interface MovedMembership {
  readonly membershipId: string;
  /** True where the organisation was a member of the successor already, or becomes one by an earlier move of this list. */
  readonly merges: boolean;
  /** False once this operation has moved it. */
  readonly isOpen: boolean;
}

/** The memberships that a succession concerns. */
export interface ConcernedMemberships {
  /** In the predecessors, and of the predecessors in networks, whatever their status. */
  readonly ofPredecessors: readonly MembershipDocument[];
  /** In the heirs, and of the heirs in networks. */
  readonly ofHeirs: readonly MembershipDocument[];
}

/** The memberships that a merger moves or meets, from the register as it is. */
export async function concernedBy(
  succession: Pick<Succession, 'predecessors' | 'successor' | 'heirs' | 'giver' | 'annulledOn' | 'acceded'>,
  readModels: ReadModels,
): Promise<ConcernedMemberships> {
  const { acceded = [] } = succession;
  const register = readModels.of(memberships);
  const gone = sourcesOf(succession);
  const heirs = heirsOf(succession).map(({ clusterId }) => clusterId);
  const [members, inNetworks] = await Promise.all([
    register.all({ cluster_id: gone }),
    register.all({ organisation_id: gone }),
  ]);
  // Of an heir that falls away, whoever has joined it is asked for as well.
  const isGone = heirsOf(succession).some(({ created }) => created) && succession.annulledOn !== undefined;
  const only = (id: string, ids: readonly string[]) => (isGone ? {} : { [id]: distinct(ids) });
  const [existing, beside] = await Promise.all([
    register.all({
      cluster_id: heirs,
      ...only(
        'organisation_id',
        [...members, ...acceded].map((each) => each.organisationId),
      ),
    }),
    register.all({
      organisation_id: heirs,
      ...only(
        'cluster_id',
        inNetworks.map((each) => each.clusterId),
      ),
    }),
  ]);
  // A membership that one predecessor has in another is in both lists.
  const others = inNetworks.filter((each) => !gone.includes(each.clusterId));
  return { ofPredecessors: [...members, ...others], ofHeirs: [...existing, ...beside] };
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}

/** A membership that passes to an heir, with the command that moves it. */
type Passed = Passage<MembershipDocument & { readonly moves: MovesOf }> & { readonly heirId: string };

/** Every membership that passes, of members first and of the clusters in networks after them; of no repeat's doing, as `membershipMoves`. */
export function passagesIn(
  succession: Succession,
  { ofPredecessors, ofHeirs }: ConcernedMemberships,
): readonly Passed[] {
  const { operationId, annulledOn } = succession;
  const leaving = ofPredecessors
    .map((document) => ({ ...document, periods: periodsUntil(document.periods, annulledOn) }))
    .toSorted((a, b) => (a.membershipId < b.membershipId ? -1 : 1));
  const existing = ofHeirs.map((document) => ({
    ...document,
    periods: periodsBefore(document.periods, operationId),
  }));
  const movers = [
    ['organisationId', 'member'],
    ['networkId', 'network'],
  ] as const;
  return movers.flatMap(([mover, of]) => {
    const held = (documents: readonly MembershipDocument[]) =>
      documents.flatMap((document) => {
        const moves = moveOf(succession, document);
        return moves !== undefined && mover in moves ? [{ ...heldBy(moves, document), moves }] : [];
      });
    const all = { leaving: held(leaving), existing: held(existing) };
    return heirsOf(succession).flatMap(({ clusterId: heirId }) =>
      passagesTo(succession, heirId, of, all).map((passage) => ({ ...passage, heirId })),
    );
  });
}

/**
 * Members of the predecessors become members of the successor once each, with every origin kept, and it becomes a member once of each of their networks. The list
 * is the same in a repeat, whatever part of it has been carried out by then: memberships that this operation has moved stand in it too.
 */
export function membershipMoves(succession: Succession, concerned: ConcernedMemberships): readonly MembershipMove[] {
  const { operationId, annulledOn } = succession;
  return passagesIn(succession, concerned).map(({ membership, merges }) => ({
    ...membership.moves,
    membershipId: membership.membershipId,
    merges,
    isOpen: annulledOn === undefined && membership.succession?.operationId !== operationId,
  }));
}

/** The organisations that become members of the successor by their accession: no membership passes with them. */
export function joiningIn(
  succession: Succession,
  concerned: ConcernedMemberships,
): readonly (Acceding & { readonly membershipId: Uuid })[] {
  const { acceded = [], operationId, effectiveOn, successor } = succession;
  const existing = concerned.ofHeirs
    .filter(({ clusterId }) => clusterId === successor.clusterId)
    .map(({ organisationId, periods }) => ({ organisationId, periods: periodsBefore(periods, operationId) }));
  const passed = passagesIn(succession, concerned).filter(({ membership }) => 'organisationId' in membership.moves);
  return joinersOf(acceded, passed, existing, effectiveOn).map((each) => ({
    ...each,
    membershipId: membershipId(successor.clusterId, each.organisationId),
  }));
}

/** What a cluster has from its restoration on passes by no effect that is annulled. */
function periodsUntil(periods: MembershipDocument['periods'], day: string | undefined): MembershipDocument['periods'] {
  return day === undefined ? periods : periods.filter(({ since }) => since < day);
}
