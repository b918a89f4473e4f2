import { invariant } from '#libs/kernel';
import { typesOf } from '#libs/projections';
import type { ContextDefinition } from './context.ts';

/** Something of a context that reads events: a read model, a process manager or a class of handlers. */
export interface ContextConsumer {
  readonly name: string;
  /** The full event types that it reads. */
  readonly on: readonly string[];
}

/** Everything of a context that has a position in the ledger. */
export function consumersOf({ projections, processes, handlers = [] }: ContextDefinition): readonly ContextConsumer[] {
  return [
    ...projections.map((projection) => ({ name: projection.name, on: typesOf(projection) })),
    ...processes.map(({ name, on }) => ({ name, on })),
    ...handlers.map(({ name, on, component }) => {
      invariant(name !== undefined, `${component.name} has no @Process`);
      return { name, on };
    }),
  ];
}
