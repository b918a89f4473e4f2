import { createHash } from 'node:crypto';
import { foreignCursor, type QueryRow } from '#libs/hosting';
import { canonicalJson, type Uuid } from '#libs/kernel';
import { bigintsAsNumbers } from '../http/lines.ts';
import { restoredSince } from '../http/restored.ts';

/** Parameters that choose a page, and not another list. */
const NOT_OF_THE_LIST = new Set(['limit', 'after', 'readToken']);
const MARK_LENGTH = 12;
/** So much of the epoch's id tells it from any other. */
const EPOCH_LENGTH = 8;
const CURSOR = new RegExp(`^([0-9a-f]{${String(EPOCH_LENGTH)}})\\.([\\w-]{${String(MARK_LENGTH)}})\\.(.*)$`, 's');

/** What a cursor belongs to: an epoch of the ledger, because places in a list may be positions, and a list. */
export interface CursorScope {
  readonly epoch: Uuid;
  /** Of the list: the row, its filters and its order. */
  readonly mark: string;
}

export function scopeOf(
  epoch: Uuid,
  context: string,
  row: QueryRow,
  input: Readonly<Record<string, unknown>>,
): CursorScope {
  const asked = Object.entries(input).filter(([name, value]) => !NOT_OF_THE_LIST.has(name) && value !== undefined);
  const list = canonicalJson({ context, row: row.name, asked: Object.fromEntries(asked.map(textOf)) });
  return { epoch, mark: createHash('sha256').update(list).digest('base64url').slice(0, MARK_LENGTH) };
}

export function scopedCursor({ epoch, mark }: CursorScope, place: string): string {
  return `${epoch.slice(0, EPOCH_LENGTH)}.${mark}.${place}`;
}

/**
 * The place that a cursor of this list names. @throws Problem API_MALFORMED at `after` for a cursor of another list,
 * API_RESTORED_SINCE for one of another epoch
 */
export function placeOf({ epoch, mark }: CursorScope, cursor: string): string {
  const [, ofEpoch, ofList, place] = CURSOR.exec(cursor) ?? [];
  if (ofList !== mark || place === undefined) throw foreignCursor();
  if (ofEpoch !== epoch.slice(0, EPOCH_LENGTH)) throw restoredSince('/after', 'begin at the first page');
  return place;
}

function textOf([name, value]: readonly [string, unknown]): readonly [string, string] {
  return [name, JSON.stringify(value, bigintsAsNumbers)];
}
