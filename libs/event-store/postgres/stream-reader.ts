import type pg from 'pg';
import { invariant, type Instant, type JsonObject, type StoredEvent, type StreamName, type Uuid } from '#libs/kernel';
import type { EventCodec } from '../codec.ts';
import type { AnswerToKeep, KeptAnswer, ReadStreamOptions, StoreStatus, StreamNamesOptions } from '../port.ts';
import type { SequencedLook } from '../ledger-signal.ts';
import { PreparedQueries } from './prepared-queries.ts';
import { commandKey } from './stream-locks.ts';
import { COLUMNS, StreamPages } from './stream-pages.ts';

/** Most streams end in it, and many are read together. */
const FIRST_PAGE = 100;
const PAGE_SIZE = 1_000;
/** How many names are listed by default. */
export const STREAM_NAMES = 1_000;

const LAST_NUMBER = 9_223_372_036_854_775_807n;
const SEQUENCED = `
  select coalesce((select max(position) + 1 from store.ledger), 0),
         (select e.seq from store.events e
           where e.seq > (select mark from store.sequencer) and e.seq <= $1
             and not exists (select 1 from store.ledger l where l.seq = e.seq)
           order by e.seq desc limit 1)`;

const WITHOUT_POSITION = 'not exists (select 1 from store.ledger l where l.seq = e.seq)';
const STATUS = `
  select coalesce((select max(position) + 1 from store.ledger), 0),
         (select count(*) from store.events e where e.seq > s.mark and ${WITHOUT_POSITION}),
         s.mark > coalesce(pg_sequence_last_value('store.event_seq'), 0)
    from store.sequencer s`;
const LEFT_BEHIND = `
  select count(*) from store.events e where e.seq <= (select mark from store.sequencer) and ${WITHOUT_POSITION}`;
const LEFT_BEHIND_MS = 60_000;

/** What can be asked of the store beside its ledger. */
export class StreamReader {
  readonly #queries: PreparedQueries;
  readonly #pages: StreamPages;
  #leftBehind = { events: 0n, countedAtMs: -Infinity };

  constructor(
    pool: pg.Pool,
    private readonly codec: EventCodec,
  ) {
    this.#queries = new PreparedQueries(pool);
    this.#pages = new StreamPages(this.#queries);
  }

  /** @throws InvariantBroken when a revision is missing from the stream */
  async *read(stream: StreamName, { from = 0n, limit = Infinity }: ReadStreamOptions): AsyncGenerator<StoredEvent> {
    for (let [next, left] = [from, limit]; left > 0;) {
      const wanted = Math.min(left, next === from ? FIRST_PAGE : PAGE_SIZE);
      const rows = await this.#pages.read(stream, next, wanted);
      const keys = await this.codec.openingKeys(rows.map(([, , , record]) => record));
      for (const [, revision, columns, record] of rows) {
        invariant(revision === next, `${stream} has no revision ${String(next)}, but later ones`);
        next += 1n;
        yield this.codec.decode(record, columns, revision, keys);
      }
      if (rows.length < wanted) return;
      left -= rows.length;
    }
  }

  async readCommand(commandId: Uuid): Promise<readonly StoredEvent[]> {
    const rows = await this.#queries.lists<[revision: bigint, columns: string, record: string]>(
      'grappe_command',
      `select e.revision, ${COLUMNS}, e.record from store.events e where e.command_id = $1 order by e.command_index`,
      [commandId],
    );
    const keys = await this.codec.openingKeys(rows.map(([, , record]) => record));
    return rows.map(([revision, columns, record]) => this.codec.decode(record, columns, revision, keys));
  }

  async keepAnswer({ commandId, context, answer, at, until }: AnswerToKeep): Promise<KeptAnswer> {
    const [row] = await this.#queries.lists<[kept: boolean, earlier: string | null]>(
      'grappe_keep_answer',
      'select kept, earlier from store.keep_answer($1, $2, $3, $4, $5, $6)',
      [commandId, commandKey(commandId), context, at, until, JSON.stringify(answer)],
    );
    invariant(row !== undefined, 'keep_answer gives one row');
    const [kept, earlier] = row;
    return kept ? { kept } : { kept, earlier: earlier === null ? undefined : (JSON.parse(earlier) as JsonObject) };
  }

  async readAnswer(commandId: Uuid, at: Instant): Promise<JsonObject | undefined> {
    const [row] = await this.#queries.lists<[answer: string]>(
      'grappe_answer',
      'select answer from store.answers where command_id = $1 and until > $2 limit 1',
      [commandId, at],
    );
    return row && (JSON.parse(row[0]) as JsonObject);
  }

  async positionOf(eventId: Uuid): Promise<bigint | undefined> {
    const [row] = await this.#queries.lists<[bigint]>(
      'grappe_position',
      'select l.position from store.events e join store.ledger l on l.seq = e.seq where e.event_id = $1',
      [eventId],
    );
    return row?.[0];
  }

  async positionAt(moment: Instant): Promise<bigint | undefined> {
    const [row] = await this.#queries.lists<[bigint]>(
      'grappe_position_at',
      `select l.position from store.ledger l join store.events e on e.seq = l.seq
        where e.recorded_at <= $1 order by l.position desc limit 1`,
      [moment],
    );
    return row?.[0];
  }

  async streams({ prefix = '', after, limit = STREAM_NAMES }: StreamNamesOptions): Promise<readonly StreamName[]> {
    const rows = await this.#queries.lists<[StreamName]>(
      'grappe_streams',
      `select stream from store.events
        where revision = 0 and stream > $2 and stream >= $1 and starts_with(stream, $1) order by stream limit $3`,
      [prefix, after ?? '', limit],
    );
    return rows.map(([stream]) => stream);
  }

  /**
   * Events that the ledger does not hold: those above the sequencer's stored mark, and those that it left behind below it, which takes
   * a look at every event and is counted once a minute, and whenever the mark is where no number has been given.
   */
  async status(): Promise<StoreStatus> {
    const [row] = await this.#queries.lists<[bigint, bigint, boolean]>('grappe_status', STATUS, []);
    const [head, waiting, isBeyond] = row ?? [0n, 0n, false];
    if (isBeyond || performance.now() - this.#leftBehind.countedAtMs > LEFT_BEHIND_MS) {
      const [count] = await this.#queries.lists<[bigint]>('grappe_left_behind', LEFT_BEHIND, []);
      this.#leftBehind = { events: count?.[0] ?? 0n, countedAtMs: performance.now() };
    }
    return { head, unsequenced: waiting + this.#leftBehind.events };
  }

  /**
   * Looks for the events that are committed at the first look, by the highest number of those without a position: what is committed
   * later below that number is waited for as well, and what is not committed is not seen.
   */
  sequencedLook(): () => Promise<SequencedLook> {
    let highest: bigint | undefined;
    return async () => {
      const [row] = await this.#queries.lists<[bigint, bigint | null]>('grappe_sequenced', SEQUENCED, [
        highest ?? LAST_NUMBER,
      ]);
      const late = row?.[1] ?? undefined;
      highest ??= late;
      return { head: row?.[0] ?? 0n, late: late !== undefined };
    };
  }
}
