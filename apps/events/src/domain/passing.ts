import type { passingShape } from '#libs/contracts';
import { aligned, type DomainEventShape, type StatedFact } from '#libs/kernel';
import type { z } from 'zod';

type Said = z.infer<z.ZodObject<typeof passingShape>>;

/** That something passed from a cluster to its heir by a merger, or came back by the annulment of that. */
export type Passing = Said;

/** What a succession does to something that one of its predecessors, or several of them, have a part in. */
export interface PassTo<Name extends string> extends Omit<Passing, 'from' | 'to'> {
  readonly type: Name;
  readonly ends: readonly Pick<Passing, 'from' | 'to'>[];
}

/** One operation passes something of a cluster at most twice: by its effect, and back by its annulment. */
function isSame(one: Passing, other: Passing): boolean {
  const isOfOperation = one.operationId === other.operationId && one.annulment === other.annulment;
  return isOfOperation && one.from === other.from && one.to === other.to;
}

/**
 * Who something is of after some passings, in the order of their days: it passes where it is of the cluster that gives it; by an annulment it comes
 * back where it had come by that operation, and nothing else since.
 */
export function followed(id: string, passings: readonly Passing[]): string {
  const way: Passing[] = [];
  for (const passing of passings) {
    const last = way.at(-1);
    if (passing.annulment === undefined && passing.from === (last?.to ?? id)) way.push(passing);
    if (passing.annulment === true && last?.operationId === passing.operationId && last.from === passing.to) way.pop();
  }
  return way.at(-1)?.to ?? id;
}

/** Those of some passings that count on a day; all of them without one. */
export function passingsBy(passings: readonly Passing[] = [], day?: string): readonly Passing[] {
  return day === undefined ? passings : passings.filter(({ on }) => on <= day);
}

/** With one more. */
export function withPassing(
  passings: readonly Passing[] = [],
  { from, to, operationId, annulment, on }: Passing,
): readonly Passing[] {
  const passing = { from, to, operationId, ...(annulment === undefined ? {} : { annulment }), on };
  return [...passings, passing];
}

/** What has to be recorded so that something passes as it is asked: nothing where it stands so, a correction where it stands otherwise. */
export function passingEvents<Event extends DomainEventShape>(
  facts: readonly StatedFact<Event>[],
  { ends, type: _type, ...said }: PassTo<string>,
  passedBy: (passing: Passing) => Event & Passing,
): readonly Event[] {
  return ends.flatMap((each) => {
    const wanted = passedBy({ ...said, ...each });
    const isKnown = (event: Event): event is Event & Passing =>
      event.type === wanted.type && isSame({ ...wanted, ...event }, wanted);
    const known = facts.flatMap(({ id, event, sequence }) => (isKnown(event) ? [{ id, event, sequence }] : []));
    return aligned<Event, Event & Passing>(known, [wanted], {
      reason: 'It follows from facts that were recorded late or corrected.',
      dayOf: ({ on }) => on,
    });
  });
}
