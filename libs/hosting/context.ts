import type { CommandRunner, CommandTable, DomainEventShape } from '#libs/commands';
import type { Clock, IdSource, RecordedEvent } from '#libs/kernel';
import type { Timer } from '#libs/messaging';
import type { Projection, ReadModels } from '#libs/projections';
import type { QueryRow } from './queries/query-row.ts';

/** What a process manager works with. */
export interface ProcessServices {
  readonly runner: CommandRunner;
  readonly readModels: ReadModels;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Consumes published events and issues commands. At least once, in ledger order: every command it issues has an id that
 * follows from the event (see `processContext`), so that a repeat takes no second effect.
 */
export interface ProcessManager {
  /** `<context>.<process>`: also the name of its position. */
  readonly name: string;
  /** Full event types, of this context or of others. */
  readonly on: readonly string[];
  handle(event: RecordedEvent, services: ProcessServices): Promise<void>;
  /** What it does when an instant has come; absent in a process that waits for none. */
  readonly timers?: ProcessTimers | undefined;
}

/** Durable timers: set with the event that asks for them, fired at least once when their instant has come by the clock. */
export interface ProcessTimers {
  /** What is to be done later because of an event; the same in every repeat. Pure. */
  setBy(event: RecordedEvent): readonly Timer[];
  /** Its commands have ids that follow from the timer, so that a repeat takes no second effect. */
  fire(timer: Timer, services: ProcessServices): Promise<void>;
}

/** How the streams of an aggregate fold: what verification and inspection need of its decider. */
export interface Aggregate {
  readonly initial: unknown;
  evolve(state: unknown, event: DomainEventShape): unknown;
}

/** A class that a framework builds; who hosts it hands it on and knows nothing of it. */
export type ComponentClass = new (...args: never[]) => object;

/** A class whose methods handle events, and the process that they make together. */
export interface DeclaredHandlers {
  readonly component: ComponentClass;
  /** `<context>.<process>`; undefined where the class declares none, which no framework opens. */
  readonly name: string | undefined;
  /** Full event types. */
  readonly on: readonly string[];
}

/** Everything that a process needs to run a bounded context; composition picks contexts, never parts of one. */
export interface ContextDefinition {
  readonly name: string;
  /** Where its service answers behind the gateway, when no other port is set; each context has its own. */
  readonly port: number;
  /** The deciders by aggregate, as in `<context>.<aggregate>-<id>`. */
  readonly aggregates: Readonly<Record<string, Aggregate>>;
  readonly commands: readonly CommandTable[];
  readonly projections: readonly Projection[];
  readonly processes: readonly ProcessManager[];
  /** Processes in a framework's style, as `handlersOf` of `#libs/nest-transport` reads them from their classes. */
  readonly handlers?: readonly DeclaredHandlers[];
  /** Its reads: routes, classes on the bus and the API document are made from these rows. */
  readonly queries?: readonly QueryRow[];
  /** Controllers of its queries. */
  readonly controllers: readonly ComponentClass[];
}
