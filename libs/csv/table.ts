import { CsvError, parse } from 'csv-parse';
import { detectEncoding, textOf, type Encoding, type Source } from './encoding.ts';

export type Delimiter = ';' | ',' | '\t';

/** A row of a file. */
export interface TableRow {
  /** The physical line on which it begins, from 1. */
  readonly line: number;
  /** In normal form C (Unicode Annex 15), in the order of the header; a row may have fewer or more of them than the header. */
  readonly cells: readonly string[];
}

/** A file that was looked at once. Its rows can be read as often as wanted, and only a few of them are in memory. */
export interface Table {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  /** How many lines it has: more than rows, where line breaks stand in quotes. */
  readonly lines: number;
  /** Without the header and without empty rows. @throws UnreadableTable */
  rows(): AsyncGenerator<TableRow, void>;
}

/** A file that is no table: nothing behind that line can be read. */
export class UnreadableTable extends Error {
  override readonly name = 'UnreadableTable';
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super(`line ${String(line)}: ${reason}`);
  }
}

/** A quotation mark that is not closed would take the rest of the file for one cell, of which a row of one line has no part. */
const MAX_ROW_BYTES = 256 * 1024;
const DELIMITERS: readonly Delimiter[] = [';', ',', '\t'];
/** How spreadsheets say in the first line what separates cells. */
const NAMED_DELIMITER = /^sep=(.)$/;

/** Looks at a file: encoding, delimiter, header and length. @throws UnreadableTable where it has no header */
export async function openTable(source: Source): Promise<Table> {
  const encoding = await detectEncoding(source);
  const { first, second, lines } = await lookAt(withLineFeeds(textOf(source, encoding)));
  const named = NAMED_DELIMITER.exec(first)?.[1];
  const delimiter = DELIMITERS.find((each) => each === named) ?? delimiterOf(named === undefined ? first : second);
  const isHeader = (row: TableRow): boolean => named === undefined || row.line > 1;
  const all = () => readRows(withLineFeeds(textOf(source, encoding)), delimiter);
  const header = await firstOf(all(), isHeader);
  if (header === undefined) throw new UnreadableTable(1, 'a header is needed, found an empty file');
  return {
    encoding,
    delimiter,
    header: header.cells,
    lines,
    rows: async function* () {
      for await (const row of all()) if (row.line > header.line) yield row;
    },
  };
}

async function firstOf(
  rows: AsyncGenerator<TableRow, void>,
  isWanted: (row: TableRow) => boolean,
): Promise<TableRow | undefined> {
  for await (const row of rows) if (isWanted(row)) return row;
  return undefined;
}

/** Every line break as a line feed, so that a line is counted once; a pair may be cut by the end of a piece. */
async function* withLineFeeds(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  let held = '';
  for await (const text of texts) {
    const whole = held + text;
    held = whole.endsWith('\r') ? '\r' : '';
    yield whole.slice(0, whole.length - held.length).replaceAll(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}

async function lookAt(texts: AsyncIterable<string>): Promise<{ first: string; second: string; lines: number }> {
  let begin = '';
  let breaks = 0;
  let last = '\n';
  for await (const text of texts) {
    if (begin.length < MAX_ROW_BYTES) begin += text;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) breaks += 1;
    last = text.at(-1) ?? last;
  }
  const [first = '', second = ''] = begin.split('\n', 2);
  return { first, second, lines: last === '\n' ? breaks : breaks + 1 };
}

/** The one of which the header has most outside of quotes; of a header of one cell it does not matter. */
function delimiterOf(header: string): Delimiter {
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';';
}

/** The rows of a piece are handed on before a fault in it is, and the next piece is read when they were taken. */
async function* readRows(texts: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<TableRow, void> {
  const found: TableRow[] = [];
  let ended = 0;
  const parser = parse({
    delimiter,
    max_record_size: MAX_ROW_BYTES,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    on_record: (cells: readonly string[], { lines }) => {
      const line = ended + 1;
      ended = lines;
      if (cells.some((cell) => cell !== '')) found.push({ line, cells: cells.map((cell) => cell.normalize('NFC')) });
      return null;
    },
  }).resume();
  // Who writes a piece hears of its fault; it comes as an event as well.
  parser.on('error', () => undefined);
  try {
    for await (const text of texts) {
      const fault = await taken((done) => parser.write(text, done));
      yield* found.splice(0);
      if (fault !== undefined) throw new UnreadableTable(ended + 1, reasonOf(fault, ended + 1));
    }
    const fault = await taken((done) => parser.end(done));
    yield* found.splice(0);
    if (fault !== undefined) throw new UnreadableTable(ended + 1, reasonOf(fault, ended + 1));
  } finally {
    parser.destroy();
  }
}

/** The fault that a parser found in a piece, once it has taken it. */
async function taken(give: (done: (error?: Error | null) => void) => unknown): Promise<Error | undefined> {
  return await new Promise((resolve) => {
    give((error) => {
      resolve(error ?? undefined);
    });
  });
}

/** Why a row that begins in a line cannot be read. */
function reasonOf(fault: Error, line: number): string {
  const code = fault instanceof CsvError ? fault.code : undefined;
  if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'CSV_MAX_RECORD_SIZE') return fault.message;
  // It is the same to the parser: a row of one line is too long, and one that goes on over lines has a mark that nobody closed.
  const isOfOneLine = code === 'CSV_MAX_RECORD_SIZE' && fault instanceof CsvError && fault['lines'] === line;
  return isOfOneLine
    ? `this row is longer than ${String(MAX_ROW_BYTES)} bytes`
    : 'a quotation mark that opens a cell of this row is not closed';
}
