import {
  fold,
  invariant,
  type Decider,
  type IdSource,
  type Rejection,
  type StoredEvent,
  type StreamName,
  type Uuid,
} from '#libs/kernel';
import { toDomainEvent, toProposedEvent, type CommandCatalog, type CommandContext } from './command-context.ts';
import type { DecisionStep, DomainEventShape } from './decision-step.ts';
import { RevisionConflict } from '#libs/event-store';
import type { AppendAnswer, EventStore, StreamAppend } from '#libs/event-store';
import { StateCache, type FoldedState } from './state-cache.ts';

/** How often a command is decided anew because its stream moved, before the conflict is the answer. */
const MAX_RETRIES = 8;

/** What became of a command. */
export type CommandOutcome<R = Rejection> =
  | {
      readonly ok: true;
      /** The last revision of the first step's stream; undefined when it has no event. */
      readonly revision: bigint | undefined;
      /** What the command recorded; none when what it asked for was already so. */
      readonly events: readonly CommandEvent[];
      /** True when the same command id had been decided before: this is that answer. */
      readonly repeated: boolean;
      /** The hash under which the command was first recorded: differs when another body came under the same id. */
      readonly commandHash?: string | undefined;
    }
  | { readonly ok: false; readonly rejection: R };

export interface CommandEvent {
  readonly id: Uuid;
  readonly type: string;
  readonly stream: StreamName;
  readonly revision: bigint;
}

export interface RunOptions {
  /** The revision that the caller saw (`If-Match`); another one is a RevisionConflict, not a retry. */
  readonly expected?: bigint | undefined;
  /** Looks at the state before the decision and throws to stop the command. */
  readonly before?: ((state: unknown) => void) | undefined;
}

interface RunnerDependencies {
  readonly store: EventStore;
  readonly catalog: CommandCatalog;
  readonly ids: IdSource;
  readonly maxRetries?: number | undefined;
}

/** A stream's part in a command: the state it was decided on, and what was decided. */
interface Draft {
  readonly loaded: FoldedState;
  readonly after: unknown;
  readonly events: readonly DomainEventShape[];
}

type Drafts<R> =
  | { readonly ok: true; readonly drafts: ReadonlyMap<StreamName, Draft> }
  | { readonly ok: false; readonly rejection: R };

/** Load, decide, append at the exact revision, and decide anew when the stream moved: the one way commands take effect. */
export class CommandRunner {
  readonly #states = new StateCache();

  constructor(private readonly deps: RunnerDependencies) {}

  /**
   * Runs one decision.
   * @throws RevisionConflict when `expected` is not the revision, or when the stream moved at every try; as the store otherwise
   */
  run<R extends Rejection>(
    step: DecisionStep<R>,
    context: CommandContext,
    options: RunOptions = {},
  ): Promise<CommandOutcome<R>> {
    return this.#run([step], context, options);
  }

  /**
   * Runs several decisions as one: all are recorded or none; the first refusal in the order of the steps is the answer.
   * Steps on one stream are decided one upon the other. `expected` is the revision of the first step's stream.
   */
  runAll<R extends Rejection>(
    steps: readonly DecisionStep<R>[],
    context: CommandContext,
    options: RunOptions = {},
  ): Promise<CommandOutcome<R>> {
    return this.#run(steps, context, options);
  }

  /** The state of a stream as its decider folds it, with its last revision. */
  async load<C, S, E extends DomainEventShape, R extends Rejection>(
    decider: Decider<C, S, E, R>,
    stream: StreamName,
  ): Promise<{ readonly state: S; readonly revision: bigint | undefined }> {
    const folded = await this.#load(decider, stream);
    return { state: folded.state as S, revision: folded.revision };
  }

  async #run<R extends Rejection>(
    steps: readonly DecisionStep<R>[],
    context: CommandContext,
    options: RunOptions,
  ): Promise<CommandOutcome<R>> {
    for (let retriesLeft = this.deps.maxRetries ?? MAX_RETRIES; ; retriesLeft -= 1) {
      try {
        return await this.#attempt(steps, context, options);
      } catch (error) {
        // The first run of this command may be what moved the stream: then its answer stands.
        const first = await this.#firstAnswer(steps, context.commandId);
        if (first !== undefined) return first;
        if (!(error instanceof RevisionConflict) || options.expected !== undefined || retriesLeft === 0) throw error;
      }
    }
  }

  async #attempt<R extends Rejection>(
    steps: readonly DecisionStep<R>[],
    context: CommandContext,
    options: RunOptions,
  ): Promise<CommandOutcome<R>> {
    const decided = await this.#decide(steps, options);
    const undecided = !decided.ok || [...decided.drafts.values()].every(({ events }) => events.length === 0);
    if (undecided) {
      const first = await this.#firstAnswer(steps, context.commandId);
      if (first !== undefined) return first;
    }
    if (!decided.ok) return decided;
    const first = steps[0]?.stream;
    if (undecided || first === undefined) {
      const revision = first === undefined ? undefined : decided.drafts.get(first)?.loaded.revision;
      return { ok: true, revision, events: [], repeated: false, commandHash: context.commandHash };
    }
    return this.#record(steps, decided.drafts, context);
  }

  async #decide<R extends Rejection>(steps: readonly DecisionStep<R>[], options: RunOptions): Promise<Drafts<R>> {
    const loading = new Map<StreamName, Promise<FoldedState>>();
    for (const { decider, stream } of steps) if (!loading.has(stream)) loading.set(stream, this.#load(decider, stream));
    await Promise.all(loading.values());
    const drafts = new Map<StreamName, Draft>();
    for (const { decider, stream, command } of steps) {
      const draft = drafts.get(stream) ?? undrafted(await loading.get(stream));
      invariant(draft.loaded.decider === decider, `${stream} is decided by one decider in a command`);
      if (stream === steps[0]?.stream) assertSeen(stream, draft.loaded, options);
      options.before?.(draft.after);
      const decision = decider.decide(command, draft.after);
      if (!decision.ok) return decision;
      const after = fold(decider, decision.events, draft.after);
      drafts.set(stream, { loaded: draft.loaded, after, events: [...draft.events, ...decision.events] });
    }
    return { ok: true, drafts };
  }

  async #record<R>(
    steps: readonly DecisionStep[],
    drafts: ReadonlyMap<StreamName, Draft>,
    context: CommandContext,
  ): Promise<CommandOutcome<R>> {
    const { store, catalog, ids } = this.deps;
    const appends: StreamAppend[] = [...drafts]
      .filter(([, { events }]) => events.length > 0)
      .map(([stream, { loaded, events }]) => ({
        stream,
        expected: loaded.revision ?? 'no-stream',
        events: events.map((event) => toProposedEvent(event, stream, ids.next(), context, catalog)),
      }));
    const answer = await store.appendAll(appends, { commandId: context.commandId });
    if (answer.repeated) {
      const first = await this.#firstAnswer(steps, context.commandId);
      invariant(first !== undefined, `the store knows command ${context.commandId} but not its events`);
      return first;
    }
    this.#keep(drafts, answer);
    return { ...accepted(steps, drafts, appends, answer), commandHash: context.commandHash };
  }

  #keep(drafts: ReadonlyMap<StreamName, Draft>, answer: AppendAnswer): void {
    for (const { stream, lastRevision } of answer.streams) {
      const draft = drafts.get(stream);
      if (draft === undefined) continue;
      this.#states.put(stream, { decider: draft.loaded.decider, state: draft.after, revision: lastRevision });
    }
  }

  async #load(decider: DecisionStep['decider'], stream: StreamName): Promise<FoldedState> {
    const known = this.#states.get(stream, decider);
    let state = known === undefined ? decider.initial : known.state;
    let revision = known?.revision;
    for await (const event of this.deps.store.read(stream, { from: revision === undefined ? 0n : revision + 1n })) {
      state = decider.evolve(state, toDomainEvent(event));
      revision = event.revision;
    }
    const folded = { decider, state, revision };
    this.#states.put(stream, folded);
    return folded;
  }

  async #firstAnswer(
    steps: readonly DecisionStep[],
    commandId: Uuid,
  ): Promise<Extract<CommandOutcome<never>, { ok: true }> | undefined> {
    const events = await this.deps.store.readCommand(commandId);
    if (events.length === 0) return undefined;
    return {
      ok: true,
      revision: events.findLast(({ stream }) => stream === steps[0]?.stream)?.revision,
      events: events.map(commandEvent),
      repeated: true,
      commandHash: events[0]?.metadata.commandHash,
    };
  }
}

function undrafted(loaded: FoldedState | undefined): Draft {
  invariant(loaded !== undefined, 'every stream of a command is loaded before it is decided');
  return { loaded, after: loaded.state, events: [] };
}

function assertSeen(stream: StreamName, { revision }: FoldedState, { expected }: RunOptions): void {
  if (expected !== undefined && expected !== revision) throw new RevisionConflict(stream, expected, revision);
}

function accepted(
  steps: readonly DecisionStep[],
  drafts: ReadonlyMap<StreamName, Draft>,
  appends: readonly StreamAppend[],
  answer: AppendAnswer,
): Extract<CommandOutcome<never>, { ok: true }> {
  const first = steps[0]?.stream;
  const appended = answer.streams.find(({ stream }) => stream === first);
  const loaded = first === undefined ? undefined : drafts.get(first)?.loaded.revision;
  const events = appends.flatMap(({ stream, events: own }) => {
    const start = answer.streams.find((each) => each.stream === stream)?.firstRevision ?? 0n;
    return own.map(({ id, type }, index) => ({ id, type, stream, revision: start + BigInt(index) }));
  });
  return { ok: true, revision: appended?.lastRevision ?? loaded, events, repeated: false };
}

function commandEvent({ id, type, stream, revision }: StoredEvent): CommandEvent {
  return { id, type, stream, revision };
}
