import type { PageRequest } from '#libs/projections';
import { edgeProblem, type Problem } from './problem.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** How many items a page has: what was asked for, within 1 and 500. */
export function limitOf({ limit = DEFAULT_LIMIT }: PageRequest): number {
  return Math.min(Math.max(limit, 1), MAX_LIMIT);
}

/** The cursor of an item: its key, opaque. A cursor is a place in key order, so it stays good when its item goes away. */
export function cursorOf(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

/** @throws Problem API_MALFORMED when the cursor is none of ours */
export function keyOfCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (cursorOf(key) === cursor) return key;
  throw foreignCursor();
}

/** For a cursor that no page of the list answered with. */
export function foreignCursor(): Problem {
  return edgeProblem('API_MALFORMED', {
    errors: [{ path: '/after', message: 'not a cursor that a page answered with' }],
  });
}
