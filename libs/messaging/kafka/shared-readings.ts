import { SharedReading, type Reading, type Stretch } from './shared-reading.ts';

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
  readonly #byTopics = new Map<string, readonly SharedReading[]>();
  readonly #closing = new Set<Promise<void>>();
  #ending = new AbortController();

  constructor(private readonly options: SharedReadingsOptions) {}

  /** How many there are. */
  get size(): number {
    return [...this.#byTopics.values()].reduce((sum, { length }) => sum + length, 0);
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
      if (reading !== undefined) this.leave(topics, reading);
    }
  }

  /** The reading at which one who has everything below a position goes on; he leaves the one where he was, unless that owes him a fault. */
  at(topics: readonly string[], position: bigint, before: SharedReading | undefined): SharedReading {
    if (before?.isBroken === true) return before;
    const all = this.#byTopics.get(keyOf(topics)) ?? [];
    const found = all.find((reading) => reading.covers(position)) ?? this.#opened(topics, position);
    if (found === before) return found;
    found.join();
    if (before !== undefined) this.leave(topics, before);
    return found;
  }

  /** He goes on at once; a broker takes a moment to let go. */
  leave(topics: readonly string[], reading: SharedReading): void {
    if (reading.leave() > 0) return;
    const others = (this.#byTopics.get(keyOf(topics)) ?? []).filter((each) => each !== reading);
    this.#byTopics.set(keyOf(topics), others);
    this.#close(reading);
  }

  /** Ends all of them; resolves when nothing of them is left on the brokers. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#ending = new AbortController();
    for (const reading of [...this.#byTopics.values()].flat()) this.#close(reading);
    this.#byTopics.clear();
    await Promise.all(this.#closing);
  }

  #close(reading: SharedReading): void {
    const closing = reading.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #opened(topics: readonly string[], position: bigint): SharedReading {
    const { open, keptWeight } = this.options;
    const opened = new SharedReading(open(topics, position), position, keptWeight);
    this.#byTopics.set(keyOf(topics), [...(this.#byTopics.get(keyOf(topics)) ?? []), opened]);
    return opened;
  }
}

/** What is kept may begin with what he has. */
function beginningAt({ arrivals, next }: Stretch, position: bigint): Stretch {
  const had = arrivals.findIndex(({ place }) => place.position >= position);
  return { arrivals: had === 0 ? arrivals : arrivals.slice(had === -1 ? arrivals.length : had), next };
}

function keyOf(topics: readonly string[]): string {
  return topics.join(',');
}
