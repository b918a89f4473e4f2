import type { Decider, Rejection, StreamName } from '#libs/kernel';

/** A domain event as deciders see it: its short name and its data side by side. */
export interface DomainEventShape {
  readonly type: string;
}

/**
 * One command on one stream, with the types of its decider closed over, so that steps on different aggregates can stand in
 * one list. Made by {@link step} only.
 */
export interface DecisionStep<R extends Rejection = Rejection> {
  readonly decider: Decider<unknown, unknown, DomainEventShape, R>;
  readonly stream: StreamName;
  readonly command: unknown;
}

/** Binds a command to its decider and to the stream it is decided on. */
export function step<C, S, E extends DomainEventShape, R extends Rejection>(
  decider: Decider<C, S, E, R>,
  stream: StreamName,
  command: C,
): DecisionStep<R> {
  return { decider, stream, command };
}
