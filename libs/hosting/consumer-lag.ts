import type { EventStore } from '#libs/event-store';
import type { RecordedEvent } from '#libs/kernel';
import { consumersOf, type ContextDefinition } from './context.ts';
import type { ConsumerHealth } from './health.ts';
import type { ConsumerSnapshot } from './telemetry/index.ts';

export interface ConsumerLagOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly contexts: readonly ContextDefinition[];
  /** See `Messages`. */
  readonly positionsFollowLedger: boolean;
}

/** The size of a page in which the first event is searched; the rest of the page is not used. */
const FIRST_PAGE = 100;

/**
 * Whether consumers are behind. On a broker the position of a consumer says little about it, since it moves with the events of
 * its own topics only: a consumer is behind when an event that it reads lies before it.
 */
export class ConsumerLag {
  readonly #types: ReadonlyMap<string, readonly string[]>;
  /** Ranges of the ledger in which a consumer has nothing to read: a range that was searched once is not searched again. */
  readonly #empty = new Map<string, { readonly from: bigint; readonly until: bigint }>();

  constructor(private readonly options: ConsumerLagOptions) {
    this.#types = new Map(options.contexts.flatMap(consumersOf).map(({ name, on }) => [name, on]));
  }

  /** Whether the consumer has handled everything that it reads before `head`. @throws MissingPosition when the ledger has a gap */
  async isCaughtUp({ name, position }: Pick<ConsumerHealth, 'name' | 'position'>, head: bigint): Promise<boolean> {
    return (await this.lastToRead(name, BigInt(position), head)) === undefined;
  }

  /** The last position in [from, until) that the consumer has to handle; undefined when there is none. */
  async lastToRead(name: string, from: bigint, until: bigint): Promise<bigint | undefined> {
    if (from >= until) return undefined;
    if (this.options.positionsFollowLedger) return until - 1n;
    let last: bigint | undefined;
    for await (const events of this.#toRead(name, from, until)) last = events.at(-1)?.position;
    return last;
  }

  /** The first event in [from, until) that the consumer has to handle; undefined when there is none. @throws MissingPosition */
  async firstToRead(name: string, from: bigint, until: bigint): Promise<RecordedEvent | undefined> {
    for await (const [first] of this.#toRead(name, from, until, FIRST_PAGE)) return first;
    return undefined;
  }

  /** The consumer's health with its lag, for the gauges of a service. @throws MissingPosition */
  async measure(consumer: ConsumerHealth, head: bigint): Promise<ConsumerSnapshot> {
    const position = BigInt(consumer.position);
    const waiting = await this.firstToRead(consumer.name, position, head);
    const lag = waiting && { events: head - position, sinceMs: Date.parse(waiting.metadata.recordedAt) };
    return { ...consumer, lag };
  }

  /** Pages that hold an event of the consumer. */
  async *#toRead(
    name: string,
    from: bigint,
    until: bigint,
    pageSize?: number,
  ): AsyncGenerator<readonly RecordedEvent[]> {
    const empty = this.#empty.get(name);
    const begin = empty?.from === from && empty.until > from ? empty.until : from;
    if (begin >= until) return;
    const filter = { types: this.#types.get(name) ?? [] };
    let isEmpty = true;
    for await (const { events } of this.options.store.readAll(begin, { filter, until, pageSize })) {
      if (events.length === 0) continue;
      isEmpty = false;
      yield events;
    }
    if (isEmpty) this.#empty.set(name, { from, until });
  }
}
