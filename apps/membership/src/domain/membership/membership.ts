import type { DomainEvent, membershipEvents } from '#libs/contracts';
import { cannotFollow, derivedId, invariant, type EventOf, type FactsOf, type Uuid } from '#libs/kernel';

export type MembershipEvent = DomainEvent<typeof membershipEvents>;
type Ended = FactsOf<MembershipEvent, 'MembershipEnded'>;
type Succeeded = FactsOf<MembershipEvent, 'MembershipSucceeded'>;
type Transferred = EventOf<MembershipEvent, 'MemberTransferred'>;

/** Through which membership of a predecessor, by which operation. */
export type Origin = Transferred['origin'] & { readonly operationId: string };

interface Known extends Pick<Transferred, 'clusterId' | 'organisationId' | 'college' | 'antennaId'> {
  /** Of every period: a member that comes back keeps them. */
  readonly origins: readonly Origin[];
}

interface Period {
  readonly since: string;
}

export type KnownMembership = Known &
  (
    | { readonly status: 'applied'; readonly on: string }
    | { readonly status: 'refused'; readonly on: string; readonly reason: string }
    | ({ readonly status: 'active' } & Period)
    | ({ readonly status: 'ended' } & Period & Pick<Ended, 'on' | 'cause' | 'reason'>)
    | ({ readonly status: 'succeeded' } & Period & Pick<Succeeded, 'on' | 'operationId' | 'successorMembershipId'>)
  );

export type Membership = { readonly status: 'absent' } | KnownMembership;

/** The same cluster and organisation always give the same membership: a company is a member of a cluster once. */
export function membershipId(clusterId: string, organisationId: string): Uuid {
  return derivedId('membership', clusterId, organisationId);
}

export function evolveMembership(state: Membership, event: MembershipEvent): Membership {
  if (!FOLLOWS[event.type].includes(state.status)) cannotFollow(event, `the membership is ${state.status}`);
  const known = knownAfter(state, event);
  switch (event.type) {
    case 'MembershipApplied':
      return { ...known, status: 'applied', on: event.on };
    case 'MembershipRefused':
      return { ...known, status: 'refused', on: event.on, reason: event.reason };
    case 'MemberAdmitted':
      return { ...known, status: 'active', since: event.since };
    case 'MembershipEnded': {
      const { on, cause, reason } = event;
      return { ...known, status: 'ended', since: beginning(state), on, cause, reason };
    }
    case 'MembershipSucceeded': {
      const { on, operationId, successorMembershipId } = event;
      return { ...known, status: 'succeeded', since: beginning(state), on, operationId, successorMembershipId };
    }
    case 'MemberTransferred':
      return { ...known, origins: [...known.origins, originOf(event)], status: 'active', since: event.since };
    case 'MembershipOriginAdded':
      invariant(state.status !== 'absent', 'a further origin belongs to a membership that is there');
      return { ...state, origins: [...state.origins, originOf(event)] };
  }
}

/** The statuses in which each event is decided. */
const FOLLOWS: Readonly<Record<MembershipEvent['type'], readonly Membership['status'][]>> = {
  MembershipApplied: ['absent', 'refused', 'ended'],
  MembershipRefused: ['applied'],
  MemberAdmitted: ['absent', 'applied', 'refused', 'ended'],
  MemberTransferred: ['absent', 'applied', 'refused', 'ended', 'succeeded'],
  MembershipOriginAdded: ['applied', 'refused', 'active', 'ended', 'succeeded'],
  MembershipEnded: ['active'],
  MembershipSucceeded: ['active'],
};

function beginning(state: Membership): string {
  invariant(state.status === 'active', 'what ends has begun');
  return state.since;
}

function originOf({ origin, operationId }: Pick<Transferred, 'origin' | 'operationId'>): Origin {
  return { ...origin, operationId };
}

/** College and antenna of the event where it names them, else those known before. */
function knownAfter(state: Membership, event: Omit<Known, 'origins'>): Known {
  const before = state.status === 'absent' ? undefined : state;
  return {
    clusterId: event.clusterId,
    organisationId: event.organisationId,
    college: event.college ?? before?.college,
    antennaId: event.antennaId ?? before?.antennaId,
    origins: before?.origins ?? [],
  };
}
