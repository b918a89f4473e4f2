import { InvariantBroken, type Decider, type Rejection } from './decider.ts';
import { streamName, type StreamName } from './envelope.ts';

/** A domain event as deciders see it: its short name and its data side by side. */
export interface DomainEventShape {
  readonly type: string;
}

/** One kind of event or command out of those of an aggregate. */
export type EventOf<E extends DomainEventShape, Type extends E['type']> = Extract<E, { readonly type: Type }>;

/** The data of one kind of event. */
export type FactsOf<E extends DomainEventShape, Type extends E['type']> = Omit<EventOf<E, Type>, 'type'>;

/** The command that asks for an event: it has its data, but for what the state knows. */
export type CommandFor<E extends DomainEventShape, Type extends string, Known extends PropertyKey = never> = {
  readonly type: Type;
} & Omit<E, 'type' | Known>;

/**
 * An aggregate: its decider, and where its events stand. One definition feeds the unit of work, the verification of every
 * stream, the properties and the permission tests.
 */
export interface Aggregate<C, S, E extends DomainEventShape, R extends Rejection> extends Decider<C, S, E, R> {
  readonly context: string;
  /** As in the names of its streams: `<context>.<name>-<id>`. */
  readonly name: string;
  /** @throws TypeError when the name is not one of a stream */
  stream(id: string): StreamName;
}

/** An aggregate whose own types are closed over: for lists of them. */
export type AnyAggregate = Aggregate<unknown, unknown, DomainEventShape, Rejection>;

/** Defines an aggregate. Its `evolve` has to assert that an event can follow the state: verification folds every stream. */
export function aggregate<C, S, E extends DomainEventShape, R extends Rejection>(
  definition: Omit<Aggregate<C, S, E, R>, 'stream'>,
): Aggregate<C, S, E, R> {
  const { context, name } = definition;
  return { ...definition, stream: (id) => streamName(context, name, id) };
}

/** What is decided on each type of command, or what each type of event makes of a state: one function for each, from a table. */
export function byType<C extends DomainEventShape, S, D>(table: {
  readonly [Type in C['type']]: (command: EventOf<C, Type>, state: S) => D;
}): (command: C, state: S) => D {
  // The function is the one for this type: the compiler does not see it.
  return (command, state) => (table[command.type as C['type']] as (command: C, state: S) => D)(command, state);
}

/** An event stands in a stream where it cannot: a bug, or an altered history. Of facts that were not recorded yet, a contradiction. */
export class FactCannotFollow extends InvariantBroken {
  constructor(
    readonly event: DomainEventShape,
    /** What stands against it. */
    readonly state: string,
  ) {
    super(`${event.type} cannot follow here: ${state}`);
  }
}

/** @throws FactCannotFollow always */
export function cannotFollow(event: DomainEventShape, state: string): never {
  throw new FactCannotFollow(event, state);
}
