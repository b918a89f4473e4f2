import type pg from 'pg';
import type { Instant, JsonObject } from '#libs/kernel';
import { assertEpoch, inTransaction, type Queryable } from '#libs/postgres';

/** Something that a process does once an instant has come. */
export interface Timer {
  /** Which of the timers of its process it is; the same in every repeat of what sets it. */
  readonly id: string;
  readonly dueAt: Instant;
  /** What firing it needs to know. */
  readonly data: JsonObject;
}

/** What of the timers of a process has come and is not done. */
export interface TimersStatus {
  /** Those whose instant has come and that did not fire yet, the failed ones among them. */
  readonly due: number;
  /** The first one that could not be fired: it waits to be resumed, and holds no other up. */
  readonly failed: { readonly id: string; readonly dueAt: Instant; readonly message: string } | undefined;
}

/** Who may say that a timer was fired: the newest epoch of the lease. */
export interface TimersOwner {
  readonly process: string;
  readonly epoch: bigint;
}

/** The name of the lease under which the timers of a process are fired. */
export function timersLease(process: string): string {
  return `timers:${process}`;
}

/** Sets timers. One that is known by its id stays as it is, fired or not. */
export async function setTimers(on: Queryable, process: string, timers: readonly Timer[]): Promise<void> {
  const text = `insert into grappe.timers (process, id, due_at, data) values ($1, $2, $3, $4) on conflict do nothing`;
  for (const { id, dueAt, data } of timers) await on.query(text, [process, id, dueAt, JSON.stringify(data)]);
}

/** The timers of a process whose instant has come, the earliest first; those that failed are left out. */
export async function dueTimers(
  on: Queryable,
  process: string,
  now: Instant,
  limit: number,
): Promise<readonly Timer[]> {
  const { rows } = await on.query<Timer>(
    `select id, due_at as "dueAt", data from grappe.timers
where process = $1 and due_at <= $2 and state = 'waiting' order by due_at, id limit $3`,
    [process, now, limit],
  );
  return rows;
}

/** The timer was fired, or failed with an error. @throws StaleEpoch when the lease is another's by now */
export async function settleTimer(
  pool: pg.Pool,
  { process, epoch }: TimersOwner,
  id: string,
  error?: string,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await assertEpoch(client, timersLease(process), epoch);
    await client.query(
      `update grappe.timers set state = $3, error = $4, updated_at = clock_timestamp()
where process = $1 and id = $2 and state = 'waiting'`,
      [process, id, error === undefined ? 'fired' : 'failed', error],
    );
  });
}

/** Lets the failed timers of a process be tried again. False when there are none. */
export async function resumeTimers(on: Queryable, process: string): Promise<boolean> {
  const resumed = await on.query(
    `update grappe.timers set state = 'waiting', error = null, updated_at = clock_timestamp()
where process = $1 and state = 'failed'`,
    [process],
  );
  return (resumed.rowCount ?? 0) > 0;
}

type StatusRow = Pick<TimersStatus, 'due'> & Record<'process', string> & { failed: TimersStatus['failed'] | null };

/** The timers of processes by the name of the process; a process that has nothing due and nothing failed is left out. */
export async function timersStatus(
  on: Queryable,
  processes: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, TimersStatus>> {
  const { rows } = await on.query<StatusRow>(
    `select process, (count(*) filter (where due_at <= $2))::integer as due,
  (array_agg(json_build_object('id', id, 'dueAt', due_at, 'message', error) order by due_at, id)
    filter (where state = 'failed'))[1] as failed
from grappe.timers where process = any($1) and state <> 'fired' and (due_at <= $2 or state = 'failed') group by process`,
    [processes, now],
  );
  return new Map(rows.map(({ process, due, failed }) => [process, { due, failed: failed ?? undefined }]));
}
