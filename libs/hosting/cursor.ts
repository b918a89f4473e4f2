import type { Order, Page, PageRequest } from '#libs/projections';
import { edgeProblem, type Problem } from './problem.ts';

const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

/** How many items a page has: the requested number, within 1 and 500. */
export function limitOf({ limit = DEFAULT_LIMIT }: Pick<PageRequest, 'limit'>): number {
  return Math.min(Math.max(limit, 1), MAX_LIMIT);
}

/** Where an item stands in a list: by its key, or by a value and its key. */
export interface CursorPlace {
  readonly key: string;
  readonly value?: string | undefined;
}

/** A character that no key and no value has. */
const BETWEEN = '\u0000';

/** The cursor of an item, opaque: a place in the order of the list, so that it stays valid when its item is gone. */
export function cursorOf({ key, value }: CursorPlace): string {
  return Buffer.from(value === undefined ? key : `${value}${BETWEEN}${key}`, 'utf8').toString('base64url');
}

/** @throws Problem API_MALFORMED when the cursor is none of ours */
export function placeOfCursor(cursor: string, order?: Order): CursorPlace {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [first = '', second] = text.split(BETWEEN);
  const place = second === undefined ? { key: first } : { key: second, value: first };
  if (cursorOf(place) === cursor && (second === undefined) === (order === undefined)) return place;
  throw foreignCursor();
}

/** The problem of a cursor that does not belong to this list. */
export function foreignCursor(): Problem {
  return edgeProblem('API_MALFORMED', {
    errors: [{ path: '/after', message: 'not a cursor that a page answered with' }],
  });
}

/** The page of the items that were found, for which one more than its limit was read. */
export function pageOf<T>(found: readonly T[], limit: number, placeOf: (item: T) => CursorPlace): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || found.length <= limit ? { items } : { items, next: cursorOf(placeOf(last)) };
}
