import type { EventStore } from '#libs/event-store';
import type { RecordedEvent } from '#libs/kernel';
import { consumersOf } from './context-consumers.ts';
import type { ContextDefinition } from './context.ts';

export interface ConsumerStanding {
  /** It has handled every event that it reads and that has a position now, and fired every timer that is due. */
  readonly caughtUp: boolean;
}

export interface StandingOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly contexts: readonly ContextDefinition[];
  /** See `Messages`. */
  readonly positionsFollowLedger: boolean;
}

/** Enough to find the first one by; the rest of a page is read for nothing. */
const FIRST_PAGE = 100;

/** An event that a consumer has not handled yet. */
export type WaitingEvent = Pick<RecordedEvent, 'position' | 'metadata'>;

/**
 * Whether consumers are behind. On a broker the position of a consumer says little about it, since it moves with the events of
 * its own topics only: behind is who has an event before him that he reads.
 */
export class Standing {
  readonly #types: ReadonlyMap<string, readonly string[]>;
  /** Stretches of the ledger in which a consumer has nothing to read: what was looked at once is not looked at again. */
  readonly #empty = new Map<string, { readonly from: bigint; readonly until: bigint }>();

  constructor(private readonly options: StandingOptions) {
    this.#types = new Map(options.contexts.flatMap(consumersOf).map(({ name, on }) => [name, on]));
  }

  /** @throws MissingPosition when the ledger has a gap */
  async of(consumer: { readonly name: string; readonly position: string }, head: bigint): Promise<ConsumerStanding> {
    const position = BigInt(consumer.position);
    return { caughtUp: (await this.lastToRead(consumer.name, position, head)) === undefined };
  }

  /** The last position in [from, until) that the consumer has to handle; nothing when there is none. */
  async lastToRead(name: string, from: bigint, until: bigint): Promise<bigint | undefined> {
    if (from >= until) return undefined;
    if (this.options.positionsFollowLedger) return until - 1n;
    const begin = this.#beyondEmpty(name, from);
    if (begin >= until) return undefined;
    const last = await this.#lastIn(this.#types.get(name) ?? [], begin, until);
    if (last === undefined) this.#empty.set(name, { from, until });
    return last;
  }

  /** The first event in [from, until) that the consumer has to handle; nothing when there is none. @throws MissingPosition */
  async firstToRead(name: string, from: bigint, until: bigint): Promise<WaitingEvent | undefined> {
    const begin = this.#beyondEmpty(name, from);
    if (begin >= until) return undefined;
    const filter = { types: this.#types.get(name) ?? [] };
    for await (const { events } of this.options.store.readAll(begin, { filter, until, pageSize: FIRST_PAGE }))
      if (events[0] !== undefined) return events[0];
    this.#empty.set(name, { from, until });
    return undefined;
  }

  #beyondEmpty(name: string, from: bigint): bigint {
    const empty = this.#empty.get(name);
    return empty?.from === from && empty.until > from ? empty.until : from;
  }

  async #lastIn(types: readonly string[], from: bigint, until: bigint): Promise<bigint | undefined> {
    let last: bigint | undefined;
    for await (const { events } of this.options.store.readAll(from, { filter: { types }, until }))
      last = events.at(-1)?.position ?? last;
    return last;
  }
}
