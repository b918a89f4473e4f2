import type { StreamName } from '#libs/kernel';

/** The state of a stream as folded up to a revision. */
export interface FoldedState {
  /** The decider that folded it: another decider's state of the same stream is another state. */
  readonly decider: object;
  readonly state: unknown;
  /** The last revision in it; undefined when the stream has no event. */
  readonly revision: bigint | undefined;
}

/**
 * The states of the streams used last, so that a hot stream reads its new events only. It cannot make an answer wrong: what is decided
 * is appended at the exact revision it was decided on, and whatever else is answered has read newer events on top.
 */
export class StateCache {
  readonly #states = new Map<StreamName, FoldedState>();

  constructor(private readonly capacity = 1_000) {}

  get(stream: StreamName, decider: object): FoldedState | undefined {
    const found = this.#states.get(stream);
    if (found?.decider !== decider) return undefined;
    this.#states.delete(stream);
    this.#states.set(stream, found);
    return found;
  }

  put(stream: StreamName, folded: FoldedState): void {
    this.#states.delete(stream);
    this.#states.set(stream, folded);
    for (const oldest of this.#states.keys()) {
      if (this.#states.size <= this.capacity) return;
      this.#states.delete(oldest);
    }
  }
}
