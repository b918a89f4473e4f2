import { managerCommand, type Transaction } from '#libs/commands';
import { uuid, type Uuid } from '#libs/kernel';
import { passages, type Held, type Span } from '#libs/succession';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipId, type Membership, type MembershipState } from '../domain/membership/membership.ts';
import {
  stateBefore,
  stateWithout,
  type EndWithOrganisation,
  type Keep,
  type ReceiveTransfers,
  type Succeed,
} from '../domain/membership/membership.transfers.ts';
import { endOperation, FIRST_DAY, inTheEnd, nextAfter, type Fate } from '../domain/organisation/organisation.ends.ts';
import { organisation, type Organisation } from '../domain/organisation/organisation.ts';

/** A membership whose organisation has ended, or has not after all. */
export interface OrganisationMove {
  readonly clusterId: string;
  readonly organisationId: string;
}

/** Who goes on with the memberships of an organisation, and from when; two entries of one company are one on all days. */
interface Continuation {
  readonly heirId: string;
  readonly effectiveOn: string;
  readonly asOne: boolean;
  /** Of two entries of one company, the day on which it ceased. */
  readonly goneOn?: string | undefined;
}

type MoveCommand = Succeed | Keep | EndWithOrganisation | ReceiveTransfers;

/** The membership of an organisation that ended, with those of its heir: of the one that it has, and of those that it had. */
export interface HeirMemberships {
  readonly own: MembershipState;
  readonly ofHeirs: ReadonlyMap<string, MembershipState>;
}

/**
 * Brings the membership of an organisation to its heir, or to its end, as the facts now read. Sent again it mends what facts that came late have changed, and nothing
 * else.
 */
export const followOrganisation = managerCommand<OrganisationMove>({
  name: 'membership.follow-organisation',
  summary: 'Bring a membership of an organisation that ended to its heir, or end it, as the facts now read.',
  aggregate: membership,
  run: async (tx, { body }) => {
    const { clusterId, organisationId } = body;
    const [fate, own] = await Promise.all([
      tx.read(organisation, organisationId),
      tx.read(membership, membershipId(clusterId, organisationId)),
    ]);
    const known = await fateIn(tx, fate);
    const heirs = [...new Set([...heirNow(known, clusterId), ...heirsBefore(own, organisationId)])];
    const states = await Promise.all(heirs.map((id) => tx.read(membership, id)));
    const ofHeirs = new Map(heirs.map((id, index) => [id, states[index] as MembershipState]));
    for (const command of organisationMoves(body, known, { own, ofHeirs }))
      await tx.decide(membership, command.membershipId, command);
  },
});

/** What becomes of an organisation, by all who come after it. */
async function fateIn(tx: Transaction, state: Organisation): Promise<Fate> {
  const known = new Map<string, Fate>();
  const fate = state.status === 'absent' ? {} : state;
  for (let next = nextAfter(fate); next !== undefined && !known.has(next);) {
    const after = await tx.read(organisation, next);
    const shown: Fate = after.status === 'absent' ? {} : after;
    known.set(next, shown);
    next = nextAfter(shown);
  }
  return inTheEnd(fate, (id) => known.get(id));
}

/** What the end of an organisation makes of one of its memberships, and of those of its heirs. */
export function organisationMoves(
  { clusterId, organisationId }: OrganisationMove,
  fate: Fate,
  { own, ofHeirs }: HeirMemberships,
): readonly MoveCommand[] {
  const operationId = endOperation(organisationId);
  const about = { membershipId: membershipId(clusterId, organisationId), clusterId, operationId };
  const next = continuationOf(fate);
  const end: EndWithOrganisation = {
    ...{ type: 'EndWithOrganisation', membershipId: about.membershipId, operationId },
    on: next === undefined ? fate.end?.on : undefined,
  };
  const heirId = next && membershipId(clusterId, next.heirId);
  const takenBack = [...ofHeirs].flatMap(([id, state]) =>
    id === heirId || state.status === 'absent'
      ? []
      : [receiptOf(operationId, { clusterId, organisationId: state.organisationId })],
  );
  if (next === undefined || heirId === undefined) return [{ type: 'KeepMembership', ...about }, ...takenBack, end];
  const effect = { predecessors: [{ clusterId }], antennaMapping: [], effectiveOn: next.effectiveOn, operationId };
  const found = heldIn(stateBefore({ operationId, effectiveOn: next.effectiveOn, ofCluster: false }, own));
  const heir = ofHeirs.get(heirId);
  const before = heir === undefined ? [] : heldIn(stateWithout(operationId, heir));
  const [passed] = passages(
    effect,
    found.map((held) => ({ ...held, organisationId: next.heirId })),
    before,
  );
  const into = { clusterId, organisationId: next.heirId };
  if (passed === undefined)
    return [{ type: 'KeepMembership', ...about }, ...takenBack, receiptOf(operationId, into), end];
  const { memberSince, place, on } = passed;
  const spans = passed.spans.flatMap((span) => spanUntil(span, next.goneOn));
  const origin = { clusterId, membershipId: about.membershipId, memberSince };
  return [
    {
      type: 'SucceedMembership',
      ...about,
      organisationId,
      successorClusterId: clusterId,
      successorMembershipId: heirId,
      on,
    },
    ...takenBack,
    { ...receiptOf(operationId, into), ...place, asOne: next.asOne, transfers: [{ origin, spans }] },
    end,
  ];
}

/** A span until its company ceased. */
function spanUntil(span: Span, goneOn: string | undefined): readonly Span[] {
  if (goneOn === undefined) return [span];
  if (goneOn <= span.since) return [];
  const isLonger = span.ending === undefined || goneOn < span.ending.on;
  return [isLonger ? { since: span.since, ending: { on: goneOn, cause: 'cessation' } } : span];
}

function heldIn(state: Membership): readonly Held[] {
  return state.status === 'absent' ? [] : [state];
}

function continuationOf({ end, pivotId }: Fate): Continuation | undefined {
  if (pivotId !== undefined) return { heirId: pivotId, effectiveOn: FIRST_DAY, asOne: true, goneOn: end?.on };
  if (end?.continuation === undefined) return undefined;
  return { heirId: end.continuation.heirId, effectiveOn: end.on, asOne: false };
}

function receiptOf(operationId: string, ids: OrganisationMove): ReceiveTransfers {
  return {
    ...{ type: 'ReceiveTransfers', membershipId: membershipId(ids.clusterId, ids.organisationId) },
    ...{ ...ids, operationId, transfers: [] },
  };
}

function heirNow(fate: Fate, clusterId: string): readonly Uuid[] {
  const next = continuationOf(fate);
  return next === undefined ? [] : [membershipId(clusterId, next.heirId)];
}

function heirsBefore({ facts }: MembershipState, organisationId: string): readonly Uuid[] {
  const operationId = endOperation(organisationId);
  return facts.flatMap(({ event }) =>
    event.type === 'MembershipSucceeded' && event.operationId === operationId
      ? [uuid(event.successorMembershipId ?? event.membershipId)]
      : [],
  );
}
