import type { Arrival } from '../ordering/index.ts';
import type { TopicMessage } from './topic-message.ts';

/** Records in ledger order, as many as could be given at once. */
export interface Stretch {
  readonly arrivals: readonly Arrival<TopicMessage>[];
  /** Everything below it on these topics was given, in this stretch or before. */
  readonly next: bigint;
}

/** Reads topics from a position on. */
export interface Reading {
  /** Pulled one after the other; ends when `close` was called. @throws MissingPosition, KafkaFault */
  stretches(): AsyncGenerator<Stretch>;
  close(): Promise<void>;
}

/** About how much is kept for those that come a little later. */
export const KEPT_WEIGHT = 4_194_304;

/**
 * One reading for several consumers that are about as far. Whoever has nothing left makes it go on, so the fastest moves it and waits for
 * nobody; who is behind what is kept finds it here no more, and has to read by himself until he is there again.
 */
export class SharedReading {
  readonly #stretches: AsyncGenerator<Stretch>;
  readonly #kept: Stretch[] = [];
  #weight = 0;
  #begin: bigint;
  #end: bigint;
  #fault: { readonly error: unknown } | undefined;
  #isOver = false;
  #isGoingOn = false;
  #closing: Promise<void> | undefined;
  readonly #waiting: (() => void)[] = [];
  #consumers = 0;

  constructor(
    private readonly reading: Reading,
    from: bigint,
    private readonly keptWeight = KEPT_WEIGHT,
  ) {
    this.#stretches = reading.stretches();
    this.#begin = from;
    this.#end = from;
  }

  join(): void {
    this.#consumers += 1;
  }

  /** Gives how many consumers are still at it. */
  leave(): number {
    this.#consumers -= 1;
    return this.#consumers;
  }

  /** Whether it met a fault. Those that are at it have to hear of it, also who was busy when it came. */
  get isBroken(): boolean {
    return this.#fault !== undefined;
  }

  /** Whether one who has everything below that position finds here what follows. */
  covers(position: bigint): boolean {
    return !this.#isOver && !this.isBroken && this.#begin <= position && position <= this.#end;
  }

  /**
   * The first stretch that goes beyond a position, when it comes; it may begin before it. Undefined when it does not come here: the
   * signal was aborted, the reading closed, or more was read meanwhile than is kept.
   * @throws as the reading
   */
  async next(position: bigint, signal: AbortSignal): Promise<Stretch | undefined> {
    while (!signal.aborted) {
      const isHere = this.#begin <= position;
      const kept = isHere ? this.#beyond(position) : undefined;
      if (kept !== undefined) return kept;
      if (this.#fault !== undefined) throw this.#fault.error;
      if (this.#isOver || !isHere) return undefined;
      this.#goOn();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return undefined;
  }

  /** Makes everybody who waits look again. */
  wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when nothing of it is left on the brokers. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.wake();
    this.#closing ??= this.reading.close();
    await this.#closing;
  }

  #beyond(position: bigint): Stretch | undefined {
    const last = this.#kept.findLastIndex(({ next }) => next <= position);
    return this.#kept[last + 1];
  }

  #goOn(): void {
    if (this.#isGoingOn) return;
    this.#isGoingOn = true;
    void this.#stretches
      .next()
      .then(({ done, value }) => {
        if (done === true) this.#isOver = true;
        else this.#keep(value);
      })
      .catch((error: unknown) => {
        this.#fault = { error };
      })
      .finally(() => {
        this.#isGoingOn = false;
        this.wake();
      });
  }

  /** The last stretch is always kept, however much it is. */
  #keep(stretch: Stretch): void {
    this.#kept.push(stretch);
    this.#weight += weightOf(stretch);
    this.#end = stretch.next;
    while (this.#weight > this.keptWeight && this.#kept.length > 1) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) break;
      this.#weight -= weightOf(oldest);
      this.#begin = oldest.next;
    }
  }
}

function weightOf({ arrivals }: Stretch): number {
  return arrivals.reduce((sum, { weight = 1 }) => sum + weight, 0);
}
