import {
  invariant,
  KeyedTurns,
  type Instant,
  type JsonObject,
  type StoredEvent,
  type StreamName,
  type Uuid,
} from '#libs/kernel';
import { columnsOf } from '../codec.ts';
import { flushSince } from '../observer.ts';
import type {
  AnswerToKeep,
  AppendAnswer,
  AppendOptions,
  KeptAnswer,
  ReadStreamOptions,
  StoreStatus,
  StreamAppend,
  StreamNamesOptions,
} from '../port.ts';
import { LedgerStore, type LedgerStoreOptions } from '../postgres/ledger-store.ts';
import { STREAM_NAMES } from '../postgres/stream-reader.ts';
import { eventIdsOf, prepareAppends } from '../prepare.ts';
import type { SequencedLook } from '../ledger-signal.ts';
import { KurrentAppender } from './kurrent-appender.ts';
import { KurrentLog } from './kurrent-log.ts';
import { KurrentSequencer } from './kurrent-sequencer.ts';
import { headAt, ledgerEnd, ledgerTail, sequencedLook } from './ledger-tail.ts';
import { StoredEvents } from './stored-events.ts';

export interface KurrentEventStoreOptions extends LedgerStoreOptions {
  /** The connection string of a KurrentDB that serves this system only: `kurrentdb://host:2113?tls=false`. Writing needs server 25.1, asserting 26.1. */
  readonly url: string;
  /** A PostgreSQL database in which `kurrentSchema` was migrated; its user has to be a member of the role. */
  readonly ledgerUrl: string;
}

/** Opens the store; a KurrentDB that is away does not keep it from opening. @throws StoreUnavailable when the ledger's database is away */
export async function openKurrentEventStore(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
  const log = new KurrentLog(options.url);
  return new KurrentEventStore(log, options).open(log.warmUp());
}

/** Events in KurrentDB (formerly EventStoreDB): appends with marks in one transaction, positions in the order of $all, the ledger in PostgreSQL. */
export class KurrentEventStore extends LedgerStore {
  readonly #stored: StoredEvents;
  readonly #appender: KurrentAppender;
  readonly #turns = new KeyedTurns();

  constructor(
    private readonly log: KurrentLog,
    options: KurrentEventStoreOptions,
  ) {
    super(options.ledgerUrl, options, (pool, lease, settings, signal) =>
      KurrentSequencer.work(log, pool, lease, settings, signal),
    );
    this.#stored = new StoredEvents(log);
    this.#appender = new KurrentAppender(log, this.#stored);
  }

  /** @throws also MultiStreamAppendUnsupported on a server before 25.1, and with an assertion before 26.1 */
  async appendAll(appends: readonly StreamAppend[], options?: AppendOptions): Promise<AppendAnswer> {
    this.assertOpen();
    const prepared = await prepareAppends(this.codec, appends, options);
    const written = prepared.filter(({ events }) => events.length > 0).map(({ stream }) => stream);
    const command = options?.commandId === undefined ? [] : [options.commandId];
    return this.#turns.take([...written, ...eventIdsOf(prepared), ...command], async () => {
      const begun = performance.now();
      const answer = await this.#appender.append(prepared, options?.commandId);
      if (!answer.repeated) this.observer?.flushed(flushSince(begun, prepared));
      return answer;
    });
  }

  /** @throws InvariantBroken when a revision is missing from the stream */
  async *read(
    stream: StreamName,
    { from = 0n, limit = Infinity }: ReadStreamOptions = {},
  ): AsyncGenerator<StoredEvent> {
    this.assertOpen();
    let next = from;
    for await (const { id, type, revision, text } of this.log.forwards(stream, from, limit)) {
      invariant(revision === next, `${stream} has no revision ${String(next)}, but later ones`);
      invariant(
        text !== undefined,
        `${stream} at revision ${String(revision)} holds JSON that the store did not write`,
      );
      next += 1n;
      const keys = await this.codec.openingKeys([text]);
      yield this.codec.decode(text, columnsOf({ id, stream, type }), revision, keys);
    }
  }

  async readCommand(commandId: Uuid): Promise<readonly StoredEvent[]> {
    this.assertOpen();
    const events = (await this.#stored.ofCommand(commandId)) ?? [];
    const keys = await this.codec.openingKeys(events.map(({ record }) => record));
    return events.map(({ eventId: id, stream, type, record, revision }) =>
      this.codec.decode(record, columnsOf({ id, stream, type }), revision, keys),
    );
  }

  async keepAnswer(answer: AnswerToKeep): Promise<KeptAnswer> {
    this.assertOpen();
    return this.#turns.take([answer.commandId], () => this.#appender.keepAnswer(answer));
  }

  async readAnswer(commandId: Uuid, at: Instant): Promise<JsonObject | undefined> {
    this.assertOpen();
    const kept = (await this.#stored.commandMark(commandId))?.mark.kept;
    return kept !== undefined && kept.until > at ? kept.answer : undefined;
  }

  /** Those of the ledger, and those whose first event has no position yet: KurrentDB keeps no list of its streams. */
  async streams(options: StreamNamesOptions = {}): Promise<readonly StreamName[]> {
    this.assertOpen();
    const { prefix = '', after = '', limit = STREAM_NAMES } = options;
    const end = await ledgerEnd(this.readPool);
    const names = new Set<string>(await this.reader.streams(options));
    for await (const { stream } of ledgerTail(this.log, end))
      if (stream.startsWith(prefix) && stream > after) names.add(stream);
    return [...names].sort().slice(0, limit) as StreamName[];
  }

  async status(): Promise<StoreStatus> {
    this.assertOpen();
    const end = await ledgerEnd(this.readPool);
    let unsequenced = 0n;
    for await (const _ of ledgerTail(this.log, end)) unsequenced += 1n;
    return { head: headAt(end), unsequenced };
  }

  protected sequencedLook(): () => Promise<SequencedLook> {
    return sequencedLook(this.log, this.readPool);
  }

  protected override async end(): Promise<void> {
    await this.#turns.idle();
    await super.end();
    await this.log.close();
  }
}
