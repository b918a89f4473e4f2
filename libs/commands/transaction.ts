import { invariant, requireSettled, type Aggregate, type AnyAggregate, type DomainEventShape } from '#libs/kernel';
import type { IdSource, JsonObject, Rejection, StreamName, Uuid } from '#libs/kernel';
import type { EventStore } from '#libs/event-store';
import { toDomainEvent } from './command-context.ts';
import { PreconditionFailed } from './errors.ts';
import { isMet, type Precondition } from './precondition.ts';
import type { FoldedState, StateCache } from './state-cache.ts';

/** A stream's state before a command was decided on it and after; the same where it was refused or was already so. */
export interface Change<State> {
  readonly before: State;
  readonly after: State;
}

/** What a command does with streams of its own context. It is run whole again when one of them moved before the commit. */
export interface Transaction {
  /**
   * The state of a stream, with what this transaction has decided on it so far. Every stream that is read is asserted at the
   * append: what is recorded was decided on what stood there at the commit.
   */
  read<C, S, E extends DomainEventShape, R extends Rejection>(aggregate: Aggregate<C, S, E, R>, id: string): Promise<S>;
  /**
   * Decides a command on a stream, upon what this transaction has decided on it before. The events of all decisions are
   * recorded together; the first refusal is the answer of the whole transaction, and nothing is recorded then.
   */
  decide<C, S, E extends DomainEventShape, R extends Rejection>(
    aggregate: Aggregate<C, S, E, R>,
    id: string,
    command: C,
  ): Promise<Change<S>>;
  /** Refuses the transaction for a reason that lies outside its streams. The first refusal is the answer. */
  refuse(rejection: Rejection): void;
  /** Says in the answer what is there already, where nothing is recorded because what was asked for is so. The last one counts. */
  report(members: JsonObject): void;
}

/** A stream's part in a transaction. */
export interface Draft {
  readonly loaded: FoldedState;
  readonly events: DecidedEvent[];
  after: unknown;
}

/** An event that was decided: from there on it has the id under which it is recorded. */
export interface DecidedEvent {
  readonly id: Uuid;
  readonly event: DomainEventShape;
}

/** Where an attempt reads from. */
export interface Streams {
  readonly store: Pick<EventStore, 'read'>;
  readonly states: StateCache;
  readonly ids: IdSource;
}

/** The stream that a command is about, and at which revisions its sender wants it. */
interface Seen {
  readonly subject?: StreamName | undefined;
  readonly expected?: Precondition | undefined;
  /** Whether the command makes the subject, under an id that was drawn for it. */
  readonly makesSubject?: boolean | undefined;
}

/** One attempt at a transaction: what it read and decided. */
export class Attempt implements Transaction {
  /** What each stream that was read comes to, in the order of reading. */
  readonly drafts = new Map<StreamName, Draft>();
  /** The first one. */
  refusal: Rejection | undefined;
  /** What the answer says where nothing was recorded. */
  reported: JsonObject | undefined;
  /** Whether it took a state for the newest without a look. */
  hasPresumed = false;
  readonly #loading = new Map<StreamName, Promise<Draft>>();

  constructor(
    private readonly streams: Streams,
    private readonly seen: Seen = {},
    /** Takes the states that were seen last for the newest, and a subject that it makes for new. */
    private readonly presumes = false,
  ) {}

  async read<C, S, E extends DomainEventShape, R extends Rejection>(
    aggregate: Aggregate<C, S, E, R>,
    id: string,
  ): Promise<S> {
    return (await this.#draft(aggregate, id)).after as S;
  }

  async decide<C, S, E extends DomainEventShape, R extends Rejection>(
    aggregate: Aggregate<C, S, E, R>,
    id: string,
    command: C,
  ): Promise<Change<S>> {
    const draft = await this.#draft(aggregate, id);
    const before = draft.after as S;
    const decision = aggregate.decide(command, before);
    if (!decision.ok) {
      this.refusal ??= decision.rejection;
      return { before, after: before };
    }
    const decided = decision.events.map((event) => ({ id: this.streams.ids.next(), event }));
    const after = decided.reduce((state, { id: eventId, event }) => aggregate.evolve(state, event, eventId), before);
    draft.after = after;
    draft.events.push(...decided);
    return { before, after };
  }

  refuse(rejection: Rejection): void {
    this.refusal ??= rejection;
  }

  report(members: JsonObject): void {
    this.reported = members;
  }

  async #draft(aggregate: AnyAggregate, id: string): Promise<Draft> {
    const stream = aggregate.stream(id);
    const loading = this.#loading.get(stream) ?? this.#load(aggregate, stream);
    this.#loading.set(stream, loading);
    const draft = await loading;
    invariant(draft.loaded.decider === aggregate, `${stream} is decided by one aggregate in a command`);
    return draft;
  }

  async #load(aggregate: AnyAggregate, stream: StreamName): Promise<Draft> {
    const loaded = this.#presumed(aggregate, stream) ?? (await this.#newest(aggregate, stream));
    requireSettled(loaded.state);
    const { subject, expected } = this.seen;
    if (stream === subject && expected !== undefined && !isMet(expected, loaded.revision))
      throw new PreconditionFailed(stream, expected, loaded.revision);
    const draft = { loaded, events: [], after: loaded.state };
    this.drafts.set(stream, draft);
    return draft;
  }

  #presumed(decider: AnyAggregate, stream: StreamName): FoldedState | undefined {
    if (!this.presumes) return undefined;
    const { subject, makesSubject } = this.seen;
    const isNew = stream === subject && makesSubject === true;
    const presumed =
      this.streams.states.get(stream, decider) ??
      (isNew ? { decider, state: decider.initial, revision: undefined } : undefined);
    this.hasPresumed ||= presumed !== undefined;
    return presumed;
  }

  async #newest(decider: AnyAggregate, stream: StreamName): Promise<FoldedState> {
    const { store, states } = this.streams;
    const known = states.get(stream, decider);
    let state = known === undefined ? decider.initial : known.state;
    let revision = known?.revision;
    for await (const event of store.read(stream, { from: revision === undefined ? 0n : revision + 1n })) {
      state = decider.evolve(state, toDomainEvent(event), event.id);
      revision = event.revision;
    }
    const newest = { decider, state, revision };
    states.put(stream, newest);
    return newest;
  }
}
