import type { StreamName } from '#libs/kernel';
import { GroupCommit, type GroupMember } from './group-commit.ts';
import type { PreparedQueries } from './prepared-queries.ts';

/** A row of a page, with the number of the page among those read together. */
type PageRow = [page: number, revision: bigint, columns: string, record: string];

interface PageJob extends GroupMember {
  readonly stream: StreamName;
  readonly from: bigint;
  resolve(rows: readonly PageRow[]): void;
  reject(error: unknown): void;
}

/** What a row is of, as `columnsOf` writes it: never anything else than its record says. */
export const COLUMNS = `e.event_id::text || ' ' || e.stream || ' ' || e.type`;

const LIMITS = { lanes: 2, maxWeight: 6_400, maxMembers: Infinity };
const PAGES = `
  select p.page::integer, e.revision, ${COLUMNS}, e.record
    from unnest($1::text[], $2::bigint[], $3::integer[]) with ordinality as p(stream, first, most, page)
   cross join lateral (
     select s.event_id, s.stream, s.type, s.revision, s.record from store.events s
      where s.stream = p.stream and s.revision >= p.first order by s.revision limit p.most
   ) e
   order by p.page, e.revision`;

/**
 * Pages of streams, those by one statement that are asked for while others are read: every command reads its stream, and what a
 * statement costs on its way is more than what it finds.
 */
export class StreamPages {
  readonly #groups = new GroupCommit<PageJob>({ ...LIMITS, run: (jobs) => this.#run(jobs) });

  constructor(private readonly queries: PreparedQueries) {}

  /** Sees everything that was committed when it was asked for. @throws StoreUnavailable */
  read(stream: StreamName, from: bigint, limit: number): Promise<readonly PageRow[]> {
    return new Promise((resolve, reject) => {
      this.#groups.add({ stream, from, weight: limit, keys: [], shared: [], resolve, reject });
    });
  }

  async #run(jobs: readonly PageJob[]): Promise<void> {
    const wanted = [jobs.map(({ stream }) => stream), jobs.map(({ from }) => from), jobs.map(({ weight }) => weight)];
    try {
      const rows = await this.queries.lists<PageRow>('grappe_pages', PAGES, wanted);
      for (const [index, job] of jobs.entries()) job.resolve(rows.filter(([page]) => page === index + 1));
    } catch (error) {
      for (const job of jobs) job.reject(error);
    }
  }
}
