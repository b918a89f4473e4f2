import type { Refusal } from '#libs/kernel';
import { periodsOf, type MembershipEnded, type MembershipFact, type MembershipState } from './membership.ts';

/** An end that would end no membership. */
export type EndsNothing = Refusal<'MBR_FACT_CONTRADICTED', 'found' | 'required'>;

/**
 * Why the facts of a membership cannot all be so: an end that is recorded or corrected, or whose membership is, ends nothing. What follows from an operation is not
 * judged: whoever came over by mistake had nothing to leave.
 */
export function judge(next: MembershipState, before: MembershipState): EndsNothing | undefined {
  if (!sameItems(derivedIn(next), derivedIn(before))) return undefined;
  const known = endsIn(before);
  const sinces = new Set(periodsOf(next).map(({ since }) => since));
  for (const end of endsIn(next)) {
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
