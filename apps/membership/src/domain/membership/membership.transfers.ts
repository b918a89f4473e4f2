import { accept, aligned, reject } from '#libs/kernel';
import type { CommandFor, Decision, Refusal, StatedFact } from '#libs/kernel';
import { periodOn, type MembershipPeriod } from '#libs/contracts/facts';
import { goesOn, holdsOn, joined, type Span } from '#libs/succession';
import { restoredBy } from './membership.annulment.ts';
import { beforeReturn, joinedAnewBetween } from './membership.restoration.ts';
import { endOperation, type EndRejection } from '../organisation/organisation.ends.ts';
import type { OrganisationMissing } from '../organisation/organisation.ts';
import {
  dayOf,
  evolveMembership,
  periodsOf,
  type KnownMembership,
  type Membership,
  type MembershipEnded,
  type MembershipEvent,
  type MembershipFact,
  type MembershipState,
  type MembershipSucceeded,
  type MemberTransferred,
  type Place,
} from './membership.ts';

/** A membership of a cluster that disappeared continues in the successor. */
export interface Succeed extends CommandFor<MembershipSucceeded, 'SucceedMembership'>, OfAnnulled {}

/** The day from which the annulment of the operation counts, where a court has annulled it. */
interface OfAnnulled {
  readonly annulledOn?: string | undefined;
}

/** A membership of a cluster that disappeared had ended before that day: it does not continue in the successor. */
export interface Keep {
  readonly type: 'KeepMembership';
  readonly membershipId: string;
  readonly clusterId: string;
  readonly operationId: string;
}

/** What comes over from one membership of a predecessor. */
export interface Transfer {
  readonly origin: MemberTransferred['origin'];
  readonly spans: readonly Span[];
}

/** The word of an organisation by which it joins. */
export interface Accession {
  /** In which it is to stand. */
  readonly college?: string | undefined;
  /** The day of the effect. */
  readonly on: string;
  /** Why it cannot join that day, where the register has something against it. */
  readonly gone?: EndRejection | OrganisationMissing | undefined;
}

/** The successor receives a member of its predecessors: everything that comes over by the operation, or nothing. */
export interface ReceiveTransfers
  extends OfAnnulled, Pick<MemberTransferred, 'membershipId' | 'clusterId' | 'organisationId' | 'operationId'>, Place {
  readonly type: 'ReceiveTransfers';
  readonly transfers: readonly Transfer[];
  /** Of an organisation that acceded to the merger: it is a member from the day of the effect on, unless it is one that day already. */
  readonly accession?: Accession | undefined;
  /** Of two entries that are one company: it is a member on every day on which one of them was. */
  readonly asOne?: boolean | undefined;
}

/** A membership of an organisation that ceased ends with it; without a day it does not. */
export interface EndWithOrganisation extends Pick<MemberTransferred, 'membershipId' | 'operationId'> {
  readonly type: 'EndWithOrganisation';
  readonly on?: string | undefined;
}

type Verdict = Decision<
  MembershipEvent,
  | Refusal<'MBR_NOT_A_MEMBER', 'found' | 'required'>
  | Refusal<'MBR_MEMBERSHIP_SUCCEEDED', 'found' | 'required'>
  | EndRejection
  | OrganisationMissing
>;
type Known = StatedFact<MembershipFact>;

const REASON = 'It follows from facts of a predecessor that were recorded late or corrected.';

/**
 * The merger has taken effect already, so its day is not judged here. Of two that moved a membership, that of its cluster and that of a member that is a cluster,
 * the earlier one stands, whichever was recorded first.
 */
export function succeed({ annulledOn, ...command }: Succeed, state: MembershipState & KnownMembership): Verdict {
  const succeeded: MembershipSucceeded = { ...command, type: 'MembershipSucceeded' };
  const known = state.facts.find(({ event }) => {
    if (event.type !== 'MembershipSucceeded' || isOfOrganisation(event) !== isOfOrganisation(succeeded)) return false;
    if (event.operationId === command.operationId) return true;
    // A cluster that gave a branch goes on, and passes on another day what it has by then.
    if (event.clusterStays === true && command.on > event.on) return false;
    // Of two mergers between which the cluster came back, by a court or by its last members, each moves it.
    const isAfter = annulledOn !== undefined && event.on >= annulledOn;
    const isAnew = joinedAnewBetween(state.facts, event.on, command.on);
    return !isAfter && !isAnew && !restoredBy(event.operationId, state.facts, command.on);
  });
  if (known?.event.type === 'MembershipSucceeded' && known.event.operationId !== command.operationId) {
    const { on: found, successorClusterId, successorMembershipId: required = successorClusterId } = known.event;
    if (command.on < found) return accept(...align([known], []), succeeded);
    return reject({ type: 'MBR_MEMBERSHIP_SUCCEEDED', found, required });
  }
  if (known !== undefined) return accept(...align([known], [succeeded]));
  const { operationId, on: effectiveOn, clusterStays } = command;
  const ofCluster = !isOfOrganisation(succeeded);
  const periods = periodsOf(stateBefore({ operationId, effectiveOn, ofCluster, clusterStays }, state));
  const isMember = goesOn({ periods }, effectiveOn) || periods.some(({ since }) => since === effectiveOn);
  if (isMember) return accept(succeeded);
  return reject({ type: 'MBR_NOT_A_MEMBER', found: state.status, required: 'active' });
}

/** Whether it passed to the heir of its organisation, and not by a merger of clusters. */
function isOfOrganisation({
  operationId,
  organisationId,
}: Pick<MembershipSucceeded, 'operationId' | 'organisationId'>): boolean {
  return operationId === endOperation(organisationId);
}

/**
 * A membership as an operation finds it, whatever it has made of it in a run before: it may have gone on by others that come after, and of one day the end of an
 * organisation comes before that of a cluster. Once both are recorded, what comes first moves it, and what comes after moves what came of it.
 */
export function stateBefore(
  {
    operationId,
    effectiveOn,
    ofCluster,
    clusterStays,
    until,
  }: {
    readonly operationId: string;
    readonly effectiveOn: string;
    readonly ofCluster: boolean;
    readonly clusterStays?: boolean | undefined;
    readonly until?: string | undefined;
  },
  { facts }: Pick<MembershipState, 'facts'>,
): Membership {
  const isLater = (fact: MembershipFact): boolean => {
    if (until !== undefined && dayOf(fact) >= until) return true;
    if (fact.type !== 'MembershipSucceeded') return false;
    if (fact.operationId === operationId) return true;
    return isOfOrganisation(fact) === ofCluster && (ofCluster ? fact.on > effectiveOn : fact.on >= effectiveOn);
  };
  const stated = facts.map(({ event }) => event);
  const own =
    clusterStays === true ? untilNext(stated, effectiveOn) : ofCluster ? beforeReturn(stated, effectiveOn) : stated;
  const before = own.filter((event) => !isLater(event));
  return before.reduce<Membership>(evolveMembership, { status: 'absent' });
}

/** The facts of a membership up to the one by which it begins again in a cluster that goes on. */
function untilNext(facts: readonly MembershipFact[], effectiveOn: string): readonly MembershipFact[] {
  const begins: readonly MembershipFact['type'][] = ['MembershipApplied', 'MemberAdmitted', 'MemberTransferred'];
  const next = facts.findIndex((fact) => dayOf(fact) >= effectiveOn && begins.includes(fact.type));
  return next < 0 ? facts : facts.slice(0, next);
}

/** Ends what the membership rests on with the organisation, or takes that back. */
export function endWithOrganisation({ operationId, on }: EndWithOrganisation, state: MembershipState): Verdict {
  const known = state.facts.filter(({ event }) => isOf(operationId, event));
  if (on === undefined) return accept(...align(known, []));
  const isOwn = ({ event }: Known): boolean => !isOf(operationId, event);
  const own = stateBefore({ operationId, effectiveOn: on, ofCluster: false }, { facts: state.facts.filter(isOwn) });
  if (own.status === 'absent') return accept(...align(known, []));
  const { membershipId, clusterId, organisationId, periods } = own;
  const isHeld = periods.some(({ since, until }) => since < on && (until === undefined || on < until));
  const end: MembershipEnded = {
    ...{ type: 'MembershipEnded', membershipId, clusterId, organisationId },
    ...{ cause: 'cessation', operationId, withOrganisation: true, on },
  };
  return accept(...align(known, isHeld ? [end] : []));
}

/** Takes back that a membership went on in the successor. */
export function keep({ operationId }: Keep, state: MembershipState): Verdict {
  const known = state.facts.filter(
    ({ event }) => event.type === 'MembershipSucceeded' && event.operationId === operationId,
  );
  return accept(...align(known, []));
}

/**
 * By law, so nothing refuses it but that an organisation which acceded is gone. It makes a member; of a member it adds the origin only. A member who leaves later leaves here on that day, unless it is a member
 * by an admission of its own. What came over by the operation before and does not any more is corrected or taken back.
 */
export function receiveTransfers(command: ReceiveTransfers, state: MembershipState): Verdict {
  const { operationId } = command;
  const known = state.facts.filter(({ event }) => isOf(operationId, event));
  const wanted =
    command.asOne === true
      ? factsAsOne(command, asDecided(state))
      : wantedFacts(command, stateWithout(operationId, state));
  const events = align(known, wanted);
  const gone = command.annulledOn === undefined ? command.accession?.gone : undefined;
  // Who had joined is a member no more; who has not is set aside, visibly.
  return gone !== undefined && events.length === 0 && wanted.length === 0 ? reject(gone) : accept(...events);
}

/** A membership without what an operation has brought into it. */
export function stateWithout(operationId: string, { facts }: MembershipState): Membership {
  const own = facts.map(({ event }) => event).filter((event) => !isOf(operationId, event));
  return own.reduce<Membership>(evolveMembership, { status: 'absent' });
}

/** A membership as it was decided, without what followed from anything else. */
function asDecided({ facts }: MembershipState): Decided {
  const decided = facts
    .map(({ event }) => event)
    .filter((event) => !('operationId' in event) || event.operationId === undefined);
  const ends = decided.flatMap((event) => (event.type === 'MembershipEnded' ? [event.on] : []));
  return { periods: periodsOf(decided.reduce<Membership>(evolveMembership, { status: 'absent' })), ends };
}

/** What was decided of a membership: the periods that begin by an admission, and the days of all ends. */
interface Decided {
  readonly periods: readonly MembershipPeriod[];
  readonly ends: readonly string[];
}

function isOf(operationId: string, fact: MembershipFact): boolean {
  return fact.type !== 'MembershipSucceeded' && 'operationId' in fact && fact.operationId === operationId;
}

function wantedFacts(command: ReceiveTransfers, own: Membership): readonly MembershipFact[] {
  const joining = accessionFacts(command, own);
  // What comes over reads the same, whether the accession was recorded before or after it.
  const coming = comingFacts(command, own);
  const end = coming.some(({ type }) => type === 'MembershipEnded') ? [] : endOfJoining(command, joining);
  return [...joining, ...coming, ...end];
}

/** By its accession an organisation becomes a member that is none on the day of the effect, and comes over from no predecessor. */
function accessionFacts(
  { accession, transfers, membershipId, clusterId, organisationId, operationId }: ReceiveTransfers,
  own: Membership,
): readonly MembershipFact[] {
  if (accession === undefined || accession.gone !== undefined) return [];
  const { college, on: since } = accession;
  const isMember =
    periodOn(periodsOf(own), since) !== undefined || transfers.some(({ spans }) => holdsOn(spans, since));
  if (isMember) return [];
  const place = college === undefined ? {} : { college };
  return [{ type: 'MemberAdmitted', membershipId, clusterId, organisationId, ...place, operationId, since }];
}

/** Whoever joined a merger that a court has annulled was a member of it alone. */
function endOfJoining(
  { membershipId, clusterId, organisationId, operationId, annulledOn: on }: ReceiveTransfers,
  joining: readonly MembershipFact[],
): readonly MembershipFact[] {
  if (joining.length === 0 || on === undefined) return [];
  return [{ type: 'MembershipEnded', membershipId, clusterId, organisationId, cause: 'annulment', operationId, on }];
}

function comingFacts(command: ReceiveTransfers, own: Membership): readonly MembershipFact[] {
  const {
    type: _type,
    asOne: _asOne,
    accession: _accession,
    transfers,
    college,
    antennaId,
    segment,
    annulledOn,
    ...shared
  } = command;
  const { operationId, ...ids } = shared;
  const periods = periodsOf(own);
  return joined(transfers).flatMap(({ since, ending }) => {
    const isMember = goesOn({ periods }, since);
    const coming = transfers.filter(({ spans }) => spans.some((span) => liesIn(span, { since, ending })));
    const passed = coming.map(({ origin }, index): MembershipFact =>
      isMember || index > 0
        ? { type: 'MembershipOriginAdded', ...shared, origin, on: since }
        : { type: 'MemberTransferred', ...shared, college, antennaId, segment, origin, since },
    );
    const isOwn = periods.some(
      ({ since: from, until, operationId: by, admittedOn }) =>
        (by === undefined || admittedOn !== undefined) && from <= since && (until === undefined || since < until),
    );
    if (isOwn) return passed;
    // Whoever came over by it alone goes back.
    const end = ending ?? (annulledOn === undefined ? undefined : ({ cause: 'annulment', on: annulledOn } as const));
    return end === undefined ? passed : [...passed, { type: 'MembershipEnded', ...ids, ...end, operationId }];
  });
}

/**
 * What comes over from another entry of the same company: whatever the membership does not hold itself. Where it begins, the origin is added, or the member is
 * one from that day; it goes on to its own end, or to where the membership holds it itself.
 */
function factsAsOne(command: ReceiveTransfers, own: Decided): readonly MembershipFact[] {
  const {
    type: _type,
    asOne: _asOne,
    transfers,
    college,
    antennaId,
    segment,
    annulledOn: _annulled,
    ...known
  } = command;
  const { accession: _accession, ...shared } = known;
  const { operationId, ...ids } = shared;
  const [first] = transfers;
  if (first === undefined) return [];
  const { origin } = first;
  return joined(transfers).flatMap((span) => {
    const missing = uncovered(span, own);
    const isMember = missing[0]?.since !== span.since;
    const begun = missing.map(
      ({ since }) => ({ type: 'MemberTransferred', ...shared, college, antennaId, segment, origin, since }) as const,
    );
    const ends = missing.flatMap(({ ending }) =>
      ending === undefined ? [] : [{ type: 'MembershipEnded', ...ids, ...ending, operationId } as const],
    );
    return [
      ...(isMember ? [{ type: 'MembershipOriginAdded', ...shared, origin, on: span.since } as const] : []),
      ...begun,
      ...ends,
    ];
  });
}

/** The parts of a span that lie in none of the periods; one that ends where a period begins has no end of its own. An end that was decided ends what came over, too. */
function uncovered({ since, ending }: Span, { periods, ends }: Decided): readonly Span[] {
  const isIn = (day: string): boolean => ending === undefined || day < ending.on;
  const starts = [since, ...ends.filter((day) => since < day && isIn(day))].toSorted();
  return starts.flatMap((start, n): readonly Span[] => {
    if (periods.some((each) => each.since <= start && (each.until === undefined || start < each.until))) return [];
    const next = [starts[n + 1], ...periods.map((each) => each.since)].find(
      (day) => day !== undefined && day > start && isIn(day),
    );
    return [next !== undefined || ending === undefined ? { since: start } : { since: start, ending }];
  });
}

function liesIn({ since }: Span, whole: Span): boolean {
  return whole.since <= since && (whole.ending === undefined || since <= whole.ending.on);
}

/** What makes the facts that follow from an operation read as they should. */
function align(known: readonly Known[], wanted: readonly MembershipFact[]): readonly MembershipEvent[] {
  return aligned<MembershipEvent, MembershipFact>(known, wanted, {
    reason: REASON,
    dayOf,
    isSame: (before, now) => originIn(before) === originIn(now),
  });
}

function originIn(fact: MembershipFact): string | undefined {
  return 'origin' in fact ? fact.origin.membershipId : undefined;
}
