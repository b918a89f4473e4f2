import {
  accept,
  acceptUnless,
  addDays,
  below,
  byType,
  calendarDate,
  chronicle,
  invariant,
  reject,
  sameFacts,
} from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactsOf, Refusal } from '#libs/kernel';
import { periodOn, type MembershipEnding, type MembershipPeriod } from '#libs/contracts/facts';
import { noCollege, notDecidedBy, type AdmissionRefusal } from '../colleges/admission.ts';
import type { Colleges } from '../colleges/college.ts';
import type { Supporters } from '../colleges/sponsors.ts';
import { notOpenOf, type Antenna, type AntennaMissing } from '../antenna/antenna.ts';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';
import { goneBy, type EndRejection } from '../organisation/organisation.ends.ts';
import { notRegistered, type Organisation, type OrganisationMissing } from '../organisation/organisation.ts';
import {
  evolveMembership,
  membershipId,
  openApplication,
  periodsOf,
  stateOn,
  type KnownMembership,
  placeAmong,
  type Place,
  type Membership,
  type MembershipEnded,
  type MembershipEvent,
  type MembershipFact,
  type MembershipState,
} from './membership.ts';
import { restore, type Restore } from './membership.annulment.ts';
import { endWithCluster, returnAfter, type EndWithCluster } from './membership.restoration.ts';
import { judgedUnder, unlawfulAdmission, unlawfulSupport } from './membership.admission.ts';
import { judge, type EndRefusal } from './membership.judge.ts';
import { endsOnlyOf, refusalOf } from './membership.carried.ts';
import {
  endWithOrganisation,
  keep,
  receiveTransfers,
  succeed,
  type EndWithOrganisation,
  type Keep,
  type ReceiveTransfers,
  type Succeed,
} from './membership.transfers.ts';

/** The current states that a membership begins in. */
export interface Surroundings {
  readonly cluster: Cluster;
  readonly colleges: Colleges;
  /** The requested antenna, where there is one. */
  readonly antenna?: Antenna | undefined;
  /** The organisation that applies or is admitted; an accepted application has named it already. */
  readonly organisation?: Organisation | undefined;
  /** The cluster that it is, where a cluster becomes a member of a network. */
  readonly memberCluster?: Cluster | undefined;
  /** The memberships of those who support it. */
  readonly supporters?: Supporters | undefined;
}
interface Beginning {
  readonly in: Surroundings;
}

/** Commands on an existing application or membership; the cluster is the one that acts. */
interface About<Type extends string> {
  readonly type: Type;
  readonly membershipId: string;
  readonly clusterId: string;
}
type Admitted = FactsOf<MembershipEvent, 'MemberAdmitted'>;
/** How a membership ends, with what went before. */
type Ending = MembershipEnding & Pick<MembershipEnded, 'procedure'>;
interface WithEnd {
  /** A membership of the past is recorded with its end: otherwise it would overlap the later ones. */
  readonly ended?: Ending | undefined;
}

type Apply = CommandFor<EventOf<MembershipEvent, 'MembershipApplied'>, 'ApplyForMembership'> & Beginning;
/** A cluster takes a member in, whether it applied or not. */
type Admit = CommandFor<EventOf<MembershipEvent, 'MemberAdmitted'>, 'AdmitMember'> & Beginning & WithEnd;
type Refuse = About<'RefuseApplication'> &
  Pick<FactsOf<MembershipEvent, 'MembershipRefused'>, 'reason' | 'decidedBy' | 'on'> & {
    /** Of its cluster. */
    readonly colleges: Colleges;
  };
type AcceptApplication = About<'AcceptApplication'> &
  Pick<Admitted, keyof Place | 'decidedBy' | 'sponsors' | 'since'> &
  Beginning;
type End = About<'EndMembership'> & Ending;

export type MembershipCommand =
  | (Apply | Admit | Refuse | AcceptApplication | End | Succeed | Keep | Restore)
  | (EndWithOrganisation | EndWithCluster | ReceiveTransfers);

/**
 * `found` is the id that is unknown, the cluster that has the membership, since when there is a member or a successor, the day of
 * the open application, or the status; `required` the cluster that acts, the membership to turn to, or the status that it takes.
 */
export type MembershipRejection =
  | Refusal<'MBR_MEMBERSHIP_NOT_FOUND' | 'MBR_ALREADY_MEMBER' | 'MBR_APPLICATION_PENDING', 'found'>
  | Refusal<'MBR_MEMBERSHIP_ELSEWHERE' | 'MBR_MEMBERSHIP_SUCCEEDED', 'found' | 'required'>
  | Refusal<'MBR_NO_APPLICATION' | 'MBR_NOT_A_MEMBER', 'found' | 'required'>
  | Refusal<'MBR_OWN_MEMBER', 'found' | 'required'>
  | EndRefusal
  | AdmissionRefusal
  | EndRejection
  | ClusterMissing
  | AntennaMissing
  | OrganisationMissing;

type Refused = MembershipRejection | undefined;
type Verdict = Decision<MembershipEvent, MembershipRejection>;
type Known = MembershipState & KnownMembership;

const initial: Membership = { status: 'absent' };
const PLACE = ['college', 'antennaId', 'segment'] as const;

export const membership = chronicle({
  context: 'membership',
  name: 'membership',
  prefix: 'MBR',
  initial,
  // Of one day: who comes back on the day on which it left has left before, and an operation finds what was decided.
  facts: {
    MembershipRestored: { day: ({ since }) => since, derived: () => true },
    MembershipEnded: {
      name: 'end',
      day: ({ on }) => on,
      derived: ({ operationId }) => operationId !== undefined,
      changes: ['cause', 'reason', 'procedure', 'on'],
    },
    MembershipApplied: {
      name: 'application',
      day: ({ on }) => on,
      carries: refusalOf,
      changes: [...PLACE, 'sponsors', 'on'],
    },
    MembershipRefused: { name: 'refusal', day: ({ on }) => on, changes: ['reason', 'decidedBy', 'on'] },
    MemberAdmitted: {
      name: 'admission',
      day: ({ since }) => since,
      derived: ({ operationId }) => operationId !== undefined,
      carries: endsOnlyOf,
      changes: [...PLACE, 'decidedBy', 'sponsors', 'since'],
    },
    MemberTransferred: { day: ({ since }) => since, derived: () => true },
    MembershipOriginAdded: { day: ({ on }) => on, derived: () => true },
    MembershipSucceeded: { day: ({ on }) => on, derived: () => true },
  },
  evolve: evolveMembership,
  judge,
  decide: byType<MembershipCommand, MembershipState, Verdict>({
    ApplyForMembership: apply,
    AdmitMember: admit,
    ReceiveTransfers: (command, state) => {
      requireDerivedId(command);
      return receiveTransfers(command, state);
    },
    RefuseApplication: onKnown(refuse),
    AcceptApplication: onKnown(acceptApplication),
    EndMembership: onKnown(end),
    SucceedMembership: onKnown(succeed),
    KeepMembership: keep,
    RestoreMembership: restore,
    EndWithOrganisation: endWithOrganisation,
    EndWithCluster: endWithCluster,
  }),
});

/** Decides on an existing application or membership of the cluster that acts. */
function onKnown<Command extends Omit<About<string>, 'type'>>(
  decide: (command: Command, state: Known) => Verdict,
): (command: Command, state: MembershipState) => Verdict {
  return (command, state) => {
    if (state.status === 'absent') return reject({ type: 'MBR_MEMBERSHIP_NOT_FOUND', found: command.membershipId });
    const { clusterId: found } = state;
    if (found === command.clusterId) return decide(command, state);
    return reject({ type: 'MBR_MEMBERSHIP_ELSEWHERE', found, required: command.clusterId });
  };
}

function apply({ type: _type, in: surroundings, ...facts }: Apply, state: MembershipState): Verdict {
  requireDerivedId(facts);
  const applied = { type: 'MembershipApplied', ...facts } as const;
  if (isStated(applied, state)) return accept();
  const open = openApplication(stateOn(state, facts.on));
  if (open?.on === facts.on) return accept();
  const refusal =
    taken(state, facts.on, returnAfter(state, surroundings, facts.on)) ??
    (open && { type: 'MBR_APPLICATION_PENDING', found: open.on }) ??
    missing(surroundings, facts, facts.on) ??
    noCollege(surroundings.colleges, facts.college, facts.on) ??
    unlawfulSupport(surroundings, { ...facts, since: facts.on });
  return acceptUnless<MembershipFact, MembershipRejection>(refusal, applied);
}

function admit({ type: _type, in: surroundings, ended, ...facts }: Admit, state: MembershipState): Verdict {
  requireDerivedId(facts);
  const { since } = facts;
  const known = periodsOf(state).find((period) => firstDay(period) === since);
  if (known !== undefined) return restate(ended, facts, state);
  const before = stateOn(state, since);
  const restoredBy = returnAfter(state, surroundings, since);
  const refusal =
    taken(state, since, restoredBy) ??
    missing(surroundings, facts, since) ??
    unlawfulAdmission(surroundings, facts, before) ??
    (ended && notAfter(since, ended)) ??
    overtaken(ended, since, state);
  const { decidedBy } = judgedUnder(surroundings.colleges, facts, before);
  const anew = restoredBy === undefined ? {} : { restoredBy };
  const admitted = { type: 'MemberAdmitted', ...facts, decidedBy, ...anew } as const;
  return acceptUnless<MembershipFact, MembershipRejection>(refusal, admitted, ...endsOf(ended, facts));
}

/** The same admission again: a repeat, which may state its end. */
function restate(ended: Admit['ended'], facts: Admitted, state: MembershipState): Verdict {
  if (ended === undefined || state.status === 'absent') return accept();
  const { membershipId: id, clusterId } = facts;
  return end({ type: 'EndMembership', membershipId: id, clusterId, ...ended }, state);
}

/** The day from which it is a membership by an admission. */
function firstDay({ since, operationId, admittedOn }: MembershipPeriod): string | undefined {
  return operationId === undefined ? since : admittedOn;
}

/** Why nobody can become a member on a day: it is one already, or one of the successor as long as its cluster is gone. */
function taken(state: MembershipState, day: string, restoredBy: string | undefined): Refused {
  if (state.status === 'absent') return undefined;
  const held = periodOn(state.periods, day);
  if (held !== undefined) return { type: 'MBR_ALREADY_MEMBER', found: held.since };
  const { succession } = state;
  const isGone =
    succession !== undefined && restoredBy === undefined && succession.clusterStays !== true && succession.on <= day;
  return isGone ? goneOver(succession) : undefined;
}

/** Of two ends the later one has come to nothing; it would end a membership that is recorded now. */
function overtaken(ended: Admit['ended'], since: string, state: MembershipState): Refused {
  const ends = state.facts.flatMap(({ event }) => (event.type === 'MembershipEnded' ? [event] : []));
  const next = periodsOf(state).find((period) => period.since > since)?.since;
  const due = ends.find(({ on }) => on > since && (next === undefined || on <= next) && !isEffective(on, state));
  if (due === undefined || (ended !== undefined && ended.on <= due.on)) return undefined;
  return { type: 'MBR_FACT_CONTRADICTED', found: `end of ${due.on}`, required: `no end recorded after ${since}` };
}

function isEffective(day: string, state: MembershipState): boolean {
  return periodsOf(state).some(({ until, leaving }) => until === day || leaving?.on === day);
}

/** The cluster has to exist that day, a named antenna has to be one of its own, and a member that is a cluster has to exist that day too. */
export function missing(
  { cluster, antenna, organisation, memberCluster }: Surroundings,
  { clusterId, antennaId, organisationId }: Pick<Admitted, 'clusterId' | 'antennaId' | 'organisationId'>,
  day: string,
): Refused {
  return (
    notActiveOn(cluster, clusterId, day) ??
    (antenna && notOpenOf(antenna, antennaId ?? '', clusterId, day)) ??
    memberMissing({ organisation, memberCluster }, { clusterId, organisationId }, day)
  );
}

function memberMissing(
  { organisation, memberCluster }: Pick<Surroundings, 'organisation' | 'memberCluster'>,
  { clusterId, organisationId }: Pick<Admitted, 'clusterId' | 'organisationId'>,
  day: string,
): Refused {
  if (organisationId === clusterId)
    return { type: 'MBR_OWN_MEMBER', found: clusterId, required: 'another cluster, or an organisation' };
  const isCluster = memberCluster !== undefined && memberCluster.status !== 'absent';
  if (isCluster) return notActiveOn(memberCluster, organisationId, day);
  if (organisation === undefined) return undefined;
  return organisation.status === 'absent' ? notRegistered(organisationId) : goneBy(organisation, organisationId, day);
}

function refuse({ reason, on, membershipId: id, decidedBy: organ, colleges }: Refuse, state: Known): Verdict {
  const { clusterId, organisationId } = state;
  const before = stateOn(state, on);
  const { policy, college, decidedBy } = judgedUnder(colleges, { decidedBy: organ, since: on }, before);
  const ids = { membershipId: id, clusterId, organisationId };
  const refused = { type: 'MembershipRefused', ...ids, reason, decidedBy, on } as const;
  if (isStated(refused, state)) return accept();
  if (openApplication(before) !== undefined)
    return acceptUnless<MembershipFact, MembershipRejection>(
      notDecidedBy({ college, decidedBy: organ }, policy),
      refused,
    );
  const open = openApplication(state);
  const held = periodOn(state.periods, on);
  if (open === undefined && held !== undefined) return reject({ type: 'MBR_ALREADY_MEMBER', found: held.since });
  return reject((open && below('MBR_DATE_BEFORE_START', on, open.on)) ?? noApplication(state));
}

function acceptApplication(command: AcceptApplication, state: Known): Verdict {
  const { since } = command;
  const isRepeat = state.periods.some((period) => firstDay(period) === since);
  if (openApplication(stateOn(state, since)) === undefined && !isRepeat && !isMemberOrGone(state)) {
    const open = openApplication(state);
    return reject((open && below('MBR_DATE_BEFORE_START', since, open.on)) ?? noApplication(state));
  }
  const asked = place(command, stateOn(state, since));
  return admit({ ...command, ...asked, type: 'AdmitMember', organisationId: state.organisationId }, state);
}

function isMemberOrGone({ status }: Known): boolean {
  return status === 'active' || status === 'succeeded';
}

/**
 * The day is the first one that is none of the membership any more. An end that lies ahead is overtaken by an earlier one; of the day on which the cluster disappears,
 * what was decided stands before what follows.
 */
function end({ cause, reason, procedure, on, membershipId: id }: End, state: Known): Verdict {
  const { clusterId, organisationId, periods } = state;
  const ended: MembershipEnded = {
    type: 'MembershipEnded',
    membershipId: id,
    clusterId,
    organisationId,
    cause,
    reason,
    procedure,
    on,
  };
  if (isStated(ended, state)) return accept();
  const held = periods.findLast((period) => period.since < on);
  if (held === undefined) return reject(notBegun(state, on));
  if (held.cause === 'succession' && held.until !== undefined && held.until < on)
    return reject(state.succession === undefined ? notAMember(state) : goneOver(state.succession));
  return isOver(held, on) ? reject(notAMember(state)) : accept(ended);
}

/** Whether a decision has ended a period by a day. */
function isOver({ until, cause, operationId, admittedOn }: MembershipPeriod, on: string): boolean {
  if (until === undefined) return false;
  const follows = cause === 'succession' || (operationId !== undefined && admittedOn === undefined);
  return follows ? until < on : until <= on;
}

function notBegun(state: Known, on: string): MembershipRejection {
  const next = state.periods.find(({ since }) => on <= since);
  return (next && notAfter(next.since, { on })) ?? notAMember(state);
}

/** Whoever never was a member has not left: then the admission is taken back. */
function notAfter(since: string, { on }: Pick<MembershipEnding, 'on'>) {
  return below('MBR_DATE_BEFORE_START', on, addDays(calendarDate(since), 1));
}

/** The place that the decision names; default: that of the application. */
function place(asked: Place, state: Membership): Place {
  return placeAmong(asked, openApplication(state));
}

function endsOf(ended: Admit['ended'], { membershipId: id, clusterId, organisationId }: Admitted): MembershipEnded[] {
  if (ended === undefined) return [];
  return [{ type: 'MembershipEnded', membershipId: id, clusterId, organisationId, ...ended }];
}

function isStated(fact: MembershipFact, { facts }: MembershipState): boolean {
  return facts.some(({ event }) => sameFacts(event, fact));
}

function noApplication({ status }: KnownMembership): MembershipRejection {
  return { type: 'MBR_NO_APPLICATION', found: status, required: 'applied' };
}

function notAMember({ status }: KnownMembership): MembershipRejection {
  return { type: 'MBR_NOT_A_MEMBER', found: status, required: 'active' };
}

function goneOver(succession: NonNullable<KnownMembership['succession']>): MembershipRejection {
  const { on: found, successorClusterId, successorMembershipId: required = successorClusterId } = succession;
  return { type: 'MBR_MEMBERSHIP_SUCCEEDED', found, required };
}

function requireDerivedId(facts: Pick<Admitted, 'membershipId' | 'clusterId' | 'organisationId'>): void {
  invariant(
    facts.membershipId === membershipId(facts.clusterId, facts.organisationId),
    'the id of a membership follows from its cluster and its organisation',
  );
}
