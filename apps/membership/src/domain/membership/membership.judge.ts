import type { Refusal } from '#libs/kernel';
import { periodsOf, type MembershipEnded, type MembershipFact, type MembershipState } from './membership.ts';

/** An end that would end no membership, or that is no lawful one. */
export type EndRefusal = Refusal<
  'MBR_FACT_CONTRADICTED' | 'MBR_EXCLUSION_UNHEARD' | 'MBR_NOT_NOTIFIED' | 'MBR_NOTHING_TO_RENOUNCE',
  'found' | 'required'
>;

/**
 * Why the facts of a membership cannot all be so: an end that is recorded or corrected, or whose membership is, ends nothing. What follows from an operation is not
 * judged: whoever came over by mistake had nothing to leave.
 */
export function judge(next: MembershipState, before: MembershipState): EndRefusal | undefined {
  if (!sameItems(derivedIn(next), derivedIn(before))) return undefined;
  const known = endsIn(before);
  const sinces = new Set(periodsOf(next).map(({ since }) => since));
  for (const end of endsIn(next)) {
    const unlawful = known.includes(end) ? undefined : unlawfulEnd(end, next);
    if (unlawful !== undefined) return unlawful;
    const ended = periodEndedBy(end, before);
    const isLost = known.includes(end) ? ended !== undefined && !sinces.has(ended.since) : true;
    if (isLost && periodEndedBy(end, next) === undefined)
      return {
        type: 'MBR_FACT_CONTRADICTED',
        found: `end of ${end.on}`,
        required: 'a day after the beginning of a membership that it ends',
      };
  }
  return undefined;
}

/**
 * Why a membership does not end so. Whoever is excluded is heard before, on stated grievances; whoever has not paid stays a member until it was struck off by a
 * decision of which it has notice; only who came over by a merger renounces.
 */
function unlawfulEnd({ cause, on, procedure = {} }: MembershipEnded, state: MembershipState): EndRefusal | undefined {
  const { grievances, heardOn, decidedOn, notifiedOn } = procedure;
  if (cause === 'exclusion' && (grievances === undefined || heardOn === undefined || heardOn > on)) {
    const found = `${grievances === undefined ? 'no grievances' : 'grievances'}, ${heardOn === undefined ? 'no hearing' : `heard on ${heardOn}`}`;
    return { type: 'MBR_EXCLUSION_UNHEARD', found, required: `the grievances, and a hearing by ${on}` };
  }
  if (
    cause === 'non-payment' &&
    (decidedOn === undefined || notifiedOn === undefined || notifiedOn > on || decidedOn > notifiedOn)
  ) {
    const found = `decided on ${decidedOn ?? 'no day'}, notified on ${notifiedOn ?? 'no day'}`;
    return { type: 'MBR_NOT_NOTIFIED', found, required: `a decision, and its notice by ${on}` };
  }
  const hasOrigin = state.status !== 'absent' && state.origins.length > 0;
  if (cause !== 'renunciation' || hasOrigin) return undefined;
  return {
    type: 'MBR_NOTHING_TO_RENOUNCE',
    found: 'a membership by its own admission',
    required: 'one that came over by a merger',
  };
}

function periodEndedBy({ on }: MembershipEnded, state: MembershipState) {
  return periodsOf(state).find(
    ({ until, cause, leaving }) => (until === on && cause !== 'succession') || leaving?.on === on,
  );
}

function endsIn({ facts }: MembershipState): readonly MembershipEnded[] {
  return facts.flatMap(({ event }) =>
    event.type === 'MembershipEnded' && event.operationId === undefined ? [event] : [],
  );
}

function derivedIn({ facts }: MembershipState): readonly MembershipFact[] {
  return facts.map(({ event }) => event).filter((event) => 'operationId' in event && event.operationId !== undefined);
}

function sameItems<Item>(left: readonly Item[], right: readonly Item[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}
