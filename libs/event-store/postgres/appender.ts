import type pg from 'pg';
import { invariant, type Uuid } from '#libs/kernel';
import { StoreUnavailable } from '../errors.ts';
import { flushSince, type StoreObserver } from '../observer.ts';
import type { AppendAnswer } from '../port.ts';
import { conflictOf, eventIdsOf, type PreparedAppend } from '../prepare.ts';
import { answerOf, answerOfRepeat, placesAfter, type StoredPlace } from '../repeat.ts';
import { appendGroup, type GroupAnswer } from './append-statement.ts';
import type { GroupMember } from './group-commit.ts';
import { PreparedQueries } from './prepared-queries.ts';
import { asStoreError, isCollision } from './unavailable.ts';

/** An append that waits for its commit. */
export interface AppendJob extends GroupMember {
  readonly appends: readonly PreparedAppend[];
  readonly commandId: Uuid | undefined;
  resolve(answer: AppendAnswer): void;
  reject(error: unknown): void;
}

/** How often an append is tried anew after a conflict with another process in an index. Each time another append succeeded. */
const MAX_COLLISIONS = 200;

/** Appends groups, one statement and one commit each, and answers each member. */
export class Appender {
  readonly #queries: PreparedQueries;

  constructor(
    private readonly pool: pg.Pool,
    private readonly onStored: () => void,
    private readonly observer: StoreObserver | undefined,
  ) {
    this.#queries = new PreparedQueries(pool);
  }

  /** Settles every job of the group; never rejects. */
  async run(members: readonly AppendJob[]): Promise<void> {
    const jobs = inStreamOrder(members);
    try {
      await this.#flush(jobs);
    } catch (error) {
      const known = asStoreError(error);
      if (known instanceof StoreUnavailable) for (const job of jobs) job.reject(known);
      else for (const job of jobs) await this.#runAlone(job, MAX_COLLISIONS);
    }
  }

  /** One bad append fails its whole statement; alone, it harms no other. */
  async #runAlone(job: AppendJob, triesLeft: number): Promise<void> {
    try {
      await this.#flush([job]);
    } catch (error) {
      if (isCollision(error) && triesLeft > 0) return this.#runAlone(job, triesLeft - 1);
      job.reject(asStoreError(error));
    }
  }

  async #flush(jobs: readonly AppendJob[]): Promise<void> {
    const begun = performance.now();
    const answer = await appendGroup(this.#queries, jobs);
    this.onStored();
    const stored = await this.#settle(jobs, answer);
    this.observer?.flushed(
      flushSince(
        begun,
        stored.flatMap(({ appends }) => appends),
      ),
    );
  }

  /** Gives those of which something was stored. */
  async #settle(jobs: readonly AppendJob[], { heads, known }: GroupAnswer): Promise<readonly AppendJob[]> {
    const stored: AppendJob[] = [];
    let part = 0;
    for (const [index, job] of jobs.entries()) {
      const own = heads.slice(part, part + job.appends.length);
      part += job.appends.length;
      if (known.includes(index + 1)) await this.#settleRepeat(job);
      else if (settleFresh(job, own)) stored.push(job);
    }
    return stored;
  }

  async #settleRepeat(job: AppendJob): Promise<void> {
    try {
      job.resolve(await this.#firstAnswer(job));
    } catch (error) {
      job.reject(asStoreError(error));
    }
  }

  async #firstAnswer({ appends, commandId }: AppendJob): Promise<AppendAnswer> {
    if (commandId !== undefined) {
      const places = await this.#places('command_id = $1 order by command_index', commandId);
      if (places.length > 0) return answerOf(places, true);
    }
    const places = await this.#places('event_id = any($1)', eventIdsOf(appends));
    const byId = new Map(places.map((place) => [place.eventId, place]));
    const answer = answerOfRepeat(appends, (id) => byId.get(id));
    invariant(answer !== undefined || commandId !== undefined, 'what the store knows of an append without a command');
    // Known and without events: an answer is kept under the command.
    return answer ?? answerOf([], true);
  }

  async #places(condition: string, value: unknown): Promise<readonly StoredPlace[]> {
    const { rows } = await this.pool.query<StoredPlace>(
      `select event_id as "eventId", stream, revision from store.events where ${condition}`,
      [value],
    );
    return rows;
  }
}

/** Every process writes streams in the same order, so that two groups seldom wait for each other in a circle. */
function inStreamOrder(jobs: readonly AppendJob[]): readonly AppendJob[] {
  const first = (job: AppendJob): string => job.appends[0]?.stream ?? '';
  return jobs.length < 2 ? jobs : jobs.toSorted((a, b) => (first(a) < first(b) ? -1 : 1));
}

/** False where it was refused. */
function settleFresh(job: AppendJob, heads: readonly bigint[]): boolean {
  const headOf = (part: number): bigint => heads[part] ?? -1n;
  for (const [part, append] of job.appends.entries()) {
    const head = headOf(part);
    const conflict = conflictOf(append, head < 0n ? undefined : head);
    if (conflict === undefined) continue;
    job.reject(conflict);
    return false;
  }
  const places = job.appends.flatMap((append, part) => placesAfter(append, headOf(part)));
  job.resolve(answerOf(places, false));
  return true;
}
