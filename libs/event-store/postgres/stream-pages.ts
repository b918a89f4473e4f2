import type { StreamName } from '#libs/kernel';
import { GroupCommit, type GroupMember } from './group-commit.ts';
import type { PreparedQueries } from './prepared-queries.ts';

/** Events of a stream from a revision on. */
export interface StreamPage {
  readonly stream: StreamName;
  readonly from: bigint;
  readonly limit: number;
}

export type RecordRow = [revision: bigint, record: string];

interface PageJob extends StreamPage, GroupMember {
  resolve(rows: readonly RecordRow[]): void;
  reject(error: unknown): void;
}

const ALONE =
  'select revision, record from store.events where stream = $1 and revision >= $2 order by revision limit $3';

const TOGETHER = `
  select p.number::integer, e.revision, e.record
    from unnest($1::text[], $2::bigint[], $3::integer[]) with ordinality as p(stream, first, most, number)
   cross join lateral (
     select s.revision, s.record from store.events s
      where s.stream = p.stream and s.revision >= p.first order by s.revision limit p.most
   ) e
   order by p.number, e.revision`;

const LANES = 2;
const MOST_TOGETHER = 64;

/**
 * Pages of streams, those together that are asked for while others are read: every command reads its stream, and what a statement
 * costs on its way is more than what it finds.
 */
export class StreamPages {
  readonly #groups = new GroupCommit<PageJob>({
    lanes: LANES,
    maxWeight: MOST_TOGETHER,
    maxMembers: Infinity,
    run: (jobs) => this.#run(jobs),
  });

  constructor(private readonly queries: PreparedQueries) {}

  /** Sees everything that was committed when it was asked for. For short pages: those of a group come together. @throws StoreUnavailable */
  read(page: StreamPage): Promise<readonly RecordRow[]> {
    return new Promise((resolve, reject) => {
      this.#groups.add({ ...page, keys: [], shared: [], weight: 1, resolve, reject });
    });
  }

  /** By itself, whatever its length. @throws StoreUnavailable */
  async readAlone({ stream, from, limit }: StreamPage): Promise<readonly RecordRow[]> {
    return await this.queries.lists<RecordRow>('grappe_stream', ALONE, [stream, from, limit]);
  }

  async #run(jobs: readonly PageJob[]): Promise<void> {
    try {
      const pages = await this.#pagesOf(jobs);
      jobs.forEach((job, index) => {
        job.resolve(pages[index] ?? []);
      });
    } catch (error) {
      for (const job of jobs) job.reject(error);
    }
  }

  async #pagesOf(jobs: readonly PageJob[]): Promise<readonly (readonly RecordRow[])[]> {
    const [only, ...others] = jobs;
    if (only !== undefined && others.length === 0) return [await this.readAlone(only)];
    const pages = jobs.map((): RecordRow[] => []);
    const rows = await this.queries.lists<[number, ...RecordRow]>('grappe_streams_together', TOGETHER, [
      jobs.map(({ stream }) => stream),
      jobs.map(({ from }) => from),
      jobs.map(({ limit }) => limit),
    ]);
    for (const [number, ...row] of rows) pages[number - 1]?.push(row);
    return pages;
  }
}
