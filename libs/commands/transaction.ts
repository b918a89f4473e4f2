import { fold, type Aggregate, type AnyAggregate, type Decision, type DomainEventShape } from '#libs/kernel';
import { invariant, type Rejection, type StreamName } from '#libs/kernel';
import type { FoldedState } from './state-cache.ts';

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
  ): Promise<Decision<E, R>>;
}

/** A stream's part in a transaction. */
export interface Draft {
  readonly loaded: FoldedState;
  readonly after: unknown;
  readonly events: readonly DomainEventShape[];
}

type Load = (aggregate: AnyAggregate, stream: StreamName) => Promise<FoldedState>;

/** One attempt at a transaction: what it read and decided. */
export class Attempt implements Transaction {
  readonly #loads = new Map<StreamName, Promise<FoldedState>>();
  readonly #drafts = new Map<StreamName, Draft>();
  #refusal: Rejection | undefined;

  constructor(private readonly load: Load) {}

  async read<C, S, E extends DomainEventShape, R extends Rejection>(
    aggregate: Aggregate<C, S, E, R>,
    id: string,
  ): Promise<S> {
    const { after } = await this.#draft(aggregate, aggregate.stream(id));
    return after as S;
  }

  async decide<C, S, E extends DomainEventShape, R extends Rejection>(
    aggregate: Aggregate<C, S, E, R>,
    id: string,
    command: C,
  ): Promise<Decision<E, R>> {
    const stream = aggregate.stream(id);
    const { loaded, after, events } = await this.#draft(aggregate, stream);
    const decision = aggregate.decide(command, after as S);
    if (!decision.ok) this.#refusal ??= decision.rejection;
    else
      this.#drafts.set(stream, {
        loaded,
        after: fold(aggregate, decision.events, after as S),
        events: [...events, ...decision.events],
      });
    return decision;
  }

  get refusal(): Rejection | undefined {
    return this.#refusal;
  }

  /** What each stream that was read comes to, in the order of reading. */
  get drafts(): ReadonlyMap<StreamName, Draft> {
    return this.#drafts;
  }

  async #draft(aggregate: AnyAggregate, stream: StreamName): Promise<Draft> {
    const loading = this.#loads.get(stream) ?? this.load(aggregate, stream);
    this.#loads.set(stream, loading);
    const loaded = await loading;
    invariant(loaded.decider === aggregate, `${stream} is decided by one aggregate in a command`);
    const draft = this.#drafts.get(stream) ?? { loaded, after: loaded.state, events: [] };
    this.#drafts.set(stream, draft);
    return draft;
  }
}
