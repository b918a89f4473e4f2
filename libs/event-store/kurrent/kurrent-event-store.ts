import type pg from 'pg';
import type { Instant, LedgerPage, ReadOptions, StoredEvent, StreamName, Uuid } from '#libs/kernel';
import { invariant } from '#libs/kernel';
import { connectPool } from '#libs/postgres';
import { EventCodec, type StoreLimits } from '../codec.ts';
import { StoreUnavailable } from '../errors.ts';
import { HeadSignal } from '../head-signal.ts';
import { flushSince, type StoreObserver } from '../observer.ts';
import type {
  AppendAnswer,
  AppendOptions,
  EventCatalog,
  EventStore,
  LedgerRow,
  StoreStatus,
  StreamAppend,
} from '../port.ts';
import { prepareAppends } from '../prepare.ts';
import { sequenced } from '../sequenced-head.ts';
import { LedgerFeed } from '../postgres/ledger-feed.ts';
import { LedgerReader } from '../postgres/ledger-reader.ts';
import { StoreBackground } from '../postgres/store-background.ts';
import { STORE_ROLE } from '../postgres/store-schema.ts';
import { StreamReader } from '../postgres/stream-reader.ts';
import { KeyedTurns } from './keyed-turns.ts';
import { KurrentAppender } from './kurrent-appender.ts';
import { KurrentLog } from './kurrent-log.ts';
import { KurrentSequencer } from './kurrent-sequencer.ts';
import { ledgerEnd, ledgerTail, sequencedLook } from './ledger-tail.ts';
import { StoredEvents } from './stored-events.ts';

export interface KurrentEventStoreOptions {
  /** The connection string of a KurrentDB that serves this system only: `kurrentdb://host:2113?tls=false`. Writing needs server 25.1, asserting 26.1. */
  readonly url: string;
  /** A PostgreSQL database in which `kurrentSchema` was migrated; its user has to be a member of the role. */
  readonly ledgerUrl: string;
  readonly catalog: EventCatalog;
  /** Who this process is, for people who look at leases and connections. */
  readonly holder: string;
  /** The role in PostgreSQL that its connections act as; `grappe_app` unless told. */
  readonly role?: string | undefined;
  readonly limits?: StoreLimits | undefined;
  /** False where another process gives positions; true unless told. With many willing, one at a time does. */
  readonly sequencer?: boolean | undefined;
  /** How long the sequencer's lease lasts without a sign of life, in milliseconds; 5,000 unless told. */
  readonly leaseMs?: number | undefined;
  /** How often waiting readers look without having been notified, in milliseconds; 500 unless told. */
  readonly pollMs?: number | undefined;
  /** Hears of faults in the background (a server is away, a lease was lost, the ledger diverged); they are tried again. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Hears of the number of positions as this process's sequencer gives them. */
  readonly onSequenced?: ((head: bigint) => void) | undefined;
  readonly observer?: StoreObserver | undefined;
}

const READ_CONNECTIONS = 8;
const BACKGROUND_CONNECTIONS = 4;
const LEASE_MS = 5_000;
const POLL_MS = 500;
const STREAM_NAMES = 1_000;

/** Opens the store; a KurrentDB that is away does not keep it from opening. @throws StoreUnavailable when the ledger's database is away */
export async function openKurrentEventStore(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
  return KurrentEventStore.open(options);
}

/** Events in KurrentDB: appends with marks in one transaction, positions in the order of $all, the ledger in PostgreSQL. */
export class KurrentEventStore implements EventStore {
  readonly #codec: EventCodec;
  readonly #log: KurrentLog;
  readonly #appender: KurrentAppender;
  readonly #stored: StoredEvents;
  readonly #turns = new KeyedTurns();
  readonly #readPool: pg.Pool;
  readonly #backgroundPool: pg.Pool;
  readonly #feed: LedgerFeed;
  readonly #sequenced: StreamReader;
  readonly #ledger: LedgerReader;
  readonly #head = new HeadSignal();
  readonly #background: StoreBackground;
  readonly #observer: StoreObserver | undefined;
  #closing: Promise<void> | undefined;

  private constructor(options: KurrentEventStoreOptions) {
    const { ledgerUrl, holder, role = STORE_ROLE, observer } = options;
    const pool = (max: number, purpose: string): pg.Pool => {
      const opened = connectPool(ledgerUrl, { max, role, applicationName: `grappe ${holder} ${purpose}` });
      observer?.opened(purpose, opened);
      return opened;
    };
    this.#observer = observer;
    this.#codec = new EventCodec(options.catalog, options.limits);
    this.#log = new KurrentLog(options.url);
    this.#stored = new StoredEvents(this.#log);
    this.#appender = new KurrentAppender(this.#log, this.#stored);
    this.#readPool = pool(READ_CONNECTIONS, 'read');
    this.#backgroundPool = pool(BACKGROUND_CONNECTIONS, 'sequencer');
    this.#ledger = new LedgerReader(this.#readPool, this.#codec);
    this.#sequenced = new StreamReader(this.#readPool, this.#codec);
    this.#feed = new LedgerFeed(this.#ledger, this.#head);
    this.#background = new StoreBackground({
      pool: this.#backgroundPool,
      head: this.#head,
      countPositions: () => this.#ledger.head(),
      holder,
      sequencer: options.sequencer ?? true,
      leaseMs: options.leaseMs ?? LEASE_MS,
      pollMs: options.pollMs ?? POLL_MS,
      onError: options.onError,
      onSequenced: options.onSequenced,
      work: (background, lease, settings, _bell, signal) =>
        KurrentSequencer.work(this.#log, background, lease, settings, signal),
    });
  }

  /** @throws StoreUnavailable */
  static async open(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
    const store = new KurrentEventStore(options);
    try {
      const [head] = await Promise.all([store.#ledger.head(), store.#log.warmUp()]);
      store.#head.raise(head);
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** @throws also MultiStreamAppendUnsupported on a server before 25.1 */
  append(
    stream: StreamName,
    expected: StreamAppend['expected'],
    events: StreamAppend['events'],
    options?: AppendOptions,
  ): Promise<AppendAnswer> {
    return this.appendAll([{ stream, expected, events }], options);
  }

  /** @throws also MultiStreamAppendUnsupported on a server before 25.1, and with an assertion before 26.1 */
  async appendAll(appends: readonly StreamAppend[], options?: AppendOptions): Promise<AppendAnswer> {
    this.#assertOpen();
    const prepared = prepareAppends(this.#codec, appends, options);
    const ids = prepared.flatMap(({ events }) => events.map(({ id }) => id as string));
    const written = prepared.filter(({ events }) => events.length > 0).map(({ stream }) => stream as string);
    const keys = [...written, ...ids, options?.commandId ?? ''];
    return this.#turns.take(
      keys.filter((key) => key !== ''),
      async () => {
        const begun = performance.now();
        const answer = await this.#appender.append(prepared, options?.commandId);
        if (!answer.repeated) this.#observer?.flushed(flushSince(begun, prepared));
        return answer;
      },
    );
  }

  /** @throws InvariantBroken when a revision is missing from the stream */
  async *read(
    stream: StreamName,
    { from = 0n, limit = Infinity }: { readonly from?: bigint; readonly limit?: number } = {},
  ): AsyncGenerator<StoredEvent> {
    this.#assertOpen();
    let next = from;
    for await (const { revision, text } of this.#log.forwards(stream, from, limit)) {
      invariant(revision === next, `${stream} has no revision ${String(next)}, but later ones`);
      invariant(
        text !== undefined,
        `${stream} at revision ${String(revision)} holds JSON that the store did not write`,
      );
      next += 1n;
      yield this.#codec.decode(text, revision);
    }
  }

  async *readAll(
    from: bigint,
    options: ReadOptions & { readonly until?: bigint | undefined } = {},
  ): AsyncGenerator<LedgerPage> {
    this.#assertOpen();
    yield* this.#feed.readAll(from, options);
  }

  async *readLedger(
    from: bigint,
    options: { readonly until?: bigint | undefined; readonly pageSize?: number | undefined } = {},
  ): AsyncGenerator<readonly LedgerRow[]> {
    this.#assertOpen();
    yield* this.#feed.readLedger(from, options);
  }

  async *subscribe(from: bigint, options?: ReadOptions): AsyncGenerator<LedgerPage> {
    this.#assertOpen();
    yield* this.#feed.subscribe(from, options);
  }

  async readCommand(commandId: Uuid): Promise<readonly StoredEvent[]> {
    this.#assertOpen();
    const events = (await this.#stored.ofCommand(commandId)) ?? [];
    return events.map(({ record, revision }) => this.#codec.decode(record, revision));
  }

  async positionOf(eventId: Uuid): Promise<bigint | undefined> {
    this.#assertOpen();
    return this.#sequenced.positionOf(eventId);
  }

  async positionAt(moment: Instant): Promise<bigint | undefined> {
    this.#assertOpen();
    return this.#sequenced.positionAt(moment);
  }

  /** Those of the ledger, and those whose first event has no position yet: KurrentDB keeps no list of its streams. */
  async streams({
    prefix = '',
    after = '' as StreamName,
    limit = STREAM_NAMES,
  }: { readonly prefix?: string; readonly after?: StreamName; readonly limit?: number } = {}): Promise<
    readonly StreamName[]
  > {
    this.#assertOpen();
    const end = await ledgerEnd(this.#readPool);
    const names = new Set<string>(await this.#sequenced.streams(prefix, after, limit));
    for await (const { stream } of ledgerTail(this.#log, end))
      if (stream.startsWith(prefix) && stream > after) names.add(stream);
    return [...names].sort().slice(0, limit) as StreamName[];
  }

  async status(): Promise<StoreStatus> {
    this.#assertOpen();
    const end = await ledgerEnd(this.#readPool);
    let unsequenced = 0n;
    for await (const _ of ledgerTail(this.#log, end)) unsequenced += 1n;
    return { head: end === undefined ? 0n : end.position + 1n, unsequenced };
  }

  async sequencedHead(options?: { readonly timeoutMs?: number | undefined }): Promise<bigint> {
    this.#assertOpen();
    return sequenced(this.#head, sequencedLook(this.#log, this.#readPool), options?.timeoutMs);
  }

  /** Lets what was begun end, gives the lease back and closes the connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#head.close();
    await this.#turns.idle();
    await this.#background.stop();
    await Promise.all([this.#log.close(), this.#readPool.end(), this.#backgroundPool.end()]);
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new StoreUnavailable('the store was closed');
  }
}
