import {
  MissingPosition,
  pageOf,
  passes,
  uuid,
  type Instant,
  type JsonObject,
  type LedgerPage,
  type ReadOptions,
  type StoredEvent,
  type StreamName,
  type Uuid,
} from '#libs/kernel';
import { columnsOf, EventCodec, type EncodedEvent } from '../codec.ts';
import { StoreUnavailable } from '../errors.ts';
import { follow, LedgerSignal } from '../ledger-signal.ts';
import { leafHash } from '../leaf-hash.ts';
import { flushSince, type StoreObserver } from '../observer.ts';
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
import { conflictOf, prepareAppends, recordedAtOf, type PreparedAppend } from '../prepare.ts';
import { answerOf, answerOfRepeat, type StoredPlace } from '../repeat.ts';

const PAGE_SIZE = 1_000;
const STREAM_NAMES = 1_000;

interface MemoryRow extends StoredPlace, EncodedEvent {
  readonly position: bigint;
  readonly epoch: Uuid;
  readonly leafHash: Uint8Array;
}

/** Keeps everything in this process and forgets it with it: the store of specs and of simulations. */
export class MemoryEventStore implements EventStore {
  /** The same each time: what it answered is forgotten with it. */
  readonly epoch = uuid('00000000-0000-4000-8000-000000000000');
  readonly #ledger: MemoryRow[] = [];
  readonly #streams = new Map<StreamName, MemoryRow[]>();
  readonly #byId = new Map<Uuid, MemoryRow>();
  readonly #byCommand = new Map<Uuid, readonly MemoryRow[]>();
  readonly #answers = new Map<Uuid, AnswerToKeep>();
  readonly #head = new LedgerSignal();
  readonly #codec: EventCodec;
  #closed = false;

  constructor(
    catalog: EventCatalog,
    private readonly observer?: StoreObserver,
    personal?: PersonalTexts,
  ) {
    this.#codec = new EventCodec(catalog, { personal });
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
    await this.#turn();
    const begun = performance.now();
    const prepared = await prepareAppends(this.#codec, appends, options);
    const repeat = this.#repeat(prepared, options?.commandId);
    if (repeat !== undefined) return repeat;
    for (const append of prepared) {
      const conflict = conflictOf(append, this.#streams.get(append.stream)?.at(-1)?.revision);
      if (conflict !== undefined) throw conflict;
    }
    const rows = prepared.flatMap(({ stream, events }) => events.map((event) => this.#store(stream, event)));
    if (options?.commandId !== undefined) this.#byCommand.set(options.commandId, rows);
    this.#head.raise(BigInt(this.#ledger.length));
    this.observer?.flushed(flushSince(begun, prepared));
    return answerOf(rows, false);
  }

  async *read(
    stream: StreamName,
    { from = 0n, limit = Infinity }: ReadStreamOptions = {},
  ): AsyncGenerator<StoredEvent> {
    await this.#turn();
    const rows = this.#streams.get(stream) ?? [];
    const until = Math.min(rows.length, Number(from) + limit);
    yield* await this.#decoded(rows.slice(Number(from), until));
  }

  async *readAll(from: bigint, options: ReadAllOptions = {}): AsyncGenerator<LedgerPage> {
    await this.#turn();
    const end = this.#end(options.until);
    for (let next = from; next < end && options.signal?.aborted !== true;) {
      const page = await this.#page(next, end, options);
      next = page.next;
      yield page;
      await this.#turn();
    }
  }

  async *readLedger(
    from: bigint,
    { until, pageSize = PAGE_SIZE }: ReadLedgerOptions = {},
  ): AsyncGenerator<readonly LedgerRow[]> {
    await this.#turn();
    const end = this.#end(until);
    for (let next = Number(from); next < end; next += pageSize) {
      yield this.#ledger.slice(next, Math.min(next + pageSize, Number(end)));
      await this.#turn();
    }
  }

  subscribe(from: bigint, options?: ReadOptions): AsyncIterable<LedgerPage> {
    return follow(from, options, this.#head, (next, same) => this.readAll(next, same));
  }

  async readCommand(commandId: Uuid): Promise<readonly StoredEvent[]> {
    await this.#turn();
    return await this.#decoded(this.#byCommand.get(commandId) ?? []);
  }

  async keepAnswer(answer: AnswerToKeep): Promise<KeptAnswer> {
    await this.#turn();
    const { commandId, at } = answer;
    if (this.#byCommand.has(commandId)) return { kept: false, earlier: undefined };
    const earlier = this.#answerAt(commandId, at);
    if (earlier !== undefined) return { kept: false, earlier };
    for (const [id, { until }] of this.#answers) if (until <= at) this.#answers.delete(id);
    this.#answers.set(commandId, answer);
    return { kept: true };
  }

  async readAnswer(commandId: Uuid, at: Instant): Promise<JsonObject | undefined> {
    await this.#turn();
    return this.#answerAt(commandId, at);
  }

  async positionOf(eventId: Uuid): Promise<bigint | undefined> {
    await this.#turn();
    return this.#byId.get(eventId)?.position;
  }

  async positionAt(moment: Instant): Promise<bigint | undefined> {
    await this.#turn();
    return this.#ledger.findLast(({ recordedAt }) => recordedAt <= moment)?.position;
  }

  async streams({ prefix = '', after, limit = STREAM_NAMES }: StreamNamesOptions = {}): Promise<readonly StreamName[]> {
    await this.#turn();
    return [...this.#streams.keys()]
      .filter((name) => name.startsWith(prefix) && (after === undefined || name > after))
      .sort()
      .slice(0, limit);
  }

  async status(): Promise<StoreStatus> {
    await this.#turn();
    return { head: BigInt(this.#ledger.length), unsequenced: 0n };
  }

  async sequencedHead(): Promise<bigint> {
    await this.#turn();
    return BigInt(this.#ledger.length);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#head.close();
    return Promise.resolve();
  }

  async #decoded(rows: readonly MemoryRow[]): Promise<readonly StoredEvent[]> {
    const keys = await this.#codec.openingKeys(rows.map(({ record }) => record));
    return rows.map((row) => this.#codec.decode(row.record, columnsOf(row), row.revision, keys));
  }

  /** Every call gives way once, so that no caller can come to rely on an answer within the same turn. */
  async #turn(): Promise<void> {
    await Promise.resolve();
    if (this.#closed) throw new StoreUnavailable('the store was closed');
  }

  #end(until: bigint | undefined): bigint {
    const head = BigInt(this.#ledger.length);
    return until !== undefined && until < head ? until : head;
  }

  async #page(from: bigint, end: bigint, options: ReadOptions): Promise<LedgerPage> {
    const { filter, pageSize = PAGE_SIZE, asStored = false } = options;
    const found: MemoryRow[] = [];
    let next = from;
    while (next < end && found.length < pageSize) {
      const row = this.#ledger[Number(next)];
      if (row === undefined) throw new MissingPosition(next);
      if (passes(row, filter)) found.push(row);
      next += 1n;
    }
    const keys = asStored ? 'as-stored' : await this.#codec.openingKeys(found.map(({ record }) => record));
    return pageOf(found, next, (row) => this.#codec.decodeAt(row, columnsOf(row), row.position, keys));
  }

  #repeat(appends: readonly PreparedAppend[], commandId: Uuid | undefined): AppendAnswer | undefined {
    const first = commandId === undefined ? undefined : this.#byCommand.get(commandId);
    if (first !== undefined) return answerOf(first, true);
    const at = recordedAtOf(appends);
    if (commandId !== undefined && this.#answerAt(commandId, at) !== undefined) return answerOf([], true);
    return answerOfRepeat(appends, (eventId) => this.#byId.get(eventId));
  }

  #answerAt(commandId: Uuid, at: Instant): JsonObject | undefined {
    const kept = this.#answers.get(commandId);
    return kept !== undefined && kept.until > at ? kept.answer : undefined;
  }

  #store(stream: StreamName, event: EncodedEvent): MemoryRow {
    const rows = this.#streams.get(stream) ?? [];
    const revision = BigInt(rows.length);
    const row = {
      ...event,
      eventId: event.id,
      stream,
      revision,
      position: BigInt(this.#ledger.length),
      epoch: this.epoch,
      leafHash: leafHash(event.record, revision),
    };
    rows.push(row);
    this.#streams.set(stream, rows);
    this.#byId.set(event.id, row);
    this.#ledger.push(row);
    return row;
  }
}
