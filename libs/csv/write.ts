import { stringify } from 'csv-stringify/sync';

/** What stands in a cell. */
export type Cell = string | number | boolean | null | undefined;

/** Spreadsheets take a file without it for one in the encoding of the machine. */
export const BYTE_ORDER_MARK = '\ufeff';

/** One row as RFC 4180 has it; a text that a spreadsheet would take for a formula is marked, a number is not. */
export function csvRow(cells: readonly Cell[]): string {
  return stringify([cells.map(textOfCell)], { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

function textOfCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? guarded(cell) : String(cell);
}

/** What a spreadsheet computes when it opens a file (OWASP, CSV injection), also behind blanks and in full width. */
const FORMULA = /^(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/;
/** A negative number stays one. */
const NUMBER = /^-\d+(?:[.,]\d+)?$/;
const MARK = "'";

/** The text with a mark before it, where it would be taken for a formula, or for one that is marked. */
export function guarded(text: string): string {
  return isDangerous(text) ? `${MARK}${text}` : text;
}

/** The text without the mark: of what `guarded` gives, what it was given, whatever that was. */
export function unguarded(text: string): string {
  const rest = text.slice(MARK.length);
  return text.startsWith(MARK) && isDangerous(rest) ? rest : text;
}

function isDangerous(text: string): boolean {
  const unmarked = text.replace(/^'+/, '');
  return FORMULA.test(unmarked) && !NUMBER.test(unmarked);
}
