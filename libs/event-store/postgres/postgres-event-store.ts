import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Instant, LedgerPage, ReadOptions, StoredEvent, StreamName, Uuid } from '#libs/kernel';
import { connectPool, holdLease } from '#libs/postgres';
import { EventCodec, type StoreLimits } from '../codec.ts';
import { StoreUnavailable } from '../errors.ts';
import { follow } from '../follow.ts';
import { HeadSignal } from '../head-signal.ts';
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
import { Appender, type AppendJob } from './appender.ts';
import { Doorbell } from './doorbell.ts';
import { GroupCommit } from './group-commit.ts';
import { LedgerReader, PAGE_SIZE } from './ledger-reader.ts';
import { APPENDED_CHANNEL, listen } from './listener.ts';
import { prefetched } from './prefetch.ts';
import { Sequencer, SEQUENCER_LEASE, type SequencerOptions } from './sequencer.ts';
import { STORE_ROLE } from './store-schema.ts';
import { StreamReader } from './stream-reader.ts';
import { reachable } from './unavailable.ts';

export interface PostgresEventStoreOptions {
  /** A database in which `storeSchema` was migrated; its user has to be a member of `grappe_app`. */
  readonly url: string;
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
}

const APPEND_LANES = 2;
const READ_CONNECTIONS = 8;
const GROUP_EVENTS = 512;
const WAITING_APPENDS = 4_096;
const SEQUENCE_BATCH = 4_000;
const GATHER_MS = { single: 1, many: 8 };
const RETRY_MS = 200;
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
  readonly #streams: StreamReader;
  readonly #head = new HeadSignal();
  readonly #bell = new Doorbell();
  readonly #stop = new AbortController();
  readonly #background: Promise<unknown>;
  #sequencing = false;
  #notifying: 'no' | 'once' | 'again' = 'no';
  #closing: Promise<void> | undefined;

  private constructor(private readonly options: PostgresEventStoreOptions) {
    const pool = (max: number, purpose: string): pg.Pool =>
      connectPool(withSettings(options.url), {
        max,
        role: STORE_ROLE,
        applicationName: `grappe ${options.holder} ${purpose}`,
      });
    this.#codec = new EventCodec(options.catalog, options.limits);
    this.#appendPool = pool(APPEND_LANES + 1, 'append');
    this.#readPool = pool(READ_CONNECTIONS, 'read');
    this.#backgroundPool = pool(4, 'sequencer');
    const appender = new Appender(this.#appendPool, () => {
      this.#stored();
    });
    this.#groups = new GroupCommit({
      lanes: APPEND_LANES,
      maxWeight: GROUP_EVENTS,
      maxMembers: WAITING_APPENDS,
      run: (jobs) => appender.run(jobs),
    });
    this.#ledger = new LedgerReader(this.#readPool, this.#codec);
    this.#streams = new StreamReader(this.#readPool, this.#codec);
    this.#background = Promise.all([
      this.#listen(),
      this.#watchHead(),
      options.sequencer === false ? undefined : this.#sequence(),
    ]);
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
    const end = await this.#end(options.until);
    const pages = prefetched(from < end ? from : undefined, this.#ledger.pagesBelow(end, options), ({ next }) =>
      next < end ? next : undefined,
    );
    const aborted = (): boolean => options.signal?.aborted === true;
    if (aborted()) return;
    for await (const page of pages) {
      yield page;
      if (aborted()) return;
    }
  }

  async *readLedger(
    from: bigint,
    {
      until,
      pageSize = PAGE_SIZE,
    }: { readonly until?: bigint | undefined; readonly pageSize?: number | undefined } = {},
  ): AsyncGenerator<readonly LedgerRow[]> {
    this.#assertOpen();
    const end = await this.#end(until);
    const stretch = (next: bigint): bigint => (next + BigInt(pageSize) < end ? next + BigInt(pageSize) : end);
    yield* prefetched(
      from < end ? from : undefined,
      (next) => this.#ledger.ledgerPage(next, stretch(next)),
      (_, next) => (stretch(next) < end ? stretch(next) : undefined),
    );
  }

  async *subscribe(from: bigint, options?: ReadOptions): AsyncGenerator<LedgerPage> {
    this.#assertOpen();
    this.#head.raise(await this.#ledger.head());
    yield* follow(from, options, this.#head, (next, same) => this.readAll(next, { ...same, until: this.#head.head }));
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

  /** Lets what was begun end, gives the lease back and closes the connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stop.abort();
    this.#head.close();
    await this.#background;
    await Promise.all([this.#appendPool.end(), this.#readPool.end(), this.#backgroundPool.end()]);
  }

  #commit(appends: readonly PreparedAppend[], commandId: Uuid | undefined): Promise<AppendAnswer> {
    const ids = appends.flatMap(({ events }) => events.map(({ id }) => id as string));
    const keys = [...appends.map(({ stream }) => stream), ...ids, ...(commandId === undefined ? [] : [commandId])];
    return new Promise((resolve, reject) => {
      this.#groups.add({ appends, commandId, keys, weight: ids.length, resolve, reject });
    });
  }

  async #end(until: bigint | undefined): Promise<bigint> {
    if (until !== undefined && until <= this.#head.head) return until;
    const head = await this.#ledger.head();
    this.#head.raise(head);
    return until !== undefined && until < head ? until : head;
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new StoreUnavailable('the store was closed');
  }

  /** After a commit: wakes the sequencer here, or tells the one elsewhere, without delaying the answer. */
  #stored(): void {
    if (this.#sequencing) this.#bell.ring();
    else void this.#notify();
  }

  /** One notification at a time; however many commits there are meanwhile, one more follows. */
  async #notify(): Promise<void> {
    if (this.#notifying !== 'no') {
      this.#notifying = 'again';
      return;
    }
    do {
      this.#notifying = 'once';
      await this.#backgroundPool.query(`notify ${APPENDED_CHANNEL}`).catch(() => undefined);
    } while (this.#again());
    this.#notifying = 'no';
  }

  #again(): boolean {
    return this.#notifying === 'again';
  }

  #listen(): Promise<void> {
    return listen({
      pool: this.#backgroundPool,
      retryMs: RETRY_MS,
      signal: this.#stop.signal,
      onAppended: () => {
        this.#bell.ring();
      },
      onHead: (head) => {
        this.#head.raise(head);
      },
    });
  }

  /** For readers whom no notification reaches. */
  async #watchHead(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await delay(this.#pollMs, undefined, { signal }).catch(() => undefined);
      if (!this.#head.awaited) continue;
      await this.#ledger.head().then(
        (head) => {
          this.#head.raise(head);
        },
        () => undefined,
      );
    }
  }

  async #sequence(): Promise<void> {
    const { signal } = this.#stop;
    const { onError, holder, leaseMs = 5_000 } = this.options;
    const request = { name: SEQUENCER_LEASE, holder, ttlMs: leaseMs, retryMs: RETRY_MS, signal, onError };
    while (!signal.aborted) {
      try {
        await holdLease(this.#backgroundPool, request, (lease, lost) => this.#sequenceUnder(lease, lost));
      } catch (error) {
        onError?.(error);
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #sequenceUnder(lease: Parameters<Parameters<typeof holdLease>[2]>[0], lost: AbortSignal): Promise<void> {
    const options: SequencerOptions = {
      batch: SEQUENCE_BATCH,
      pollMs: this.#pollMs,
      gatherMs: GATHER_MS,
      onSequenced: (head) => {
        this.#head.raise(head);
        this.options.onSequenced?.(head);
      },
    };
    this.#sequencing = true;
    try {
      await reachable(() => Sequencer.work(this.#backgroundPool, lease, options, this.#bell, lost));
    } finally {
      this.#sequencing = false;
    }
  }

  get #pollMs(): number {
    return this.options.pollMs ?? 500;
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
