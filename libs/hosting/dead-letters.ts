import type pg from 'pg';
import {
  listParked,
  listSteps,
  ModelOfOtherVersion,
  NotParked,
  retryAll,
  retryKey,
  type Page,
} from '#libs/projections';
import type { DeadLetterOptions, ParkedKey, Projection, RecordedStep, Release } from '#libs/projections';
import { cursorOf, foreignCursor, placeOfCursor } from './cursor.ts';
import { edgeProblem } from './problem.ts';
import { withProgress, type OperationLine } from './with-progress.ts';

export interface DeadLettersPage {
  readonly projection?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

export interface DeadLetterLogPage {
  readonly projection: string;
  readonly key?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

/** What a retry came to. */
export interface RetryReport {
  /** How many keys were tried. */
  readonly keys: number;
  /** How many events are in their documents now. */
  readonly released: number;
  readonly stillParked: number;
  /** The first of those that are still parked, with where and why. */
  readonly parked: readonly Release[];
}

const NAMED_KEYS = 100;
/** Names of projections have no such character, keys may have anything. */
const SEPARATOR = '/';

/** @throws Problem API_MALFORMED for a cursor that is none of ours */
export async function deadLettersPage(
  pool: pg.Pool,
  { projections, limit, after }: Omit<DeadLettersPage, 'projection'> & { readonly projections: readonly string[] },
): Promise<Page<ParkedKey>> {
  const page = { projections, limit: limit + 1, after: after === undefined ? undefined : parkedAt(after) };
  return paged(await listParked(pool, page), limit, ({ projection, key }) => `${projection}${SEPARATOR}${key}`);
}

/** @throws Problem API_MALFORMED for a cursor that is none of ours */
export async function deadLetterLogPage(
  pool: pg.Pool,
  { limit, after, ...of }: DeadLetterLogPage,
): Promise<Page<RecordedStep>> {
  const page = { ...of, limit: limit + 1, after: after === undefined ? undefined : idOfCursor(after) };
  return paged(await listSteps(pool, page), limit, ({ id }) => String(id));
}

/** A page of what was found, of which one more than the page was asked for. */
function paged<T>(found: readonly T[], limit: number, placeOf: (item: T) => string): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || found.length <= limit ? { items } : { items, next: cursorOf({ key: placeOf(last) }) };
}

function idOfCursor(cursor: string): bigint {
  const id = placeOfCursor(cursor).key;
  if (/^\d{1,18}$/.test(id)) return BigInt(id);
  throw foreignCursor();
}

function parkedAt(cursor: string): Pick<ParkedKey, 'projection' | 'key'> {
  const place = placeOfCursor(cursor).key;
  const end = place.indexOf(SEPARATOR);
  return { projection: place.slice(0, Math.max(end, 0)), key: place.slice(end + 1) };
}

/** One key is tried before the answer begins, so that a key that is not parked is a 404 and not a line. */
export async function retryDeadLetters(
  projection: Projection,
  key: string | undefined,
  options: DeadLetterOptions,
  signal: AbortSignal,
): Promise<AsyncIterable<OperationLine>> {
  const one = key === undefined ? undefined : await asProblems(() => retryKey(projection, key, options));
  return withProgress(projection.name, async (onProgress) => {
    if (one !== undefined) return added(NOTHING, one);
    let report = NOTHING;
    for await (const release of retryAll(projection, options)) {
      signal.throwIfAborted();
      report = added(report, release);
      onProgress({ keys: report.keys, released: report.released, stillParked: report.stillParked });
    }
    return report;
  });
}

const NOTHING: RetryReport = { keys: 0, released: 0, stillParked: 0, parked: [] };

function added({ keys, released, stillParked, parked }: RetryReport, release: Release): RetryReport {
  const free = release.parked === undefined;
  return {
    keys: keys + 1,
    released: released + release.released,
    stillParked: stillParked + (free ? 0 : 1),
    parked: free || parked.length >= NAMED_KEYS ? parked : [...parked, release],
  };
}

/** What the runner refuses, as the edge says it. @throws Problem */
export async function asProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotParked && error.found === undefined)
      throw edgeProblem('API_NOT_FOUND', { found: error.key, required: 'a key that is parked' });
    if (error instanceof NotParked)
      throw edgeProblem('API_CONFLICT', {
        found: String(error.found),
        required: 'the position at which the key stands',
      });
    if (error instanceof ModelOfOtherVersion)
      throw edgeProblem('API_CONFLICT', {
        detail: error.message,
        found: `version ${String(error.found)}`,
        required: `version ${String(error.required)}`,
      });
    throw error;
  }
}
