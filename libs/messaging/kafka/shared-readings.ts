import type { Stretch } from './received.ts';

/** Reads topics from a position on. */
export interface Reading {
  /** Pulled one after the other; ends when `close` was called. @throws MissingPosition, KafkaFault */
  stretches(): AsyncGenerator<Stretch>;
  close(): Promise<void>;
}

export interface SharedReadingsOptions {
  /** Begins to read topics at a position. */
  readonly open: (topics: readonly string[], from: bigint) => Reading;
  /** About how much each keeps for those that come a little later. */
  readonly keptWeight?: number | undefined;
}

/**
 * The readings that the consumers of a process share: one for those that read the same topics and are about as far, and another for each
 * that is elsewhere. The oldest that has what follows is the one to be at, so that they come together where consumers catch up.
 */
export class SharedReadings {
  /** The oldest first. */
  readonly #readings = new Set<SharedReading>();
  readonly #closing = new Set<Promise<void>>();
  #ending = new AbortController();

  constructor(private readonly options: SharedReadingsOptions) {}

  /** How many there are. */
  get size(): number {
    return this.#readings.size;
  }

  /** What stands on topics from a position on, as it is pulled; ends when the signal is aborted, or all of them closed. @throws as the readings */
  async *from(topics: readonly string[], start: bigint, wanted: AbortSignal): AsyncGenerator<Stretch> {
    const signal = AbortSignal.any([wanted, this.#ending.signal]);
    let reading: SharedReading | undefined;
    const wake = (): void => reading?.wake();
    signal.addEventListener('abort', wake);
    try {
      for (let position = start; !signal.aborted;) {
        reading = this.at(topics, position, reading);
        const stretch = await reading.next(position, signal);
        if (stretch === undefined) continue;
        yield beginningAt(stretch, position);
        position = stretch.next;
      }
    } finally {
      signal.removeEventListener('abort', wake);
      if (reading !== undefined) this.leave(reading);
    }
  }

  /** The reading at which one who has everything below a position goes on; he leaves the one where he was, unless that owes him a fault. */
  at(topics: readonly string[], position: bigint, before: SharedReading | undefined): SharedReading {
    if (before?.isBroken === true) return before;
    const key = topics.join(',');
    let found = [...this.#readings].find((reading) => reading.key === key && reading.covers(position));
    if (found === undefined) {
      const { open, keptWeight } = this.options;
      found = new SharedReading(key, open(topics, position), position, keptWeight);
      this.#readings.add(found);
    }
    if (found === before) return found;
    found.join();
    if (before !== undefined) this.leave(before);
    return found;
  }

  /** He goes on at once; a broker takes a moment to let go. */
  leave(reading: SharedReading): void {
    if (reading.leave() === 0) this.#close(reading);
  }

  /** Ends all of them; resolves when nothing of them is left on the brokers. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#ending = new AbortController();
    for (const reading of this.#readings) this.#close(reading);
    await Promise.all(this.#closing);
  }

  #close(reading: SharedReading): void {
    this.#readings.delete(reading);
    const closing = reading.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** What is kept may begin with what he has. */
function beginningAt({ arrivals, next }: Stretch, position: bigint): Stretch {
  const had = arrivals.findIndex(({ place }) => place.position >= position);
  return { arrivals: had === 0 ? arrivals : arrivals.slice(had === -1 ? arrivals.length : had), next };
}

/** About how much is kept for those that come a little later. */
const KEPT_WEIGHT = 4_194_304;

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
    /** Which topics it is of. */
    readonly key: string,
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
