import type pg from 'pg';
import type { Instant, JsonObject, LedgerPage, ReadOptions, StoredEvent, StreamName, Uuid } from '#libs/kernel';
import { connectPool } from '#libs/postgres';
import { EventCodec } from '../codec.ts';
import { StoreUnavailable } from '../errors.ts';
import { follow, LedgerSignal, untilSequenced, type SequencedLook } from '../ledger-signal.ts';
import type { StoreObserver } from '../observer.ts';
import type { PersonalTexts } from '../personal/personal-texts.ts';
import type {
  AnswerToKeep,
  AppendAnswer,
  AppendOptions,
  EventCatalog,
  EventStore,
  KeptAnswer,
  LedgerRow,
  ReadAllOptions,
  ReadLedgerOptions,
  ReadStreamOptions,
  StoreStatus,
  StreamAppend,
  StreamNamesOptions,
} from '../port.ts';
import { LedgerReader, PAGE_SIZE } from './ledger-reader.ts';
import { LONGEST_TAIL, type LiveTail } from './live-tail.ts';
import { prefetched } from './prefetch.ts';
import { StoreBackground, type BackgroundOptions, type SequencerWork } from './store-background.ts';
import { STORE_ROLE } from './answers-schema.ts';
import { StreamReader } from './stream-reader.ts';

export interface LedgerStoreOptions extends BackgroundOptions {
  readonly catalog: EventCatalog;
  /** Default: personal texts are stored in clear. */
  readonly personal?: PersonalTexts | undefined;
  /** The role that every connection to PostgreSQL acts as. Default: `grappe_app`, which may write any stream. */
  readonly role?: string | undefined;
  readonly observer?: StoreObserver | undefined;
}

const READ_CONNECTIONS = 8;
const BACKGROUND_CONNECTIONS = 4;

/** A store whose ledger is in PostgreSQL, wherever its events are: positions, reads by position, and how it opens and closes. */
export abstract class LedgerStore implements EventStore {
  protected readonly codec: EventCodec;
  protected readonly observer: StoreObserver | undefined;
  protected readonly readPool: pg.Pool;
  /** What PostgreSQL holds beside positions; with events elsewhere, of those that have a position. */
  protected readonly reader: StreamReader;
  protected readonly background: StoreBackground;
  readonly #ledger: LedgerReader;
  readonly #tail: LiveTail;
  readonly #head = new LedgerSignal();
  readonly #pools: pg.Pool[] = [];
  #closing: Promise<void> | undefined;

  protected constructor(
    private readonly ledgerUrl: string,
    private readonly options: LedgerStoreOptions,
    work: SequencerWork,
  ) {
    this.codec = new EventCodec(options.catalog, { personal: options.personal });
    this.observer = options.observer;
    this.readPool = this.connect(READ_CONNECTIONS, 'read');
    this.reader = new StreamReader(this.readPool, this.codec);
    this.#ledger = new LedgerReader(this.readPool, this.codec);
    this.#tail = this.#ledger.tail();
    this.background = new StoreBackground(options, {
      pool: this.connect(BACKGROUND_CONNECTIONS, 'sequencer'),
      head: this.#head,
      countPositions: () => this.#ledger.head(),
      work,
    });
  }

  get epoch(): Uuid {
    return this.#ledger.epoch;
  }

  abstract appendAll(appends: readonly StreamAppend[], options?: AppendOptions): Promise<AppendAnswer>;
  abstract read(stream: StreamName, options?: ReadStreamOptions): AsyncIterable<StoredEvent>;
  abstract readCommand(commandId: Uuid): Promise<readonly StoredEvent[]>;
  abstract keepAnswer(answer: AnswerToKeep): Promise<KeptAnswer>;
  abstract readAnswer(commandId: Uuid, at: Instant): Promise<JsonObject | undefined>;
  abstract streams(options?: StreamNamesOptions): Promise<readonly StreamName[]>;
  abstract status(): Promise<StoreStatus>;
  /** What `sequencedHead` waits with. */
  protected abstract sequencedLook(): () => Promise<SequencedLook>;

  append(
    stream: StreamName,
    expected: StreamAppend['expected'],
    events: StreamAppend['events'],
    options?: AppendOptions,
  ): Promise<AppendAnswer> {
    return this.appendAll([{ stream, expected, events }], options);
  }

  async *readAll(from: bigint, options: ReadAllOptions = {}): AsyncGenerator<LedgerPage> {
    this.assertOpen();
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
    { until, pageSize = PAGE_SIZE }: ReadLedgerOptions = {},
  ): AsyncGenerator<readonly LedgerRow[]> {
    this.assertOpen();
    const end = await this.#end(until);
    const pageEnd = (start: bigint): bigint => (start + BigInt(pageSize) < end ? start + BigInt(pageSize) : end);
    yield* prefetched(
      from < end ? from : undefined,
      (start) => this.#ledger.ledgerPage(start, pageEnd(start)),
      (_, start) => (pageEnd(start) < end ? pageEnd(start) : undefined),
    );
  }

  async *subscribe(from: bigint, options?: ReadOptions): AsyncGenerator<LedgerPage> {
    this.assertOpen();
    this.#head.raise(await this.#ledger.head());
    yield* follow(from, options, this.#head, (next, same) => this.#toHead(next, same ?? {}));
  }

  async positionOf(eventId: Uuid): Promise<bigint | undefined> {
    this.assertOpen();
    return this.reader.positionOf(eventId);
  }

  async positionAt(moment: Instant): Promise<bigint | undefined> {
    this.assertOpen();
    return this.reader.positionAt(moment);
  }

  async sequencedHead(options?: { readonly timeoutMs?: number | undefined }): Promise<bigint> {
    this.assertOpen();
    return untilSequenced(this.#head, this.sequencedLook(), options?.timeoutMs);
  }

  /** Lets what was begun end, gives the lease back and closes the connections. */
  close(): Promise<void> {
    this.#head.close();
    this.#closing ??= this.end();
    return this.#closing;
  }

  protected async end(): Promise<void> {
    await this.background.stop();
    await Promise.all(this.#pools.map((pool) => pool.end()));
  }

  /** Connections that are closed with the store. */
  protected connect(max: number, purpose: string): pg.Pool {
    const { holder, role = STORE_ROLE } = this.options;
    const pool = connectPool(this.ledgerUrl, { max, role, applicationName: `grappe ${holder} ${purpose}` });
    this.#pools.push(pool);
    this.observer?.opened(purpose, pool);
    return pool;
  }

  /** Finds the end of the ledger, and closes what could not be opened. @throws StoreUnavailable */
  async open(also?: Promise<unknown>): Promise<this> {
    try {
      const [head] = await Promise.all([this.#ledger.head(), this.#ledger.readEpochs(), also]);
      this.#head.raise(head);
      return this;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  protected assertOpen(): void {
    if (this.#closing !== undefined) throw new StoreUnavailable('the store was closed');
  }

  /** Everything up to the head that is known: the last of it is read once for all that follow. */
  async *#toHead(from: bigint, options: ReadOptions): AsyncGenerator<LedgerPage> {
    const end = this.#head.head;
    if (end - from > LONGEST_TAIL) {
      yield* this.readAll(from, { ...options, until: end });
      return;
    }
    for (let next = from; next < end && options.signal?.aborted !== true;) {
      const page = await this.#tail.page(next, end, options);
      next = page.next;
      yield page;
    }
  }

  async #end(until: bigint | undefined): Promise<bigint> {
    if (until !== undefined && until <= this.#head.head) return until;
    const head = await this.#ledger.head();
    this.#head.raise(head);
    return until !== undefined && until < head ? until : head;
  }
}
