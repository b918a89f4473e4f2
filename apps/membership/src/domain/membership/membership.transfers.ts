import { accept, aligned, reject } from '#libs/kernel';
import type { CommandFor, Decision, Refusal, StatedFact } from '#libs/kernel';
import { goesOn, joined, type Span } from '#libs/succession';
import {
  dayOf,
  evolveMembership,
  periodsOf,
  type KnownMembership,
  type Membership,
  type MembershipEvent,
  type MembershipFact,
  type MembershipState,
  type MembershipSucceeded,
  type MemberTransferred,
} from './membership.ts';

/** A membership of a cluster that disappeared continues in the successor. */
export type Succeed = CommandFor<MembershipSucceeded, 'SucceedMembership'>;

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

/** The successor receives a member of its predecessors: everything that comes over by the operation, or nothing. */
export interface ReceiveTransfers extends Pick<
  MemberTransferred,
  'membershipId' | 'clusterId' | 'organisationId' | 'operationId' | 'college' | 'antennaId'
> {
  readonly type: 'ReceiveTransfers';
  readonly transfers: readonly Transfer[];
}

type Verdict = Decision<
  MembershipEvent,
  Refusal<'MBR_NOT_A_MEMBER', 'found' | 'required'> | Refusal<'MBR_MEMBERSHIP_SUCCEEDED', 'found' | 'required'>
>;
type Known = StatedFact<MembershipFact>;

const REASON = 'It follows from facts of a predecessor that were recorded late or corrected.';

/**
 * The merger has taken effect already, so its day is not judged here. Of two that moved a membership, that of its cluster and that of a member that is a cluster,
 * the earlier one stands, whichever was recorded first.
 */
export function succeed(command: Succeed, state: MembershipState & KnownMembership): Verdict {
  const succeeded: MembershipSucceeded = { ...command, type: 'MembershipSucceeded' };
  const known = state.facts.find(({ event }) => event.type === 'MembershipSucceeded');
  if (known?.event.type === 'MembershipSucceeded' && known.event.operationId !== command.operationId) {
    const { on: found, successorClusterId, successorMembershipId: required = successorClusterId } = known.event;
    if (command.on < found) return accept(...align([known], []), succeeded);
    return reject({ type: 'MBR_MEMBERSHIP_SUCCEEDED', found, required });
  }
  if (known !== undefined) return accept(...align([known], [succeeded]));
  const isMember = goesOn(state, command.on) || state.periods.some(({ since }) => since === command.on);
  if (isMember) return accept(succeeded);
  return reject({ type: 'MBR_NOT_A_MEMBER', found: state.status, required: 'active' });
}

/** Takes back that a membership went on in the successor. */
export function keep({ operationId }: Keep, state: MembershipState): Verdict {
  const known = state.facts.filter(
    ({ event }) => event.type === 'MembershipSucceeded' && event.operationId === operationId,
  );
  return accept(...align(known, []));
}

/**
 * By law, so nothing refuses it. It makes a member; of a member it adds the origin only. A member who leaves later leaves here on that day, unless it is a member
 * by an admission of its own. What came over by the operation before and does not any more is corrected or taken back.
 */
export function receiveTransfers(command: ReceiveTransfers, state: MembershipState): Verdict {
  const { operationId } = command;
  const known = state.facts.filter(({ event }) => isOf(operationId, event));
  const own = stateWithout(operationId, state);
  return accept(...align(known, wantedFacts(command, own)));
}

/** A membership without what an operation has brought into it. */
export function stateWithout(operationId: string, { facts }: MembershipState): Membership {
  const own = facts.map(({ event }) => event).filter((event) => !isOf(operationId, event));
  return own.reduce<Membership>(evolveMembership, { status: 'absent' });
}

function isOf(operationId: string, fact: MembershipFact): boolean {
  return fact.type !== 'MembershipSucceeded' && 'operationId' in fact && fact.operationId === operationId;
}

function wantedFacts(command: ReceiveTransfers, own: Membership): readonly MembershipFact[] {
  const { type: _type, transfers, college, antennaId, ...shared } = command;
  const { operationId, ...ids } = shared;
  const periods = periodsOf(own);
  return joined(transfers).flatMap(({ since, ending }) => {
    const isMember = goesOn({ periods }, since);
    const coming = transfers.filter(({ spans }) => spans.some((span) => liesIn(span, { since, ending })));
    const passed = coming.map(({ origin }, index): MembershipFact =>
      isMember || index > 0
        ? { type: 'MembershipOriginAdded', ...shared, origin, on: since }
        : { type: 'MemberTransferred', ...shared, college, antennaId, origin, since },
    );
    const isOwn = periods.some((each) => each.since <= since && (each.until === undefined || since < each.until));
    if (ending === undefined || isOwn) return passed;
    return [...passed, { type: 'MembershipEnded', ...ids, ...ending, operationId }];
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
