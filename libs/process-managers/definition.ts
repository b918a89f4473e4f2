import type { ManagerCommand } from '#libs/commands';
import type { AnyAggregate, CalendarDate, EventMetadata, Instant, JsonObject, RecordedEvent } from '#libs/kernel';
import type { Rejection, Uuid } from '#libs/kernel';
import type { Projection, ReadModels } from '#libs/projections';

/** A command that a process manager sends because of an event. */
export interface ManagerStep {
  /** Which of the commands of its event it is; the same in every repeat: the command's id follows from it. */
  readonly key: string;
  readonly row: ManagerCommand<unknown>;
  /** Of the resource that the command is about. */
  readonly id: Uuid;
  readonly body: unknown;
  /** Default: the day of the event. */
  readonly effectiveAt?: CalendarDate | undefined;
  /** Refusals that mean that there is nothing left to do. Any other pauses the manager, visibly, where nothing `follows`. */
  readonly tolerates?: readonly string[] | undefined;
  /** What is put on record of its outcome: with it a refusal holds up nothing else. Pure. */
  readonly follows?: ((refusal: Rejection | undefined) => ManagerStep | undefined) | undefined;
}

/** Makes a step; its body is checked against the row. */
export function step<Body>(
  row: ManagerCommand<Body>,
  { key, id, body, ...more }: Omit<ManagerStep, 'row' | 'body'> & { readonly body: Body },
): ManagerStep {
  // The row is the only one that reads this body.
  return { key, row: row, id, body, ...more };
}

/** What follows from an event: stages one after the other, the commands of a stage side by side. */
export type Reaction = readonly (readonly ManagerStep[])[];

/** What a process manager knows when it reacts. */
export interface Seen<State, Facts> {
  /** Its own state, where it keeps one: the fold of its own stream. */
  readonly state: State;
  /** What `gather` found. */
  readonly facts: Facts;
}

/** Durable timers: set with the event that asks for them, fired at least once when their instant has come by the clock. */
export interface ManagerTimers {
  /** What is to be done later because of an event; the same in every repeat. Pure. */
  setBy(event: RecordedEvent): readonly ManagerTimer[];
  /** Its command, and what caused it. Pure. */
  fire(timer: ManagerTimer): { readonly step: ManagerStep; readonly cause: ManagerCause };
}

export interface ManagerTimer {
  /** Which of the timers of its manager it is; the same in every repeat of the event that sets it. */
  readonly id: string;
  readonly dueAt: Instant;
  /** What firing it needs to know. */
  readonly data: JsonObject;
}

/** What of an event goes into the commands that it causes: a timer that is fired long after has kept this much of it. */
export type ManagerCause = Pick<RecordedEvent, 'id'> & {
  readonly metadata: Pick<EventMetadata, 'effectiveAt' | 'correlationId' | 'traceparent'>;
};

/** What a timer keeps of the event that sets it. */
export function causeOf({ id, metadata }: RecordedEvent): ManagerCause {
  const { effectiveAt, correlationId, traceparent } = metadata;
  return { id, metadata: { effectiveAt, correlationId, ...(traceparent === undefined ? {} : { traceparent }) } };
}

/**
 * Consumes published events and issues commands. At least once, in ledger order: every command has an id that follows from
 * the event, so that a repeat takes no second effect. It decides nothing by itself and does no I/O but to gather.
 */
export interface ProcessManager<State = unknown, Facts = unknown> {
  /** `<context>.<manager>`: also the name of its position. */
  readonly name: string;
  /** Full event types, of this context or of others. */
  readonly on: readonly string[];
  /** Whether it is given events as they are stored, because it carries them on; as `ReadOptions.asStored`. */
  readonly asStored?: true | undefined;
  /** Its commands: the bus wants a handler for each. */
  readonly commands: readonly ManagerCommand<unknown>[];
  /** Its own stream, where it keeps a state. */
  readonly state?: { readonly aggregate: AnyAggregate; idOf(event: RecordedEvent): Uuid } | undefined;
  /** Read models of the own context that have to be as far as the event. */
  readonly reads: readonly Projection[];
  /** Asks the read models for what the reaction needs. */
  gather(event: RecordedEvent, readModels: ReadModels): Promise<Facts>;
  /** What follows from the event. Pure; the same in every repeat, whatever part of it has been carried out by then. */
  react(event: RecordedEvent, seen: Seen<State, Facts>): Reaction;
  readonly timers?: ManagerTimers | undefined;
}

/** A process manager whose own types are closed over. */
export type AnyProcessManager = ProcessManager;

/** Declares a process manager: what it knows when it reacts is what it gathers. */
export function processManager<State, Facts>(definition: ProcessManager<State, Facts>): ProcessManager<State, Facts> {
  return definition;
}
