import type pg from 'pg';
import type { EventStore } from '#libs/event-store';
import { calendarDate, endOfDay, instant, isCalendarDate } from '#libs/kernel';
import { reconcile, type ReconciledTopics } from '#libs/messaging/reconcile';
import { findRelay } from '#libs/messaging/relay';
import { discardParked, listParked, listSteps, rebuild, replay, retryAll, retryKey } from '#libs/projections';
import type { Discard, ParkedKey, Projection, Release, ReplayUntil } from '#libs/projections';
import type { ContextDefinition } from './context.ts';
import { foreignCursor, pageOf, placeOfCursor } from './cursor.ts';
import { DECIMAL } from './decimal.ts';
import { edgeProblem } from './problem.ts';
import type { PageInput } from './queries/parameters.ts';
import { foldEveryStream } from './stream-folds.ts';
import { withProgress, type WorkLine } from './with-progress.ts';

export interface AdminDependencies {
  readonly pool: pg.Pool;
  readonly store: EventStore;
  readonly contexts: readonly ContextDefinition[];
  readonly holder: string;
  /** True where other services fold the streams of other contexts. */
  readonly ownStreamsOnly?: boolean | undefined;
  /** Where the events are published; absent in a service without brokers. */
  readonly topics?: PublishedTopics | undefined;
}

/** Topics; how far they are published is in the row of the relay where they do not say it. */
export type PublishedTopics = Omit<ReconciledTopics, 'published'> & Partial<Pick<ReconciledTopics, 'published'>>;

/** Parked keys of a read model: of each, or one. */
interface OfKeys {
  readonly projection: string;
  readonly key?: string | undefined;
}

/** How many of the keys that are still parked the report of a retry names, with where and why. */
const NAMED_KEYS = 100;
/** Names of projections have no such character, keys may have anything. */
const SEPARATOR = '/';

/** Long work on read models and streams. Each gives lines of progress, then one of result; aborted, it stops and can go on later. */
export class Admin {
  constructor(private readonly deps: AdminDependencies) {}

  /** Builds a read model anew beside the live one, compares the digests, and (with `switchOver`) puts it in its place. */
  rebuild(name: string, switchOver: boolean, signal: AbortSignal): AsyncIterable<WorkLine> {
    const projection = this.projection(name);
    return withProgress(name, async (onProgress) => {
      const { pool, store: reader, holder } = this.deps;
      return await rebuild(projection, { pool, reader, holder, switch: switchOver, onProgress, signal });
    });
  }

  /** Builds a read model as it stood at a position or at an instant, in a place of its own. */
  replay(name: string, until: string, tag: string, signal: AbortSignal): AsyncIterable<WorkLine> {
    const projection = this.projection(name);
    const bound = replayBound(until);
    return withProgress(name, async (onProgress) => {
      const { pool, store: reader } = this.deps;
      return await replay(projection, { pool, reader, until: bound, tag, onProgress, signal });
    });
  }

  /** Folds every stream by its own decider; reports those that do not fold. */
  foldStreams(signal: AbortSignal): AsyncIterable<WorkLine> {
    return withProgress('streams', async (onProgress) => {
      const { store, contexts, ownStreamsOnly = false } = this.deps;
      return await foldEveryStream(store, contexts, { onProgress, signal, ownStreamsOnly });
    });
  }

  /** Compares the topics with the ledger; with `repair` it publishes what is missing. @throws Problem API_NOT_FOUND without brokers */
  reconcile(repair: boolean, signal: AbortSignal): AsyncIterable<WorkLine> {
    const { topics: known, pool, store: ledger } = this.deps;
    if (known === undefined) {
      throw edgeProblem('API_NOT_FOUND', { found: 'a service without Kafka', required: 'one with KAFKA_BROKERS' });
    }
    const published = async (): Promise<bigint> => (await findRelay(pool))?.position ?? 0n;
    const topics = { published, ...known };
    return withProgress('topics', (onProgress) => reconcile({ ledger, topics, repair, signal, onProgress }));
  }

  /** The parked keys of the read models of this process, by read model and key. @throws Problem API_NOT_FOUND, API_MALFORMED */
  async deadLetters({ projection, limit, after }: PageInput & { readonly projection?: string | undefined }) {
    const projections = projection === undefined ? this.readModelNames : [this.projection(projection).name];
    const page = { projections, limit: limit + 1, after: after === undefined ? undefined : parkedKeyOf(after) };
    const found = await listParked(this.deps.pool, page);
    return pageOf(found, limit, (parked) => ({ key: `${parked.projection}${SEPARATOR}${parked.key}` }));
  }

  /** What happened to the parked keys of a read model, oldest first. @throws Problem API_NOT_FOUND, API_MALFORMED */
  async deadLetterLog({ projection: name, key, limit, after }: PageInput & OfKeys) {
    const projection = this.projection(name).name;
    const from = after === undefined ? undefined : stepAt(after);
    const found = await listSteps(this.deps.pool, { projection, key, limit: limit + 1, after: from });
    return pageOf(found, limit, ({ id }) => ({ key: String(id) }));
  }

  /**
   * Applies what is parked again: of one key, or of each. One key is tried before the answer begins, so that a key that is not
   * parked is an error and not a line. @throws Problem API_NOT_FOUND and the errors of `retryKey`
   */
  async retryDeadLetters(
    { projection: name, key }: OfKeys,
    { actor, signal }: { readonly actor: string; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<WorkLine>> {
    const projection = this.projection(name);
    const options = { pool: this.deps.pool, reader: this.deps.store, actor };
    const one = key === undefined ? undefined : await retryKey(projection, key, options);
    return withProgress(name, async (onProgress) => {
      const counts = { keys: 0, released: 0, stillParked: 0 };
      const parked: Release[] = [];
      for await (const release of one === undefined ? retryAll(projection, options) : [one]) {
        signal.throwIfAborted();
        counts.keys += 1;
        counts.released += release.released;
        if (release.parked !== undefined) counts.stillParked += 1;
        if (release.parked !== undefined && parked.length < NAMED_KEYS) parked.push(release);
        if (one === undefined) onProgress({ ...counts });
      }
      return { ...counts, parked };
    });
  }

  /** Goes on without the event at which a key stands. @throws Problem API_NOT_FOUND and the errors of `discardParked` */
  async discardDeadLetter(
    { projection: name, ...discard }: Discard & { readonly projection: string },
    actor: string,
  ): Promise<Release> {
    const { pool, store: reader } = this.deps;
    return await discardParked(this.projection(name), discard, { pool, reader, actor });
  }

  get readModelNames(): readonly string[] {
    return this.deps.contexts.flatMap(({ projections }) => projections.map(({ name }) => name));
  }

  /** @throws Problem API_NOT_FOUND */
  private projection(name: string): Projection {
    const all = this.deps.contexts.flatMap(({ projections }) => projections);
    const found = all.find((projection) => projection.name === name);
    if (found === undefined) throw edgeProblem('API_NOT_FOUND', { found: name, required: this.readModelNames });
    return found;
  }
}

/** A position, a civil day (its end) or an instant. @throws Problem API_MALFORMED */
export function replayBound(until: string): ReplayUntil {
  if (DECIMAL.test(until)) return { position: BigInt(until) };
  if (isCalendarDate(until)) return { instant: endOfDay(calendarDate(until)) };
  try {
    return { instant: instant(until) };
  } catch {
    throw edgeProblem('API_MALFORMED', {
      errors: [{ path: '/until', message: 'a position, a day (YYYY-MM-DD) or an instant (ISO 8601 with offset)' }],
    });
  }
}

function parkedKeyOf(cursor: string): Pick<ParkedKey, 'projection' | 'key'> {
  const [projection = '', ...key] = placeOfCursor(cursor).key.split(SEPARATOR);
  return { projection, key: key.join(SEPARATOR) };
}

function stepAt(cursor: string): bigint {
  const id = placeOfCursor(cursor).key;
  if (DECIMAL.test(id)) return BigInt(id);
  throw foreignCursor();
}
