import { accept, acceptUnless, aggregate, below, byType, invariant, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactsOf, Refusal } from '#libs/kernel';
import { goesOn } from '#libs/succession';
import { notOpenOf, type Antenna, type AntennaMissing } from '../antenna/antenna.ts';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';
import { notRegistered, type Organisation, type OrganisationMissing } from '../organisation/organisation.ts';
import {
  evolveMembership,
  membershipId,
  type KnownMembership,
  type Membership,
  type MembershipEvent,
} from './membership.ts';

/** The current states that a membership begins in. */
export interface Surroundings {
  readonly cluster: Cluster;
  /** The requested antenna, where there is one. */
  readonly antenna?: Antenna | undefined;
  /** The organisation that applies or is admitted; an accepted application has named it already. */
  readonly organisation?: Organisation | undefined;
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

type Apply = CommandFor<EventOf<MembershipEvent, 'MembershipApplied'>, 'ApplyForMembership'> & Beginning;
/** A cluster takes a member in, whether it applied or not. */
type Admit = CommandFor<EventOf<MembershipEvent, 'MemberAdmitted'>, 'AdmitMember'> & Beginning;
type Refuse = About<'RefuseApplication'> & Pick<FactsOf<MembershipEvent, 'MembershipRefused'>, 'reason' | 'on'>;
type AcceptApplication = About<'AcceptApplication'> & Pick<Admitted, 'college' | 'antennaId' | 'since'> & Beginning;
type End = About<'EndMembership'> & Pick<FactsOf<MembershipEvent, 'MembershipEnded'>, 'cause' | 'reason' | 'on'>;
/** A membership of a cluster that disappeared continues in the successor. */
export type Succeed = CommandFor<EventOf<MembershipEvent, 'MembershipSucceeded'>, 'SucceedMembership'>;
/** The successor receives a member of a predecessor, with this origin. */
export type ReceiveTransfer = CommandFor<EventOf<MembershipEvent, 'MemberTransferred'>, 'ReceiveTransfer'>;

export type MembershipCommand = Apply | Admit | Refuse | AcceptApplication | End | Succeed | ReceiveTransfer;

/**
 * `found` is the id that is unknown, the cluster that has the membership, since when there is a member or a successor, the day of
 * the open application, or the status; `required` the cluster that acts, the membership to turn to, or the status that it takes.
 */
export type MembershipRejection =
  | Refusal<'MBR_MEMBERSHIP_NOT_FOUND' | 'MBR_ALREADY_MEMBER' | 'MBR_APPLICATION_PENDING', 'found'>
  | Refusal<'MBR_MEMBERSHIP_ELSEWHERE' | 'MBR_MEMBERSHIP_SUCCEEDED', 'found' | 'required'>
  | Refusal<'MBR_NO_APPLICATION' | 'MBR_NOT_A_MEMBER', 'found' | 'required'>
  | ClusterMissing
  | AntennaMissing
  | OrganisationMissing;

type Refused = MembershipRejection | undefined;
type Verdict = Decision<MembershipEvent, MembershipRejection>;

export const membership = aggregate({
  context: 'membership',
  name: 'membership',
  initial: { status: 'absent' },
  evolve: evolveMembership,
  decide: byType<MembershipCommand, Membership, Verdict>({
    ApplyForMembership: apply,
    AdmitMember: admit,
    ReceiveTransfer: receiveTransfer,
    RefuseApplication: onKnown(refuse),
    AcceptApplication: onKnown(acceptApplication),
    EndMembership: onKnown(end),
    SucceedMembership: onKnown(succeed),
  }),
});

/** Decides on an existing application or membership of the cluster that acts. */
function onKnown<Command extends Omit<About<string>, 'type'>>(
  decide: (command: Command, state: KnownMembership) => Verdict,
): (command: Command, state: Membership) => Verdict {
  return (command, state) => {
    if (state.status === 'absent') return reject({ type: 'MBR_MEMBERSHIP_NOT_FOUND', found: command.membershipId });
    const { clusterId: found } = state;
    if (found === command.clusterId) return decide(command, state);
    return reject({ type: 'MBR_MEMBERSHIP_ELSEWHERE', found, required: command.clusterId });
  };
}

function apply({ type: _type, in: surroundings, ...facts }: Apply, state: Membership): Verdict {
  requireDerivedId(facts);
  if (state.status === 'active') return alreadyMember(state.since);
  if (state.status === 'succeeded') return rejectSucceeded(state);
  if (state.status === 'applied')
    return state.on === facts.on ? accept() : reject({ type: 'MBR_APPLICATION_PENDING', found: state.on });
  const refusal = beforeLastChange(state, facts.on) ?? missing(surroundings, facts, facts.on);
  return acceptUnless(refusal, { type: 'MembershipApplied', ...facts });
}

function admit({ type: _type, in: surroundings, ...facts }: Admit, state: Membership): Verdict {
  requireDerivedId(facts);
  if (state.status === 'active') return state.since === facts.since ? accept() : alreadyMember(state.since);
  if (state.status === 'succeeded') return rejectSucceeded(state);
  const refusal = beforeLastChange(state, facts.since) ?? missing(surroundings, facts, facts.since);
  return acceptUnless(refusal, { type: 'MemberAdmitted', ...facts, ...place(facts, state) });
}

/** The cluster has to exist that day, and a named antenna has to be one of its own. */
function missing(
  { cluster, antenna, organisation }: Surroundings,
  { clusterId, antennaId, organisationId }: Pick<Admitted, 'clusterId' | 'antennaId' | 'organisationId'>,
  day: string,
): Refused {
  return (
    notActiveOn(cluster, clusterId, day) ??
    (antenna && notOpenOf(antenna, antennaId ?? '', clusterId)) ??
    (organisation?.status === 'absent' ? notRegistered(organisationId) : undefined)
  );
}

function refuse({ reason, on, membershipId: id }: Refuse, state: KnownMembership): Verdict {
  if (state.status === 'refused' && state.on === on && state.reason === reason) return accept();
  if (state.status === 'active') return alreadyMember(state.since);
  if (state.status !== 'applied') return noApplication(state);
  const facts = { membershipId: id, clusterId: state.clusterId, organisationId: state.organisationId, reason, on };
  return acceptUnless(beforeLastChange(state, on), { type: 'MembershipRefused', ...facts });
}

function acceptApplication(command: AcceptApplication, state: KnownMembership): Verdict {
  if (state.status === 'refused' || state.status === 'ended') return noApplication(state);
  return admit({ ...command, type: 'AdmitMember', organisationId: state.organisationId }, state);
}

function end({ cause, reason, on, membershipId: id }: End, state: KnownMembership): Verdict {
  if (state.status === 'ended' && state.on === on && state.cause === cause && state.reason === reason) return accept();
  if (state.status === 'succeeded') return rejectSucceeded(state);
  if (state.status !== 'active') return notAMember(state);
  const { clusterId, organisationId } = state;
  const facts = { membershipId: id, clusterId, organisationId, cause, reason, on };
  return acceptUnless(beforeLastChange(state, on), { type: 'MembershipEnded', ...facts });
}

/** The merger has taken effect already, so its day is not judged here. */
function succeed(command: Succeed, state: KnownMembership): Verdict {
  if (state.status === 'succeeded')
    return state.operationId === command.operationId ? accept() : rejectSucceeded(state);
  if (state.status !== 'active') return notAMember(state);
  return accept({ ...command, type: 'MembershipSucceeded' });
}

/**
 * By law, so nothing refuses it. It makes a member; of a member it adds the origin only, and so it does of one who was a
 * member that day and has left since: a late transfer does not bring back who left what the operation had made of them.
 */
function receiveTransfer({ type: _type, ...facts }: ReceiveTransfer, state: Membership): Verdict {
  requireDerivedId(facts);
  const { membershipId: id, clusterId, organisationId, origin, operationId, since: on } = facts;
  const isKnown =
    state.status !== 'absent' &&
    state.origins.some((known) => known.membershipId === origin.membershipId && known.operationId === operationId);
  if (isKnown) return accept();
  if (state.status !== 'active' && !hasLeft(state, facts))
    return accept({ type: 'MemberTransferred', ...facts, ...place(facts, state) });
  const added = { membershipId: id, clusterId, organisationId, operationId, origin, on };
  return accept({ type: 'MembershipOriginAdded', ...added });
}

function hasLeft(
  state: Membership,
  { operationId, since: day }: Pick<ReceiveTransfer, 'operationId' | 'since'>,
): boolean {
  if (state.status !== 'ended' && state.status !== 'succeeded') return false;
  const isOfOperation = state.origins.some((known) => known.operationId === operationId);
  return goesOn({ since: state.since, until: state.on }, day) || (isOfOperation && state.on >= day);
}

type Place = Pick<Admitted, 'college' | 'antennaId'>;

/** College and antenna of the decision; default: those of the application. */
function place(asked: Place, state: Membership): Place {
  const applied = state.status === 'applied' ? state : undefined;
  return { college: asked.college ?? applied?.college, antennaId: asked.antennaId ?? applied?.antennaId };
}

function beforeLastChange(state: Membership, day: string): Refused {
  if (state.status === 'absent') return undefined;
  return below('MBR_DATE_BEFORE_START', day, state.status === 'active' ? state.since : state.on);
}

function alreadyMember(found: string): Verdict {
  return reject({ type: 'MBR_ALREADY_MEMBER', found });
}

function noApplication({ status }: KnownMembership): Verdict {
  return reject({ type: 'MBR_NO_APPLICATION', found: status, required: 'applied' });
}

function notAMember({ status }: KnownMembership): Verdict {
  return reject({ type: 'MBR_NOT_A_MEMBER', found: status, required: 'active' });
}

function rejectSucceeded(state: Extract<KnownMembership, { status: 'succeeded' }>): Verdict {
  return reject({ type: 'MBR_MEMBERSHIP_SUCCEEDED', found: state.on, required: state.successorMembershipId });
}

function requireDerivedId(facts: Pick<Admitted, 'membershipId' | 'clusterId' | 'organisationId'>): void {
  invariant(
    facts.membershipId === membershipId(facts.clusterId, facts.organisationId),
    'the id of a membership follows from its cluster and its organisation',
  );
}
