import type { OpeningKeys } from '../personal/personal-texts.ts';
import {
  pageOf,
  passes,
  type LedgerPage,
  type ReadOptions,
  type RecordedEvent,
  type StreamName,
  type Uuid,
} from '#libs/kernel';

/** An event as it is in the database, with the columns of filters. */
export interface TailRow {
  readonly id: Uuid;
  readonly type: string;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly record: string;
}

export interface LiveTailOptions {
  /** The rows of [`from`, `end`), one for each position. */
  readonly load: (from: bigint, end: bigint) => Promise<readonly TailRow[]>;
  /** The keys that decoding these rows needs. */
  readonly keys: (rows: readonly TailRow[]) => OpeningKeys | Promise<OpeningKeys>;
  readonly decode: (row: TailRow, position: bigint, keys: OpeningKeys) => RecordedEvent;
}

interface TailRange {
  readonly from: bigint;
  readonly to: bigint;
  readonly rows: Promise<readonly TailRow[]>;
}

/** A reader that is further behind reads by itself: no other reader wants the same events now. */
export const LONGEST_TAIL = 256n;
const KEPT_RANGES = 4;
const MOST_TEXT = 4_194_304;
const PAGE_SIZE = 1_000;

/**
 * The end of the ledger, read once for all readers that follow it: with thirty read models in a process each event would be fetched thirty
 * times. What is kept is text; each reader decodes what passes its filter, so that none can alter what another one sees.
 */
export class LiveTail {
  #recent: readonly TailRange[] = [];

  constructor(private readonly options: LiveTailOptions) {}

  /** The page that begins at a position; everything below `end` has to be there, and the page ends there or before. @throws as `load` */
  async page(from: bigint, end: bigint, options: ReadOptions): Promise<LedgerPage> {
    const { filter, pageSize = PAGE_SIZE, asStored = false } = options;
    const range = this.#recent.find((each) => each.from <= from && from < each.to) ?? this.#read(from, end);
    const rows = await range.rows;
    const to = range.to < end ? range.to : end;
    const found: { readonly row: TailRow; readonly position: bigint }[] = [];
    let next = from;
    for (; next < to && found.length < pageSize; next += 1n) {
      const row = rows[Number(next - range.from)];
      if (row !== undefined && passes(row, filter)) found.push({ row, position: next });
    }
    const keys = asStored ? 'as-stored' : await this.options.keys(found.map(({ row }) => row));
    return pageOf(found, next, ({ row, position }) => this.options.decode(row, position, keys));
  }

  #read(from: bigint, to: bigint): TailRange {
    const range = { from, to, rows: this.options.load(from, to) };
    this.#recent = [...this.#recent, range].slice(-KEPT_RANGES);
    range.rows.then(
      (rows) => {
        if (rows.reduce((length, { record }) => length + record.length, 0) > MOST_TEXT) this.#forget(range);
      },
      () => {
        this.#forget(range);
      },
    );
    return range;
  }

  #forget(range: TailRange): void {
    this.#recent = this.#recent.filter((each) => each !== range);
  }
}
