import type pg from 'pg';
import {
  invariant,
  MissingPosition,
  pageOf,
  type EventFilter,
  type LedgerPage,
  type ReadOptions,
  type Uuid,
} from '#libs/kernel';
import { columnsOf, type EventCodec } from '../codec.ts';
import type { LedgerEpoch, LedgerRow } from '../port.ts';
import { LiveTail, type TailRow } from './live-tail.ts';
import { PreparedQueries } from './prepared-queries.ts';
import { COLUMNS } from './stream-pages.ts';

export const PAGE_SIZE = 1_000;
/** The most positions that a filtered page looks at. */
const LONGEST_REACH = 16_000;

/** Where so much of a range passes (one in so many), a row for each of its positions costs least. */
const DENSE_SHARE = 4;

/** The events of a range. Positions are unique, so as many rows as positions means that they are all there, one after the other. */
const RANGE = `
    from store.ledger l join store.events e on e.seq = l.seq
   where l.position >= $1 and l.position < $2
   order by l.position`;

type PageRow = [revision: bigint, columns: string, record: string];
type DenseRow = [revision: bigint, columns: string, record: string | null];
type FilteredRow = [position: bigint, number: bigint, revision: bigint, columns: string, record: string | null];

const PAGE = `select e.revision, ${COLUMNS}, e.record ${RANGE}`;

const PASSES = `($3::text[] is null or split_part(e.type, '.', 1) = any ($3))
                 and ($4::text[] is null or e.type = any ($4))
                 and ($5::text[] is null or e.stream = any ($5))`;

/** A row for each position, with its event where it passes. */
const DENSE_PAGE = `select e.revision, ${COLUMNS}, case when ${PASSES} then e.record end ${RANGE}`;

/**
 * The events that pass, and the last of the range whether it passes or not; each with its number among all that are really
 * there, so that a position that is missing shows even where nothing passes.
 */
const FILTERED_PAGE = `
  with candidates as (
    select l.position, row_number() over (order by l.position) as number, e.revision, ${COLUMNS} as columns,
           case when ${PASSES} then e.record end as record
      from store.ledger l join store.events e on e.seq = l.seq
     where l.position >= $1 and l.position < $2
  )
  (select * from candidates where record is not null order by position limit $6)
  union all
  (select position, number, revision, columns, null from candidates order by position desc limit 1)`;

const TAIL = `select e.event_id as id, e.type, e.stream, e.revision, e.record ${RANGE}`;

const EPOCHS = 'select epoch, since from store.epochs order by since';

const LEDGER_PAGE = `
  select l.position, e.stream, e.revision, e.event_id as "eventId", e.type, e.record, l.leaf_hash as "leafHash" ${RANGE}`;

const FIRST_MISSING = `
  select p.position from generate_series($1::bigint, $2::bigint - 1) as p(position)
    left join store.ledger l on l.position = p.position
    left join store.events e on e.seq = l.seq
   where e.seq is null order by p.position limit 1`;

/** A row of which the event passes. */
interface FoundRow {
  readonly position: bigint;
  readonly revision: bigint;
  readonly columns: string;
  readonly record: string;
}

/** Reads by position. Every range is counted: what is not there is a MissingPosition, never a shorter page. */
export class LedgerReader {
  readonly #queries: PreparedQueries;
  #epochs: readonly LedgerEpoch[] = [];

  constructor(
    pool: pg.Pool,
    private readonly codec: EventCodec,
  ) {
    this.#queries = new PreparedQueries(pool);
  }

  /** The epoch in which positions are given now. */
  get epoch(): Uuid {
    return this.#epochOf(undefined);
  }

  /** To be awaited before the first row is read. A system is stopped while its ledger is restored, so they are read once. */
  async readEpochs(): Promise<void> {
    this.#epochs = await this.#queries.objects<LedgerEpoch>('grappe_epochs', EPOCHS, []);
  }

  /** The number of positions now. */
  async head(): Promise<bigint> {
    const count = 'select coalesce(max(position) + 1, 0) from store.ledger';
    const rows = await this.#queries.lists<[bigint]>('grappe_head', count, []);
    return rows[0]?.[0] ?? 0n;
  }

  /** Loads the page that begins at a position; everything below `end` has to be there. @throws MissingPosition */
  pagesBelow(end: bigint, options: ReadOptions): (from: bigint) => Promise<LedgerPage> {
    const { filter, pageSize = PAGE_SIZE } = options;
    if (filter === undefined) return (from) => this.#fullPage(from, earlier(end, from + BigInt(pageSize)), options);
    let reach = pageSize;
    let dense = true;
    return async (from) => {
      if (dense) {
        const page = await this.#densePage(from, earlier(end, from + BigInt(pageSize)), filter, options);
        dense = page.events.length * DENSE_SHARE >= Number(page.next - from);
        return page;
      }
      const page = await this.#filteredPage(from, earlier(end, from + BigInt(reach)), filter, options);
      // Looks further where little passes, so that a rare event costs few pages, and no further where most does.
      if (page.events.length * 2 < pageSize) reach = Math.max(reach, Math.min(reach * 2, LONGEST_REACH));
      else reach = Math.max(pageSize, Number(page.next - from));
      dense = page.events.length * DENSE_SHARE >= Number(page.next - from);
      return page;
    };
  }

  /** The end of the ledger as readers of this process have it in common. */
  tail(): LiveTail {
    return new LiveTail({
      load: (from, end) => this.#whole(this.#queries.objects<TailRow>('grappe_tail', TAIL, [from, end]), from, end),
      keys: (rows) => this.codec.openingKeys(rows.map(({ record }) => record)),
      decode: (row, position, keys) => this.codec.decodeAt(row, columnsOf(row), position, keys),
    });
  }

  async ledgerPage(from: bigint, end: bigint): Promise<readonly LedgerRow[]> {
    const read = this.#queries.objects<Omit<LedgerRow, 'epoch'>>('grappe_ledger', LEDGER_PAGE, [from, end]);
    const rows = await this.#whole(read, from, end);
    return rows.map((row) => Object.assign(row, { epoch: this.#epochOf(row.position) }));
  }

  /** The epoch of a position, or the last one. */
  #epochOf(position: bigint | undefined): Uuid {
    const found = this.#epochs.findLast(({ since }) => position === undefined || since <= position);
    invariant(found !== undefined, 'a ledger has an epoch from its first position on');
    return found.epoch;
  }

  async #fullPage(from: bigint, end: bigint, options: ReadOptions): Promise<LedgerPage> {
    const rows = await this.#whole(this.#queries.lists<PageRow>('grappe_page', PAGE, [from, end]), from, end);
    const found = rows.map(([revision, columns, record], index) => {
      return { revision, columns, record, position: from + BigInt(index) };
    });
    return await this.#page(found, end, options);
  }

  async #densePage(from: bigint, end: bigint, filter: EventFilter, options: ReadOptions): Promise<LedgerPage> {
    const { contexts = null, types = null, streams = null } = filter;
    const values = [from, end, contexts, types, streams];
    const rows = await this.#whole(this.#queries.lists<DenseRow>('grappe_dense_page', DENSE_PAGE, values), from, end);
    const found: FoundRow[] = [];
    let position = from;
    for (const [revision, columns, record] of rows) {
      if (record !== null) found.push({ revision, columns, record, position });
      position += 1n;
    }
    return await this.#page(found, end, options);
  }

  async #filteredPage(from: bigint, end: bigint, filter: EventFilter, options: ReadOptions): Promise<LedgerPage> {
    const { pageSize = PAGE_SIZE } = options;
    const { contexts = null, types = null, streams = null } = filter;
    const values = [from, end, contexts, types, streams, pageSize];
    const rows = await this.#queries.lists<FilteredRow>('grappe_filtered_page', FILTERED_PAGE, values);
    const last = rows.at(-1);
    const missing = last?.[0] !== end - 1n || rows.some(([position, number]) => position - from + 1n !== number);
    if (missing) await this.#throwMissing(from, end);
    const found = rows.flatMap(([position, , revision, columns, record]) =>
      record === null ? [] : [{ position, revision, columns, record }],
    );
    const lastFound = found.at(-1);
    const next = found.length === pageSize && lastFound !== undefined ? lastFound.position + 1n : end;
    return await this.#page(found, next, options);
  }

  async #page(rows: readonly FoundRow[], next: bigint, { asStored = false }: ReadOptions): Promise<LedgerPage> {
    const keys = asStored ? 'as-stored' : await this.codec.openingKeys(rows.map(({ record }) => record));
    return pageOf(rows, next, (row) => this.codec.decodeAt(row, row.columns, row.position, keys));
  }

  async #throwMissing(from: bigint, end: bigint): Promise<never> {
    const rows = await this.#queries.lists<[bigint]>('grappe_missing', FIRST_MISSING, [from, end]);
    throw new MissingPosition(rows[0]?.[0] ?? from);
  }

  /** As many rows as positions. @throws MissingPosition */
  async #whole<Row>(read: Promise<readonly Row[]>, from: bigint, end: bigint): Promise<readonly Row[]> {
    const rows = await read;
    if (BigInt(rows.length) !== end - from) await this.#throwMissing(from, end);
    return rows;
  }
}

function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
