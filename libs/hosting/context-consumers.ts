import { typesOf } from '#libs/projections';
import type { ContextDefinition } from './context.ts';

/** Something of a context that reads events: a read model or a process manager. */
export interface ContextConsumer {
  readonly name: string;
  /** The full event types that it reads. */
  readonly on: readonly string[];
}

/** Everything of a context that has a position in the ledger. */
export function consumersOf({ projections, processes }: ContextDefinition): readonly ContextConsumer[] {
  return [
    ...projections.map((projection) => ({ name: projection.name, on: typesOf(projection) })),
    ...processes.map(({ name, on }) => ({ name, on })),
  ];
}
