import type { DomainEvent, membershipEvents } from '#libs/contracts';
import {
  isOpen,
  mayBeAdmitted,
  withAdmission,
  withEnd,
  withRestoration,
  withSuccession,
  withTransfer,
  type MembershipPeriod,
} from '#libs/contracts/facts';
import { cannotFollow, derivedId, type Chronicled, type EventOf, type FactOf, type Uuid } from '#libs/kernel';

export type MembershipEvent = DomainEvent<typeof membershipEvents>;
export type MembershipFact = FactOf<MembershipEvent>;
export type MembershipEnded = EventOf<MembershipEvent, 'MembershipEnded'>;
export type MemberTransferred = EventOf<MembershipEvent, 'MemberTransferred'>;
export type OriginAdded = EventOf<MembershipEvent, 'MembershipOriginAdded'>;
export type MembershipRestored = EventOf<MembershipEvent, 'MembershipRestored'>;
export type MembershipSucceeded = EventOf<MembershipEvent, 'MembershipSucceeded'>;

/** Through which membership of a predecessor, by which operation. */
export type Origin = MemberTransferred['origin'] & { readonly operationId: string };

type Organ = EventOf<MembershipEvent, 'MemberAdmitted'>['decidedBy'];
type Sponsors = EventOf<MembershipEvent, 'MemberAdmitted'>['sponsors'];

/** Where a member stands in its cluster. */
export type Place = Pick<MemberTransferred, 'college' | 'antennaId' | 'segment'>;

interface Application extends Partial<Place> {
  readonly on: string;
  /** The organ that refused it or admitted its organisation, as far as it is known. */
  readonly decidedBy?: Organ;
  /** Who supported it: as it was decided, else as it names them. */
  readonly sponsors?: Sponsors;
  /** Open until it is refused or its organisation is admitted; lapsed where the organisation became a member by law. */
  readonly state: 'open' | 'refused' | 'admitted' | 'lapsed';
  readonly refusedOn?: string | undefined;
  readonly reason?: string | undefined;
}

type Successor = 'on' | 'operationId' | 'successorClusterId' | 'successorMembershipId' | 'clusterStays';

export interface KnownMembership
  extends Pick<MemberTransferred, 'membershipId' | 'clusterId' | 'organisationId'>, Place {
  /** What the last of the facts made of it, on whatever day that is. */
  readonly status: 'applied' | 'refused' | 'active' | 'ended' | 'succeeded';
  /** In the order of their days. */
  readonly periods: readonly MembershipPeriod[];
  /** Of every period: a member that comes back keeps them. */
  readonly origins: readonly Origin[];
  readonly application?: Application | undefined;
  /** The organ that took the last decision on admitting it, whether it had applied or not. */
  readonly decidedBy?: Organ;
  /** The members that supported its last admission, as far as they were named. */
  readonly sponsors?: Sponsors;
  /** Where the membership of a cluster that is gone, or has given its branch, goes on. */
  readonly succession?: Pick<MembershipSucceeded, Successor> | undefined;
}

export type Membership = { readonly status: 'absent' } | KnownMembership;
export type MembershipState = Membership & Chronicled<MembershipFact>;

/** The same cluster and organisation always give the same membership: a company is a member of a cluster once. */
export function membershipId(clusterId: string, organisationId: string): Uuid {
  return derivedId('membership', clusterId, organisationId);
}

/** The periods of a membership; none where there is none. */
export function periodsOf(state: Membership): readonly MembershipPeriod[] {
  return state.status === 'absent' ? [] : state.periods;
}

/** What the facts up to a day make of a membership; without one of them where it is that which is corrected. */
export function stateOn({ facts }: MembershipState, day: string, except?: MembershipFact): Membership {
  const until = facts.map(({ event }) => event).filter((event) => dayOf(event) <= day && event !== except);
  return until.reduce<Membership>(evolveMembership, { status: 'absent' });
}

/** The day from which a fact counts. */
export function dayOf(fact: MembershipFact): string {
  return 'since' in fact ? fact.since : fact.on;
}

/**
 * What a fact makes of those of earlier days. An end that finds no member, and a succession that finds none, change nothing: whoever had left by then was not
 * moved, and an end that lay behind another one has been overtaken by it.
 */
export function evolveMembership(state: Membership, fact: MembershipFact): Membership {
  switch (fact.type) {
    case 'MembershipRestored': {
      if (state.status === 'absent') return state;
      const periods = withRestoration(state.periods, fact);
      return periods === state.periods ? state : { ...state, periods, status: 'active', succession: undefined };
    }
    case 'MembershipEnded':
      return ended(state, fact);
    case 'MembershipApplied':
      return applied(state, fact);
    case 'MembershipRefused': {
      if (state.status === 'absent' || state.application === undefined || !isPending(state.application))
        cannotFollow(fact, 'no application is open on that day');
      const status = isOpen(state.periods) ? state.status : 'refused';
      const { on: refusedOn, reason, decidedBy } = fact;
      const application = { ...state.application, state: 'refused', refusedOn, reason, decidedBy } as const;
      return { ...state, status, decidedBy, application };
    }
    case 'MemberAdmitted': {
      if (fact.operationId !== undefined) return joined(knownAfter(state, fact), fact);
      return admitted(knownAfter(state, { ...fact, ...placeAmong(fact, openApplication(state)) }), fact);
    }
    case 'MemberTransferred':
      return transferred(knownAfter(state, fact), fact, fact.since);
    case 'MembershipOriginAdded':
      return transferred(knownAfter(state, fact), fact, fact.on);
    case 'MembershipSucceeded': {
      if (state.status === 'absent') return state;
      const periods = withSuccession(state.periods, fact);
      if (periods === state.periods) return state;
      const { on, operationId, successorClusterId, successorMembershipId, clusterStays } = fact;
      const stays = clusterStays === undefined ? {} : { clusterStays };
      const succession = { on, operationId, successorClusterId, successorMembershipId, ...stays };
      return { ...state, periods, status: 'succeeded', succession };
    }
  }
}

/** The application that waits for a decision. */
export function openApplication(state: Membership): Application | undefined {
  return state.status !== 'absent' && state.application?.state === 'open' ? state.application : undefined;
}

function isPending({ state }: Application): boolean {
  return state === 'open' || state === 'lapsed';
}

/** Of one that is or was a member, what the application asks for changes nothing until it is admitted. */
function applied(before: Membership, fact: EventOf<MembershipEvent, 'MembershipApplied'>): KnownMembership {
  const wasMember = before.status !== 'absent' && before.periods.length > 0;
  const known = wasMember ? before : knownAfter(before, fact);
  const { periods, application } = known;
  if (!mayBeAdmitted(periods)) cannotFollow(fact, `it is a member since ${String(periods.at(-1)?.since)}`);
  if (application?.state === 'open') cannotFollow(fact, `the application of ${application.on} is open`);
  const status = isOpen(periods) ? known.status : 'applied';
  const { on, college, antennaId, segment, sponsors } = fact;
  const asked = {
    ...(college === undefined ? {} : { college }),
    ...(antennaId === undefined ? {} : { antennaId }),
    ...(segment === undefined ? {} : { segment }),
    ...(sponsors === undefined ? {} : { sponsors }),
  };
  return { ...known, status, application: { on, state: isOpen(periods) ? 'lapsed' : 'open', ...asked } };
}

function admitted(known: KnownMembership, fact: EventOf<MembershipEvent, 'MemberAdmitted'>): KnownMembership {
  const { periods, application } = known;
  if (!mayBeAdmitted(periods)) cannotFollow(fact, `it is a member since ${String(periods.at(-1)?.since)}`);
  const after = withAdmission(periods, fact);
  const status = isOpen(after) ? 'active' : 'succeeded';
  const { decidedBy, restoredBy } = fact;
  const pending = application && isPending(application) ? application : undefined;
  const { sponsors: _before, ...member } = known;
  const support = fact.sponsors ?? pending?.sponsors;
  const supported = support === undefined ? {} : { sponsors: support };
  const decided = pending ? { ...pending, state: 'admitted' as const, decidedBy, ...supported } : application;
  const now = { ...member, status, periods: after, decidedBy, application: decided, ...supported } as const;
  return restoredBy === undefined ? now : { ...now, succession: undefined };
}

/** Of a member that came by law or by its accession to a merger, the application that was open has come to nothing. */
function joined(known: KnownMembership, fact: EventOf<MembershipEvent, 'MemberAdmitted'>): KnownMembership {
  const { application } = known;
  const periods = withAdmission(known.periods, fact);
  return {
    ...known,
    status: isOpen(periods) ? 'active' : 'succeeded',
    periods,
    application: application?.state === 'open' ? { ...application, state: 'lapsed' } : application,
  };
}

function transferred(known: KnownMembership, fact: MemberTransferred | OriginAdded, since: string): KnownMembership {
  const { origin, operationId } = fact;
  const { application, origins } = known;
  const isNew = !origins.some((each) => each.membershipId === origin.membershipId && each.operationId === operationId);
  const periods = withTransfer(known.periods, since, operationId);
  return {
    ...known,
    status: isOpen(periods) ? 'active' : 'succeeded',
    periods,
    origins: isNew ? [...origins, { ...origin, operationId }] : origins,
    application: application?.state === 'open' ? { ...application, state: 'lapsed' } : application,
  };
}

function ended(state: Membership, fact: MembershipEnded): Membership {
  if (state.status === 'absent') return state;
  const periods = withEnd(state.periods, fact);
  if (periods === state.periods) return state;
  const isEnded = isOpen(state.periods) && !isOpen(periods);
  return { ...state, periods, status: isEnded ? 'ended' : state.status };
}

/** Each part of a place as it is named, else as it was before. */
export function placeAmong(named: Place, before: Place | undefined): Place {
  return {
    college: named.college ?? before?.college,
    antennaId: named.antennaId ?? before?.antennaId,
    segment: named.segment ?? before?.segment,
  };
}

/** At the place that the event names, else at the one known before. */
function knownAfter(
  state: Membership,
  { membershipId: id, clusterId, organisationId, ...event }: Omit<KnownMembership, 'status' | 'periods' | 'origins'>,
): KnownMembership {
  const before = state.status === 'absent' ? undefined : state;
  return {
    status: 'applied',
    periods: [],
    origins: [],
    ...before,
    membershipId: id,
    clusterId,
    organisationId,
    ...placeAmong(event, before),
  };
}
