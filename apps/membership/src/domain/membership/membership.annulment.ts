import { accept, aligned, type CommandFor, type StatedFact } from '#libs/kernel';
import type { MembershipEnding } from '#libs/contracts/facts';
import type { Passage } from '#libs/succession';
import {
  dayOf,
  stateOn,
  type MembershipEnded,
  type MembershipEvent,
  type MembershipFact,
  type MembershipRestored,
  type MembershipState,
  type Place,
  placeAmong,
} from './membership.ts';

/**
 * A membership goes on in its cluster, which stands again, as its member would have it: whoever has left the successor in between has left, and an end that
 * lies ahead goes back with the member. Without a day it does not go on there.
 */
export interface Restore extends Omit<CommandFor<MembershipRestored, 'RestoreMembership'>, 'since' | keyof Place> {
  readonly since?: string | undefined;
  readonly ending?: MembershipEnding | undefined;
}

const REASON = 'It follows from facts of the membership in the successor that were recorded late or corrected.';

export function restore(command: Restore, state: MembershipState) {
  const { operationId, since } = command;
  const isOwn = ({ event }: StatedFact<MembershipFact>): boolean =>
    (event.type === 'MembershipRestored' || event.type === 'MembershipEnded') && event.operationId === operationId;
  // Of its day it counts first.
  const others = state.facts.filter((each) => !isOwn(each) && dayOf(each.event) < (since ?? ''));
  const before = stateOn({ ...state, facts: others }, since ?? '');
  const isGone = before.status === 'succeeded' && before.succession?.operationId === operationId;
  const wanted = isGone ? wantedFacts(command, placeAmong(before, undefined)) : [];
  return accept(
    ...aligned<MembershipEvent, MembershipFact>(state.facts.filter(isOwn), wanted, { reason: REASON, dayOf }),
  );
}

/** Whether the annulment of an operation has brought it back by a day. */
export function restoredBy(operationId: string, facts: readonly StatedFact<MembershipFact>[], day?: string): boolean {
  return facts.some(
    ({ event }) =>
      event.type === 'MembershipRestored' &&
      event.operationId === operationId &&
      (day === undefined || event.since <= day),
  );
}

function wantedFacts({ ending, since, ...command }: Restore, place: Place): readonly MembershipFact[] {
  if (since === undefined) return [];
  const { operationId, membershipId, clusterId, organisationId } = command;
  const restored: MembershipRestored = { ...command, ...place, type: 'MembershipRestored', since };
  if (ending === undefined) return [restored];
  const ids = { membershipId, clusterId, organisationId };
  const on = ending.on < since ? since : ending.on;
  return [restored, { type: 'MembershipEnded', ...ids, ...ending, operationId, on }];
}

/**
 * How a membership that had passed goes back on the day of the annulment: with the end that it has by then, or that was decided for later, in the predecessor or
 * in the successor.
 */
export function returnOf(
  { spans }: Pick<Passage<unknown>, 'spans'>,
  ofSuccessor: MembershipState | undefined,
  annulledOn: string,
): Pick<Restore, 'since' | 'ending'> {
  const last = spans.at(-1);
  const ends = ofSuccessor?.facts.flatMap(({ event }) => leavingOf(event) ?? []) ?? [];
  const left = ends.find(({ on }) => last !== undefined && on > last.since);
  const ending = [last?.ending, left]
    .filter((each) => each !== undefined)
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))[0];
  return ending === undefined ? { since: annulledOn } : { since: annulledOn, ending };
}

/** What was decided in the successor, or follows from the end of the organisation: not what this merger has brought there itself. */
function leavingOf(fact: MembershipFact): MembershipEnding | undefined {
  if (fact.type === 'MembershipSucceeded') return { on: fact.on, cause: 'cessation' };
  if (fact.type !== 'MembershipEnded' || !isDecided(fact)) return undefined;
  const { on, cause, reason } = fact;
  return reason === undefined ? { on, cause } : { on, cause, reason };
}

function isDecided({ operationId, withOrganisation }: MembershipEnded): boolean {
  return operationId === undefined || withOrganisation === true;
}
