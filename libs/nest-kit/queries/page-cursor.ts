import { createHash } from 'node:crypto';
import { foreignCursor, type QueryRow } from '#libs/hosting';
import { canonicalJson } from '#libs/kernel';
import { bigintsAsNumbers } from '../http/lines.ts';

/** Parameters that choose a page, and not another list. */
const NOT_OF_THE_LIST = new Set(['limit', 'after', 'readToken']);
const MARK_LENGTH = 12;

/** Identifies the list of a cursor: the row, its filters and its order. */
export function markOf(context: string, row: QueryRow, input: Readonly<Record<string, unknown>>): string {
  const asked = Object.entries(input).filter(([name, value]) => !NOT_OF_THE_LIST.has(name) && value !== undefined);
  const list = canonicalJson({ context, row: row.name, asked: Object.fromEntries(asked.map(textOf)) });
  return createHash('sha256').update(list).digest('base64url').slice(0, MARK_LENGTH);
}

export function markedCursor(mark: string, place: string): string {
  return `${mark}.${place}`;
}

/** The place that a cursor of this list names. @throws Problem API_MALFORMED at `after` for a cursor of another */
export function placeOf(mark: string, cursor: string): string {
  const place = cursor.slice(mark.length + 1);
  if (cursor === markedCursor(mark, place)) return place;
  throw foreignCursor();
}

function textOf([name, value]: readonly [string, unknown]): readonly [string, string] {
  return [name, JSON.stringify(value, bigintsAsNumbers)];
}
