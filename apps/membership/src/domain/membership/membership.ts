import type { DomainEvent, membershipEvents } from '#libs/contracts';
import { cannotFollow, derivedId, invariant, type Uuid } from '#libs/kernel';
import type { Facts } from '../facts.ts';

export type MembershipEvent = DomainEvent<typeof membershipEvents>;
type EventOf<Type extends MembershipEvent['type']> = Extract<MembershipEvent, { readonly type: Type }>;

/** Through which membership of a predecessor, by which operation. */
export type Origin = EventOf<'MemberTransferred'>['origin'] & { readonly operationId: string };
export type EndCause = EventOf<'MembershipEnded'>['cause'];

interface Known {
  readonly clusterId: string;
  readonly organisationId: string;
  readonly college?: string | undefined;
  readonly antennaId?: string | undefined;
  /** Of every period: who comes back keeps them. */
  readonly origins: readonly Origin[];
}

export type KnownMembership = Known &
  (
    | { readonly status: 'applied'; readonly on: string }
    | { readonly status: 'refused'; readonly on: string; readonly reason: string }
    | { readonly status: 'active'; readonly since: string }
    | {
        readonly status: 'ended';
        readonly since: string;
        readonly on: string;
        readonly cause: EndCause;
        readonly reason?: string | undefined;
      }
    | {
        readonly status: 'succeeded';
        readonly since: string;
        readonly on: string;
        readonly operationId: string;
        readonly successorMembershipId: string;
      }
  );

export type Membership = { readonly status: 'absent' } | KnownMembership;

/** The same cluster and organisation always give the same membership: a company is a member of a cluster once. */
export function membershipId(clusterId: string, organisationId: string): Uuid {
  return derivedId('membership', clusterId, organisationId);
}

export function evolveMembership(state: Membership, event: MembershipEvent): Membership {
  if (!follows(state, event)) cannotFollow(event, `the membership is ${state.status}`);
  switch (event.type) {
    case 'MembershipApplied':
      return { ...known(state, event), status: 'applied', on: event.on };
    case 'MembershipRefused':
      return { ...known(state, event), status: 'refused', on: event.on, reason: event.reason };
    case 'MemberAdmitted':
      return { ...known(state, event), status: 'active', since: event.since };
    case 'MembershipEnded':
      return {
        ...known(state, event),
        status: 'ended',
        ...ended(state, event),
        cause: event.cause,
        reason: event.reason,
      };
    case 'MembershipSucceeded': {
      const { operationId, successorMembershipId } = event;
      return {
        ...known(state, event),
        status: 'succeeded',
        ...ended(state, event),
        operationId,
        successorMembershipId,
      };
    }
    case 'MemberTransferred':
      return transferred(state, event);
    case 'MembershipOriginAdded':
      return originAdded(state, event);
  }
}

function follows({ status }: Membership, { type }: MembershipEvent): boolean {
  switch (type) {
    case 'MembershipApplied':
      return status === 'absent' || status === 'refused' || status === 'ended';
    case 'MemberAdmitted':
      return status !== 'active' && status !== 'succeeded';
    case 'MembershipRefused':
      return status === 'applied';
    case 'MembershipEnded':
    case 'MembershipSucceeded':
      return status === 'active';
    case 'MembershipOriginAdded':
      return status !== 'absent';
    case 'MemberTransferred':
      return status !== 'active';
  }
}

function transferred(state: Membership, event: EventOf<'MemberTransferred'>): Membership {
  invariant(state.status !== 'active', 'whoever is a member already gets an origin and no second membership');
  const before = known(state, event);
  return { ...before, origins: [...before.origins, originOf(event)], status: 'active', since: event.since };
}

function originAdded(state: Membership, event: EventOf<'MembershipOriginAdded'>): Membership {
  invariant(state.status !== 'absent', 'a further origin belongs to a membership that is there');
  return { ...state, origins: [...state.origins, originOf(event)] };
}

function ended(state: Membership, { on }: { readonly on: string }) {
  invariant(state.status === 'active', 'what ends has begun');
  return { since: state.since, on };
}

function originOf({ origin, operationId }: EventOf<'MemberTransferred' | 'MembershipOriginAdded'>): Origin {
  return { ...origin, operationId };
}

type Place = Pick<Facts<MembershipEvent, 'MemberAdmitted'>, 'clusterId' | 'organisationId' | 'college' | 'antennaId'>;

/** College and antenna of the event where it names them, else those known before. */
function known(state: Membership, event: Place): Known {
  const before = state.status === 'absent' ? undefined : state;
  return {
    clusterId: event.clusterId,
    organisationId: event.organisationId,
    college: event.college ?? before?.college,
    antennaId: event.antennaId ?? before?.antennaId,
    origins: before?.origins ?? [],
  };
}
