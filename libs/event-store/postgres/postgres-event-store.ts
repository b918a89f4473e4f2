import type { Instant, JsonObject, StoredEvent, StreamName, Uuid } from '#libs/kernel';
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
import { eventIdsOf, prepareAppends, type PreparedAppend } from '../prepare.ts';
import type { SequencedLook } from '../ledger-signal.ts';
import { Appender, type AppendJob } from './appender.ts';
import { GroupCommit } from './group-commit.ts';
import { LedgerStore, type LedgerStoreOptions } from './ledger-store.ts';
import { Sequencer } from './sequencer.ts';
import { GROUP_EVENTS } from './stream-locks.ts';

export interface PostgresEventStoreOptions extends LedgerStoreOptions {
  /** A database in which `storeSchema` was migrated; its user has to be a member of the role. */
  readonly url: string;
}

const APPEND_LANES = 2;
const WAITING_APPENDS = 4_096;
const PLAN_SETTINGS = '-c enable_seqscan=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan';

/**
 * Opens the store of a database. Nothing is read before the first call; positions are given as soon as the lease is held.
 * @throws StoreUnavailable
 */
export function openPostgresEventStore(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
  return new PostgresEventStore(options).open();
}

/** Events in PostgreSQL: appends by group commit, positions after the commit, reads by position. */
export class PostgresEventStore extends LedgerStore {
  readonly #groups: GroupCommit<AppendJob>;

  constructor(options: PostgresEventStoreOptions) {
    super(withSettings(options.url), options, (...settings) => Sequencer.work(...settings));
    const onStored = (): void => {
      this.background.stored();
    };
    const appender = new Appender(this.connect(APPEND_LANES + 1, 'append'), onStored, this.observer);
    this.#groups = new GroupCommit({
      lanes: APPEND_LANES,
      maxWeight: GROUP_EVENTS,
      maxMembers: WAITING_APPENDS,
      run: (jobs) => appender.run(jobs),
    });
  }

  async appendAll(appends: readonly StreamAppend[], options?: AppendOptions): Promise<AppendAnswer> {
    this.assertOpen();
    await this.#groups.room();
    try {
      const prepared = await prepareAppends(this.codec, appends, options);
      return await this.#commit(prepared, options?.commandId);
    } finally {
      this.#groups.leave();
    }
  }

  async *read(stream: StreamName, options: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    this.assertOpen();
    yield* this.reader.read(stream, options);
  }

  async readCommand(commandId: Uuid): Promise<readonly StoredEvent[]> {
    this.assertOpen();
    return this.reader.readCommand(commandId);
  }

  async keepAnswer(answer: AnswerToKeep): Promise<KeptAnswer> {
    this.assertOpen();
    return this.reader.keepAnswer(answer);
  }

  async readAnswer(commandId: Uuid, at: Instant): Promise<JsonObject | undefined> {
    this.assertOpen();
    return this.reader.readAnswer(commandId, at);
  }

  async streams(options: StreamNamesOptions = {}): Promise<readonly StreamName[]> {
    this.assertOpen();
    return this.reader.streams(options);
  }

  async status(): Promise<StoreStatus> {
    this.assertOpen();
    return this.reader.status();
  }

  protected sequencedLook(): () => Promise<SequencedLook> {
    return this.reader.sequencedLook();
  }

  #commit(appends: readonly PreparedAppend[], commandId: Uuid | undefined): Promise<AppendAnswer> {
    const ids = eventIdsOf(appends);
    const written = appends.filter(({ events }) => events.length > 0).map(({ stream }) => stream);
    const asserted = appends.filter(({ events }) => events.length === 0).map(({ stream }) => stream);
    const keys = [...written, ...ids, ...(commandId === undefined ? [] : [commandId])];
    const weight = ids.length + asserted.length;
    return new Promise((resolve, reject) => {
      this.#groups.add({ appends, commandId, keys, shared: asserted, weight, resolve, reject });
    });
  }
}

/**
 * Keeps the prepared statements on the indexes from the first event on: a plan made while a table is empty is kept until
 * statistics come, and may be a scan of what has become a large table.
 */
function withSettings(url: string): string {
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  parsed.searchParams.set('options', [PLAN_SETTINGS, ...(options === null ? [] : [options])].join(' '));
  return parsed.toString();
}
