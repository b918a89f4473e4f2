import type pg from 'pg';
import type { EventStore } from '#libs/event-store';
import { calendarDate, endOfDay, instant, isCalendarDate } from '#libs/kernel';
import { reconcile, type ReconciledTopics } from '#libs/messaging/reconcile';
import { findRelay } from '#libs/messaging/relay';
import { discardParked, dropReplay, rebuild, replay, type Page } from '#libs/projections';
import type { Discard, ParkedKey, Projection, RecordedStep, Release, ReplayUntil } from '#libs/projections';
import type { ContextDefinition } from './context.ts';
import {
  asProblems,
  deadLetterLogPage,
  deadLettersPage,
  retryDeadLetters,
  type DeadLetterLogPage,
  type DeadLettersPage,
} from './dead-letters.ts';
import { edgeProblem } from './problem.ts';
import { foldEveryStream } from './stream-folds.ts';
import { withProgress, type OperationLine } from './with-progress.ts';

export interface OperationsDependencies {
  readonly pool: pg.Pool;
  readonly store: EventStore;
  readonly contexts: readonly ContextDefinition[];
  readonly holder: string;
  /** Streams of other contexts are folded by the processes that run those. */
  readonly ownStreamsOnly?: boolean | undefined;
  /** Where the events are published; absent in a process that knows of no brokers. */
  readonly topics?: PublishedTopics | undefined;
}

/** How far they are published is in the row of the relay, unless they say so themselves. */
export type PublishedTopics = Omit<ReconciledTopics, 'published'> & Partial<Pick<ReconciledTopics, 'published'>>;

/** Long work on read models and streams. Each gives lines of progress, then one of result; aborted, it stops and can go on later. */
export class Operations {
  constructor(private readonly deps: OperationsDependencies) {}

  /** Builds a read model anew beside the live one, compares the digests, and (with `switchOver`) puts it in its place. */
  rebuild(name: string, switchOver: boolean, signal: AbortSignal): AsyncIterable<OperationLine> {
    const projection = this.projection(name);
    return withProgress(name, async (onProgress) => {
      const { pool, store: reader, holder } = this.deps;
      return await rebuild(projection, { pool, reader, holder, switch: switchOver, onProgress, signal });
    });
  }

  /** Builds a read model as it stood at a position or at an instant, in a place of its own. */
  replay(name: string, until: string, tag: string, signal: AbortSignal): AsyncIterable<OperationLine> {
    const projection = this.projection(name);
    const bound = replayBound(until);
    return withProgress(name, async (onProgress) => {
      const { pool, store: reader } = this.deps;
      return await replay(projection, { pool, reader, until: bound, tag, onProgress, signal });
    });
  }

  async dropReplay(name: string, tag: string): Promise<boolean> {
    return await dropReplay(this.deps.pool, this.projection(name), tag);
  }

  /** Folds every stream by its own decider; tells those that do not fold. */
  foldStreams(signal: AbortSignal): AsyncIterable<OperationLine> {
    return withProgress('streams', async (onProgress) => {
      const { store, contexts, ownStreamsOnly = false } = this.deps;
      return await foldEveryStream(store, contexts, { onProgress, signal, ownStreamsOnly });
    });
  }

  /** Compares the topics with the ledger; with `repair` it publishes what is missing. @throws Problem API_NOT_FOUND without brokers */
  reconcile(repair: boolean, signal: AbortSignal): AsyncIterable<OperationLine> {
    const { topics: known, pool, store: ledger } = this.deps;
    if (known === undefined) {
      throw edgeProblem('API_NOT_FOUND', { found: 'a process without Kafka', required: 'one with KAFKA_BROKERS' });
    }
    const published = async (): Promise<bigint> => (await findRelay(pool))?.position ?? 0n;
    const topics = { published, ...known };
    return withProgress('topics', (onProgress) => reconcile({ ledger, topics, repair, signal, onProgress }));
  }

  /** The parked keys of the read models of this process, by read model and key. @throws Problem API_NOT_FOUND */
  async deadLetters({ projection, limit, after }: DeadLettersPage): Promise<Page<ParkedKey>> {
    const projections = projection === undefined ? this.readModelNames : [this.projection(projection).name];
    return await deadLettersPage(this.deps.pool, { projections, limit, after });
  }

  /** What happened to the parked keys of a read model, oldest first. @throws Problem API_NOT_FOUND */
  async deadLetterLog(page: DeadLetterLogPage): Promise<Page<RecordedStep>> {
    return await deadLetterLogPage(this.deps.pool, { ...page, projection: this.projection(page.projection).name });
  }

  /** Applies what is parked again: of one key, or of each. @throws Problem API_NOT_FOUND, API_CONFLICT */
  async retryDeadLetters(
    { projection: name, key }: { readonly projection: string; readonly key?: string | undefined },
    { actor, signal }: { readonly actor: string; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<OperationLine>> {
    const { pool, store: reader } = this.deps;
    return await retryDeadLetters(this.projection(name), key, { pool, reader, actor }, signal);
  }

  /** Goes on without the event at which a key stands. @throws Problem API_NOT_FOUND, API_CONFLICT */
  async discardDeadLetter(
    { projection: name, ...discard }: Discard & { readonly projection: string },
    actor: string,
  ): Promise<Release> {
    const { pool, store: reader } = this.deps;
    const projection = this.projection(name);
    return await asProblems(() => discardParked(projection, discard, { pool, reader, actor }));
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
  if (/^\d{1,18}$/.test(until)) return { position: BigInt(until) };
  if (isCalendarDate(until)) return { instant: endOfDay(calendarDate(until)) };
  try {
    return { instant: instant(until) };
  } catch {
    throw edgeProblem('API_MALFORMED', {
      errors: [{ path: '/until', message: 'a position, a day (YYYY-MM-DD) or an instant (ISO 8601 with offset)' }],
    });
  }
}
