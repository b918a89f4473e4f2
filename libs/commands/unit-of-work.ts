import {
  invariant,
  KeyedTurns,
  type Aggregate,
  type DomainEventShape,
  type IdSource,
  type JsonObject,
  type Rejection,
  type StoredEvent,
  type StreamName,
  type Uuid,
} from '#libs/kernel';
import {
  RevisionConflict,
  StoreUnavailable,
  type AppendAnswer,
  type EventStore,
  type StreamAppend,
} from '#libs/event-store';
import { outcomeOf, remember, type Remembering } from './answers.ts';
import { toProposedEvent, type CommandCatalog, type CommandContext } from './command-context.ts';
import type { Precondition } from './precondition.ts';
import { StateCache } from './state-cache.ts';
import { Attempt, type Draft, type Streams, type Transaction } from './transaction.ts';

/** How often a command is decided anew because a stream of it moved, before the conflict is the answer. */
const MAX_RETRIES = 8;

/** The outcome of a command. */
export type CommandOutcome<R = Rejection> =
  | {
      readonly ok: true;
      /** The last revision of the subject's stream; undefined when it has no event. */
      readonly revision: bigint | undefined;
      /** What the command recorded; none when there was nothing to change. */
      readonly events: readonly CommandEvent[];
      /** Where nothing was recorded: what the command found there, as it reports what it records. */
      readonly reported?: JsonObject | undefined;
      /** True when the same command id had been decided before: this is that answer. */
      readonly repeated: boolean;
      /** The hash under which the command was first recorded: differs when another body came under the same id. */
      readonly commandHash?: string | undefined;
      /** True where it was decided only: the events are those that it would record, and nobody has them. */
      readonly rehearsed?: boolean | undefined;
    }
  | {
      readonly ok: false;
      readonly rejection: R;
      /** As above: the refusal is the one that was remembered. */
      readonly repeated?: boolean | undefined;
      readonly commandHash?: string | undefined;
    };

export interface CommandEvent {
  readonly id: Uuid;
  readonly type: string;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly data: JsonObject;
}

export interface TransactOptions {
  /** The stream of the resource that the command is about: its revision is the answer's. Default: the first stream read. */
  readonly subject?: StreamName | undefined;
  /** Whether nothing is recorded on the subject: then nobody waits for another there. */
  readonly recordsBeside?: boolean | undefined;
  /** What the caller wants of the revision of the subject. */
  readonly expected?: Precondition | undefined;
  /** Whether the command makes the subject, under an id that was drawn for it: it is looked at only if something stands there. */
  readonly makesSubject?: boolean | undefined;
  /** Decides and records nothing, whatever comes of it. */
  readonly dryRun?: boolean | undefined;
  /** For a command that came with an idempotency key: its answer is remembered where it recorded nothing. */
  readonly remember?: Remembering | undefined;
  /** The cluster for which the actor acts, once the work has run: events say it. */
  readonly actingFor?: (() => string | undefined) | undefined;
  /** Called for each try after which the command is decided again. */
  readonly onConflict?: (() => void) | undefined;
}

/** What a command does: reads and decides, and nothing else. It is run whole at each attempt. */
export type Work = (tx: Transaction) => unknown;

/** A command as `transact` is given it. */
interface Commanded {
  readonly context: CommandContext;
  readonly options: TransactOptions;
}

interface UnitOfWorkDependencies {
  readonly store: EventStore;
  readonly catalog: CommandCatalog;
  readonly ids: IdSource;
  readonly maxRetries?: number | undefined;
}

/** Reads, decides, appends at the exact revisions, and starts anew when a stream moved: the one way in which commands take effect. */
export class UnitOfWork {
  readonly #states = new StateCache();
  readonly #streams: Streams;
  /** Commands on one stream are decided one after the other, in the order in which they came: at once, all but one of them would lose. */
  readonly #lanes = new KeyedTurns();

  constructor(private readonly deps: UnitOfWorkDependencies) {
    this.#streams = { store: deps.store, states: this.#states, ids: deps.ids };
  }

  /**
   * Runs the work until what it decided is recorded on exactly what it read. All is recorded or nothing; the first refusal
   * is the answer. The same command id again gives the first answer; of a command that recorded nothing, as far as it is remembered.
   * @throws PreconditionFailed when the subject's revision is not as expected, RevisionConflict when a stream moved at every
   * try; as the store and as the work otherwise
   */
  async transact(context: CommandContext, work: Work, options: TransactOptions = {}): Promise<CommandOutcome> {
    const subject = options.subject === undefined || options.recordsBeside === true ? [] : [options.subject];
    let retriesLeft = this.deps.maxRetries ?? MAX_RETRIES;
    let outcome = await this.#lanes.take(subject, () => this.#attempt({ context, options }, work, true));
    // Another process moved a stream, or a command here that is about another one: from now on it waits in the lanes of both.
    const lanes = new Set(subject);
    while (outcome instanceof RevisionConflict) {
      if (retriesLeft === 0) throw outcome;
      retriesLeft -= 1;
      options.onConflict?.();
      lanes.add(outcome.stream);
      outcome = await this.#lanes.take([...lanes], () => this.#attempt({ context, options }, work, false));
    }
    return outcome;
  }

  /**
   * First, where it may presume, on the states that were seen last: most have not moved since, and the append asserts each of them. The conflict
   * is what it comes to where a stream moved meanwhile.
   */
  async #attempt(commanded: Commanded, work: Work, presumes: boolean): Promise<CommandOutcome | RevisionConflict> {
    const { context, options } = commanded;
    const attempt = new Attempt(this.#streams, options, presumes);
    try {
      const outcome = await this.#run(attempt, work, commanded);
      if (outcome !== undefined) return outcome;
    } catch (error) {
      if (!attempt.hasPresumed || error instanceof StoreUnavailable) {
        // The first run of this command may be what moved the stream: then its answer stands.
        const first = await this.#firstAnswer(context, options);
        if (first !== undefined) return first;
        if (error instanceof RevisionConflict) return error;
        throw error;
      }
    }
    return await this.#attempt(commanded, work, false);
  }

  /** The state of a stream now. A decision that rests on it reads it in its transaction instead. */
  async state<C, S, E extends DomainEventShape, R extends Rejection>(
    aggregate: Aggregate<C, S, E, R>,
    id: string,
  ): Promise<S> {
    return await new Attempt(this.#streams).read(aggregate, id);
  }

  /** Undefined where nothing was decided on states of which some may be older: only what is recorded asserts them. */
  async #run(attempt: Attempt, work: Work, { context, options }: Commanded): Promise<CommandOutcome | undefined> {
    await work(attempt);
    const { drafts, refusal, reported } = attempt;

    const decided = refusal === undefined && [...drafts.values()].some(({ events }) => events.length > 0);
    if (decided && options.dryRun !== true) return await this.#record(drafts, context, options);
    if (attempt.hasPresumed) return undefined;
    if (decided) return this.#rehearsed(drafts, context, options);
    const subject = subjectOf(drafts, options);
    const { commandHash } = context;
    const outcome: CommandOutcome =
      refusal === undefined
        ? { ...unchanged(drafts.get(subject)?.loaded.revision, reported), commandHash }
        : { ok: false, rejection: refusal };
    const { remember: remembering } = options;
    if (options.dryRun === true) return outcome;
    if (remembering === undefined || (refusal !== undefined && !remembering.isDecision(refusal)))
      return (await this.#firstAnswer(context, options)) ?? outcome;
    const stands = await remember(this.deps.store, context, subject, outcome, remembering);
    return stands ?? (await this.#requireFirst(context, options));
  }

  async #record(
    drafts: ReadonlyMap<StreamName, Draft>,
    context: CommandContext,
    options: TransactOptions,
  ): Promise<CommandOutcome> {
    const appends = this.#appendsOf(drafts, context, options);
    const answer = await this.deps.store.appendAll(appends, { commandId: context.commandId });
    if (answer.repeated) return await this.#requireFirst(context, options);
    this.#keep(drafts, answer);
    return {
      ok: true,
      revision: revisionAfter(subjectOf(drafts, options), drafts, answer),
      events: recordedEvents(appends, answer),
      repeated: false,
      commandHash: context.commandHash,
    };
  }

  /** What would be recorded: with the revisions that it would have, had nobody else recorded anything by then. */
  #rehearsed(
    drafts: ReadonlyMap<StreamName, Draft>,
    context: CommandContext,
    options: TransactOptions,
  ): CommandOutcome {
    const events = this.#appendsOf(drafts, context, options).flatMap(({ stream, events: proposed }) => {
      const next = (drafts.get(stream)?.loaded.revision ?? -1n) + 1n;
      return proposed.map(({ id, type, data }, index) => ({ id, type, stream, revision: next + BigInt(index), data }));
    });
    const { revision } = drafts.get(subjectOf(drafts, options))?.loaded ?? {};
    return { ok: true, revision, events, repeated: false, rehearsed: true };
  }

  /** A stream that was only read stands here without events: it is asserted, and a rival that moved it wins. */
  #appendsOf(
    drafts: ReadonlyMap<StreamName, Draft>,
    context: CommandContext,
    { actingFor }: TransactOptions,
  ): readonly StreamAppend[] {
    const clusterId = actingFor?.();
    const actor = clusterId === undefined ? context.actor : { ...context.actor, clusterId };
    const { catalog } = this.deps;
    return [...drafts].map(([stream, { loaded, events }]) => ({
      stream,
      expected: loaded.revision ?? 'no-stream',
      events: events.map(({ id, event }) => toProposedEvent(event, stream, id, { ...context, actor }, catalog)),
    }));
  }

  #keep(drafts: ReadonlyMap<StreamName, Draft>, answer: AppendAnswer): void {
    for (const { stream, lastRevision } of answer.streams) {
      const draft = drafts.get(stream);
      if (draft === undefined) continue;
      this.#states.put(stream, { decider: draft.loaded.decider, state: draft.after, revision: lastRevision });
    }
  }

  /** Of a command that the store knows. */
  async #requireFirst(context: CommandContext, options: TransactOptions): Promise<CommandOutcome> {
    const first = await this.#firstAnswer(context, options, true);
    invariant(first !== undefined, `the store knows command ${context.commandId} and not its answer`);
    return first;
  }

  async #firstAnswer(
    { commandId, recordedAt }: CommandContext,
    { subject, remember: remembering }: TransactOptions,
    mayBeKept = remembering !== undefined,
  ): Promise<CommandOutcome | undefined> {
    const { store } = this.deps;
    const events = await store.readCommand(commandId);
    const [first] = events;
    if (first === undefined) {
      const kept = mayBeKept ? await store.readAnswer(commandId, recordedAt) : undefined;
      return kept && outcomeOf(kept);
    }
    return {
      ok: true,
      revision: events.findLast(({ stream }) => stream === (subject ?? first.stream))?.revision,
      events: events.map(commandEvent),
      repeated: true,
      commandHash: first.metadata.commandHash,
    };
  }
}

function unchanged(revision: bigint | undefined, reported: JsonObject | undefined) {
  return { ok: true, revision, events: [], repeated: false, ...(reported === undefined ? {} : { reported }) } as const;
}

function subjectOf(drafts: ReadonlyMap<StreamName, Draft>, { subject }: TransactOptions): StreamName {
  const stream = subject ?? drafts.keys().next().value;
  invariant(stream !== undefined, 'a command reads or decides on one stream at least');
  return stream;
}

function revisionAfter(
  subject: StreamName,
  drafts: ReadonlyMap<StreamName, Draft>,
  { streams }: AppendAnswer,
): bigint | undefined {
  const appended = streams.find(({ stream }) => stream === subject);
  return appended?.lastRevision ?? drafts.get(subject)?.loaded.revision;
}

function recordedEvents(appends: readonly StreamAppend[], { streams }: AppendAnswer): readonly CommandEvent[] {
  const starts = new Map(streams.map(({ stream, firstRevision }) => [stream, firstRevision]));
  return appends.flatMap(({ stream, events }) =>
    events.map(({ id, type, data }, index) => ({
      id,
      type,
      stream,
      revision: (starts.get(stream) ?? 0n) + BigInt(index),
      data,
    })),
  );
}

function commandEvent({ id, type, stream, revision, data }: StoredEvent): CommandEvent {
  return { id, type, stream, revision, data };
}
