import { accept, aggregate, invariant, reject, type Decision } from '#libs/kernel';
import { goesOn } from '#libs/succession';
import { notOpenOf } from '../antenna/antenna.decide.ts';
import { notStandingOn } from '../cluster/cluster.decide.ts';
import { notRegistered } from '../organisation/organisation.decide.ts';
import type {
  AcceptApplication,
  Admit,
  Apply,
  End,
  MembershipCommand,
  MembershipRejection,
  ReceiveTransfer,
  Refuse,
  Succeed,
  Surroundings,
} from './membership.commands.ts';
import {
  evolveMembership,
  membershipId,
  type KnownMembership,
  type Membership,
  type MembershipEvent,
} from './membership.ts';

type Verdict = Decision<MembershipEvent, MembershipRejection>;

export const membership = aggregate({
  context: 'membership',
  name: 'membership',
  initial: { status: 'absent' },
  evolve: evolveMembership,
  decide: (command: MembershipCommand, state): Verdict => {
    switch (command.type) {
      case 'ApplyForMembership':
        return apply(command, state);
      case 'AdmitMember':
        return admit(command, state);
      case 'ReceiveTransfer':
        return receiveTransfer(command, state);
      default:
        return decideOnKnown(command, state);
    }
  },
});

function decideOnKnown(command: Refuse | AcceptApplication | End | Succeed, state: Membership): Verdict {
  if (state.status === 'absent') return reject({ type: 'MBR_MEMBERSHIP_NOT_FOUND', found: command.membershipId });
  if (state.clusterId !== command.clusterId)
    return reject({ type: 'MBR_MEMBERSHIP_ELSEWHERE', found: state.clusterId, required: command.clusterId });
  switch (command.type) {
    case 'RefuseApplication':
      return refuse(command, state);
    case 'AcceptApplication':
      return acceptApplication(command, state);
    case 'EndMembership':
      return end(command, state);
    case 'SucceedMembership':
      return succeed(command, state);
  }
}

function apply({ type: _type, in: surroundings, ...facts }: Apply, state: Membership): Verdict {
  requireDerivedId(facts);
  if (state.status === 'active') return alreadyMember(state.since);
  if (state.status === 'succeeded') return succeeded(state);
  if (state.status === 'applied')
    return state.on === facts.on ? accept() : reject({ type: 'MBR_APPLICATION_PENDING', found: state.on });
  return (
    beforeLastChange(state, facts.on) ??
    missing(surroundings, facts, facts.on) ??
    accept({ type: 'MembershipApplied', ...facts })
  );
}

function admit({ type: _type, in: surroundings, ...facts }: Admit, state: Membership): Verdict {
  requireDerivedId(facts);
  if (state.status === 'active') return state.since === facts.since ? accept() : alreadyMember(state.since);
  if (state.status === 'succeeded') return succeeded(state);
  return (
    beforeLastChange(state, facts.since) ??
    missing(surroundings, facts, facts.since) ??
    accept({ type: 'MemberAdmitted', ...facts, ...place(facts, state) })
  );
}

/** The cluster has to stand that day, and the antenna, where one is named, has to be one of its own. */
function missing(
  { cluster, antenna, organisation }: Surroundings,
  { clusterId, antennaId, organisationId }: Pick<Admit, 'clusterId' | 'antennaId' | 'organisationId'>,
  day: string,
): Verdict | undefined {
  const refusal =
    notStandingOn(cluster, clusterId, day) ??
    (antenna && notOpenOf(antenna, antennaId ?? '', clusterId)) ??
    (organisation?.status === 'absent' ? notRegistered(organisationId) : undefined);
  return refusal === undefined ? undefined : reject(refusal);
}

function refuse({ reason, on, membershipId: id }: Refuse, state: KnownMembership): Verdict {
  if (state.status === 'refused' && state.on === on && state.reason === reason) return accept();
  if (state.status === 'active') return alreadyMember(state.since);
  if (state.status !== 'applied') return noApplication(state);
  const { clusterId, organisationId } = state;
  return (
    beforeLastChange(state, on) ??
    accept({ type: 'MembershipRefused', membershipId: id, clusterId, organisationId, reason, on })
  );
}

function acceptApplication(command: AcceptApplication, state: KnownMembership): Verdict {
  if (state.status === 'refused' || state.status === 'ended') return noApplication(state);
  const { membershipId: id, in: surroundings, college, antennaId, since } = command;
  const { clusterId, organisationId } = state;
  const standing = { membershipId: id, clusterId, organisationId, college, antennaId, since };
  return admit({ type: 'AdmitMember', in: surroundings, ...standing }, state);
}

function end({ cause, reason, on, membershipId: id }: End, state: KnownMembership): Verdict {
  if (state.status === 'ended' && state.on === on && state.cause === cause && state.reason === reason) return accept();
  if (state.status === 'succeeded') return succeeded(state);
  if (state.status !== 'active') return notAMember(state);
  const { clusterId, organisationId } = state;
  return (
    beforeLastChange(state, on) ??
    accept({ type: 'MembershipEnded', membershipId: id, clusterId, organisationId, cause, reason, on })
  );
}

/** The merger has taken effect already, so its day is not judged here. */
function succeed({ type: _type, ...facts }: Succeed, state: KnownMembership): Verdict {
  if (state.status === 'succeeded') return state.operationId === facts.operationId ? accept() : succeeded(state);
  if (state.status !== 'active') return notAMember(state);
  return accept({ type: 'MembershipSucceeded', ...facts });
}

/**
 * By law, so nothing refuses it. It makes a member; of a member it adds the origin only, and so it does of one who was a
 * member that day and has left since: a late transfer does not bring back who left what the operation had made of them.
 */
function receiveTransfer({ type: _type, ...facts }: ReceiveTransfer, state: Membership): Verdict {
  requireDerivedId(facts);
  const { origin, operationId } = facts;
  const isKnown =
    state.status !== 'absent' &&
    state.origins.some((known) => known.membershipId === origin.membershipId && known.operationId === operationId);
  if (isKnown) return accept();
  if (state.status === 'active' || hasLeft(state, facts)) {
    const { membershipId: id, clusterId, organisationId, since: on } = facts;
    return accept({
      type: 'MembershipOriginAdded',
      membershipId: id,
      clusterId,
      organisationId,
      operationId,
      origin,
      on,
    });
  }
  return accept({ type: 'MemberTransferred', ...facts, ...place(facts, state) });
}

function hasLeft(
  state: Membership,
  { operationId, since: day }: Pick<ReceiveTransfer, 'operationId' | 'since'>,
): boolean {
  if (state.status !== 'ended' && state.status !== 'succeeded') return false;
  const isOfOperation = state.origins.some((known) => known.operationId === operationId);
  return goesOn({ since: state.since, until: state.on }, day) || (isOfOperation && state.on >= day);
}

interface Place {
  readonly college?: string | undefined;
  readonly antennaId?: string | undefined;
}

/** An application says where the member is to stand unless the decision says otherwise. */
function place(asked: Place, state: Membership): Place {
  const applied = state.status === 'applied' ? state : undefined;
  return { college: asked.college ?? applied?.college, antennaId: asked.antennaId ?? applied?.antennaId };
}

function beforeLastChange(state: Membership, day: string): Verdict | undefined {
  if (state.status === 'absent') return undefined;
  const from = state.status === 'active' ? state.since : state.on;
  return day < from ? reject({ type: 'MBR_DATE_BEFORE_START', found: day, required: from }) : undefined;
}

function alreadyMember(found: string): Verdict {
  return reject({ type: 'MBR_ALREADY_MEMBER', found });
}

function noApplication(state: KnownMembership): Verdict {
  return reject({ type: 'MBR_NO_APPLICATION', found: state.status, required: 'applied' });
}

function notAMember(state: KnownMembership): Verdict {
  return reject({ type: 'MBR_NOT_A_MEMBER', found: state.status, required: 'active' });
}

function succeeded(state: Extract<KnownMembership, { status: 'succeeded' }>): Verdict {
  return reject({ type: 'MBR_MEMBERSHIP_SUCCEEDED', found: state.on, required: state.successorMembershipId });
}

function requireDerivedId(facts: { membershipId: string; clusterId: string; organisationId: string }): void {
  invariant(
    facts.membershipId === membershipId(facts.clusterId, facts.organisationId),
    'the id of a membership follows from its cluster and its organisation',
  );
}
