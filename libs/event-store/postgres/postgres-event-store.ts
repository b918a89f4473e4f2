import type pg from 'pg';
import type { Instant, LedgerPage, ReadOptions, StoredEvent, StreamName, Uuid } from '#libs/kernel';
import { connectPool } from '#libs/postgres';
import { EventCodec, type StoreLimits } from '../codec.ts';
import { StoreUnavailable } from '../errors.ts';
import { HeadSignal } from '../head-signal.ts';
import type { StoreObserver } from '../observer.ts';
import type {
  AppendAnswer,
  AppendOptions,
  EventCatalog,
  EventStore,
  LedgerRow,
  StoreStatus,
  StreamAppend,
} from '../port.ts';
import { prepareAppends, type PreparedAppend } from '../prepare.ts';
import { sequenced } from '../sequenced-head.ts';
import { Appender, type AppendJob } from './appender.ts';
import { GroupCommit } from './group-commit.ts';
import { LedgerFeed } from './ledger-feed.ts';
import { LedgerReader } from './ledger-reader.ts';
import { StoreBackground } from './store-background.ts';
import { STORE_ROLE } from './store-schema.ts';
import { GROUP_EVENTS } from './stream-locks.ts';
import { StreamReader } from './stream-reader.ts';

export interface PostgresEventStoreOptions {
  /** A database in which `storeSchema` was migrated; its user has to be a member of the role. */
  readonly url: string;
  /** What every connection acts as: `grappe_app` unless told, which may write any stream. */
  readonly role?: string | undefined;
  readonly catalog: EventCatalog;
  /** Who this process is, for people who look at leases and connections. */
  readonly holder: string;
  readonly limits?: StoreLimits | undefined;
  /** False where another process gives positions; true unless told. With many willing, one at a time does. */
  readonly sequencer?: boolean | undefined;
  /** How long the sequencer's lease lasts without a sign of life, in milliseconds; 5,000 unless told. */
  readonly leaseMs?: number | undefined;
  /** How often the sequencer and waiting readers look without having been notified, in milliseconds; 500 unless told. */
  readonly pollMs?: number | undefined;
  /** Hears of faults in the background (the database is away, a lease was lost); they are tried again. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Hears of the number of positions as this process's sequencer gives them. */
  readonly onSequenced?: ((head: bigint) => void) | undefined;
  readonly observer?: StoreObserver | undefined;
}

const APPEND_LANES = 2;
const READ_CONNECTIONS = 8;
const LEASE_MS = 5_000;
const POLL_MS = 500;
const WAITING_APPENDS = 4_096;
const STREAM_NAMES = 1_000;
const PLAN_SETTINGS = '-c enable_seqscan=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan';

/** Opens the store of a database. Nothing is read before the first call; positions are given as soon as the lease is held. */
export function openPostgresEventStore(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
  return PostgresEventStore.open(options);
}

/** Events in PostgreSQL: appends by group commit, positions after the commit, reads by position. */
export class PostgresEventStore implements EventStore {
  readonly #codec: EventCodec;
  readonly #appendPool: pg.Pool;
  readonly #readPool: pg.Pool;
  readonly #backgroundPool: pg.Pool;
  readonly #groups: GroupCommit<AppendJob>;
  readonly #ledger: LedgerReader;
  readonly #feed: LedgerFeed;
  readonly #streams: StreamReader;
  readonly #head = new HeadSignal();
  readonly #background: StoreBackground;
  #closing: Promise<void> | undefined;

  private constructor(options: PostgresEventStoreOptions) {
    const { url, observer, holder, role = STORE_ROLE } = options;
    const pool = (max: number, purpose: string): pg.Pool => {
      const opened = connectPool(withSettings(url), { max, role, applicationName: `grappe ${holder} ${purpose}` });
      observer?.opened(purpose, opened);
      return opened;
    };
    this.#codec = new EventCodec(options.catalog, options.limits);
    this.#appendPool = pool(APPEND_LANES + 1, 'append');
    this.#readPool = pool(READ_CONNECTIONS, 'read');
    this.#backgroundPool = pool(4, 'sequencer');
    const onStored = (): void => {
      this.#background.stored();
    };
    const appender = new Appender(this.#appendPool, onStored, observer);
    this.#groups = new GroupCommit({
      lanes: APPEND_LANES,
      maxWeight: GROUP_EVENTS,
      maxMembers: WAITING_APPENDS,
      run: (jobs) => appender.run(jobs),
    });
    this.#ledger = new LedgerReader(this.#readPool, this.#codec);
    this.#feed = new LedgerFeed(this.#ledger, this.#head);
    this.#streams = new StreamReader(this.#readPool, this.#codec);
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
    });
  }

  /** @throws StoreUnavailable */
  static async open(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const store = new PostgresEventStore(options);
    try {
      store.#head.raise(await store.#ledger.head());
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  append(
    stream: StreamName,
    expected: StreamAppend['expected'],
    events: StreamAppend['events'],
    options?: AppendOptions,
  ): Promise<AppendAnswer> {
    return this.appendAll([{ stream, expected, events }], options);
  }

  async appendAll(appends: readonly StreamAppend[], options?: AppendOptions): Promise<AppendAnswer> {
    this.#assertOpen();
    await this.#groups.room();
    try {
      const prepared = prepareAppends(this.#codec, appends, options);
      return await this.#commit(prepared, options?.commandId);
    } finally {
      this.#groups.leave();
    }
  }

  async *read(
    stream: StreamName,
    { from = 0n, limit = Infinity }: { readonly from?: bigint; readonly limit?: number } = {},
  ): AsyncGenerator<StoredEvent> {
    this.#assertOpen();
    yield* this.#streams.read(stream, from, limit);
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

  readCommand(commandId: Uuid): Promise<readonly StoredEvent[]> {
    this.#assertOpen();
    return this.#streams.readCommand(commandId);
  }

  positionOf(eventId: Uuid): Promise<bigint | undefined> {
    this.#assertOpen();
    return this.#streams.positionOf(eventId);
  }

  positionAt(moment: Instant): Promise<bigint | undefined> {
    this.#assertOpen();
    return this.#streams.positionAt(moment);
  }

  streams({
    prefix = '',
    after,
    limit = STREAM_NAMES,
  }: { readonly prefix?: string; readonly after?: StreamName; readonly limit?: number } = {}): Promise<
    readonly StreamName[]
  > {
    this.#assertOpen();
    return this.#streams.streams(prefix, after ?? '', limit);
  }

  status(): Promise<StoreStatus> {
    this.#assertOpen();
    return this.#streams.status();
  }

  async sequencedHead(options?: { readonly timeoutMs?: number | undefined }): Promise<bigint> {
    this.#assertOpen();
    return sequenced(this.#head, this.#streams.sequencedLook(), options?.timeoutMs);
  }

  /** Lets what was begun end, gives the lease back and closes the connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#head.close();
    await this.#background.stop();
    await Promise.all([this.#appendPool.end(), this.#readPool.end(), this.#backgroundPool.end()]);
  }

  #commit(appends: readonly PreparedAppend[], commandId: Uuid | undefined): Promise<AppendAnswer> {
    const ids = appends.flatMap(({ events }) => events.map(({ id }) => id as string));
    const written = appends.filter(({ events }) => events.length > 0).map(({ stream }) => stream);
    const asserted = appends.filter(({ events }) => events.length === 0).map(({ stream }) => stream);
    const keys = [...written, ...ids, ...(commandId === undefined ? [] : [commandId])];
    const weight = ids.length + asserted.length;
    return new Promise((resolve, reject) => {
      this.#groups.add({ appends, commandId, keys, shared: asserted, weight, resolve, reject });
    });
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new StoreUnavailable('the store was closed');
  }
}

/**
 * Keeps the prepared statements on the indexes from the first event on: a plan made while a table is empty is kept until
 * statistics come, and may be a scan of what has become a large table.
 */
function withSettings(url: string): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  parsed.searchParams.set('options', [PLAN_SETTINGS, ...(given === null ? [] : [given])].join(' '));
  return parsed.toString();
}
