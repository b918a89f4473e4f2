import type { DomainEventShape } from './aggregate.ts';
import type { StatedFact } from './chronicle.ts';
import { sameFacts } from './dated.ts';

/** Facts that follow from facts of other streams: how one that reads otherwise is known again, and why it is corrected. */
export interface Following<Fact> {
  readonly reason: string;
  readonly dayOf: (fact: Fact) => string;
  /** Whether two of one type are the same fact, which reads otherwise now. Default: they are. */
  readonly isSame?: (known: Fact, wanted: Fact) => boolean;
}

/**
 * What makes the facts that follow from others read as they should: one that is missing is stated, one that reads otherwise is corrected, one too many is taken
 * back. Decided again it is nothing.
 */
export function aligned<E extends DomainEventShape, Fact extends E>(
  known: readonly StatedFact<Fact>[],
  wanted: readonly Fact[],
  following: Following<Fact>,
): readonly E[] {
  const left = known.filter(({ event }) => !wanted.some((fact) => sameFacts(event, fact)));
  const missing = wanted.filter((fact) => !known.some(({ event }) => sameFacts(event, fact)));
  const restated = missing.map((fact): E => {
    const isIt = ({ event }: StatedFact<Fact>): boolean =>
      event.type === fact.type && following.isSame?.(event, fact) !== false;
    const index = left.findIndex(isIt);
    const [wrong] = index < 0 ? [] : left.splice(index, 1);
    return wrong === undefined ? fact : corrected(wrong, fact, following);
  });
  // What is not so any more goes first: what takes its place may lie on its days.
  return [...left.map((each): E => voided(each, following)), ...restated];
}

/** The facts that follow from operations: whatever begins a stream takes them with it where it never was. */
export function derivedAmong(facts: readonly StatedFact<DomainEventShape>[]): readonly StatedFact<DomainEventShape>[] {
  return facts.filter(({ event }) => 'operationId' in event && event.operationId !== undefined);
}

function corrected<E extends DomainEventShape, Fact extends E>(
  { id, event: { type, ...was } }: StatedFact<Fact>,
  fact: Fact,
  { reason, dayOf }: Following<Fact>,
): E {
  const { type: _type, ...now } = fact;
  const event: DomainEventShape = { type: `${type}Corrected`, ...{ fact: id, was, now, reason, on: dayOf(fact) } };
  return event as E;
}

function voided<E extends DomainEventShape, Fact extends E>(
  { id, event: fact }: StatedFact<Fact>,
  { reason, dayOf }: Following<Fact>,
): E {
  const { type, ...was } = fact;
  const event: DomainEventShape = { type: `${type}Voided`, ...{ fact: id, was, reason, on: dayOf(fact) } };
  return event as E;
}
