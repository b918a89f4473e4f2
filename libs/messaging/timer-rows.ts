import type pg from 'pg';
import { storableText, type Instant, type JsonObject } from '#libs/kernel';
import { assertEpoch, inTransaction, joined, type Queryable } from '#libs/postgres';

/** Something that a process manager does once an instant has come. */
export interface Timer {
  /** Which of the timers of its manager it is; the same in every repeat of the event that sets it. */
  readonly id: string;
  readonly dueAt: Instant;
  /** What firing it needs to know. */
  readonly data: JsonObject;
}

/** The timers of a process manager whose instant has come and whose work is not done. */
export interface TimersStatus {
  /** Those whose instant has come and that did not fire yet, the failed ones among them. */
  readonly due: number;
  /** The first one that could not be fired: it waits to be resumed, and does not stop the others. */
  readonly failed: { readonly id: string; readonly dueAt: Instant; readonly message: string } | undefined;
}

/** The only owner that may mark a timer as fired: the newest epoch of the lease. */
export interface TimersOwner {
  readonly manager: string;
  readonly epoch: bigint;
}

/** The name of the lease under which the timers of a process manager are fired. */
export function timersLease(manager: string): string {
  return `timers:${manager}`;
}

/** Sets timers. One that is known by its id stays as it is, fired or not. */
export async function setTimers(on: Queryable, manager: string, timers: readonly Timer[]): Promise<void> {
  const text = `insert into grappe.timers (manager, id, due_at, data) values ($1, $2, $3, $4) on conflict do nothing`;
  for (const { id, dueAt, data } of timers) await on.query(text, [manager, id, dueAt, JSON.stringify(data)]);
}

/** The most timers of a process manager that are fired before it is looked again. */
export const TIMERS_AT_ONCE = 100;

interface Due {
  readonly manager: string;
  readonly now: Instant;
}

/**
 * The timers of a process manager whose instant has come, the earliest first, so many at most as are fired at once; those that failed are left
 * out. Managers that look in the same moment look together.
 */
export const dueTimers: (pool: pg.Pool, due: Due) => Promise<readonly Timer[]> = joined(async (pool, asked) => {
  const { rows } = await pool.query<Timer & { readonly asking: number }>(
    `select asked.asking::integer, found.* from unnest($1::text[], $2::text[]) with ordinality as asked (manager, now, asking)
cross join lateral (
  select id, due_at as "dueAt", data from grappe.timers
  where manager = asked.manager and due_at <= asked.now and state = 'waiting' order by due_at, id limit $3
) as found order by asked.asking, found."dueAt", found.id`,
    [asked.map(({ manager }) => manager), asked.map(({ now }) => now), TIMERS_AT_ONCE],
  );
  return asked.map((_each, index) =>
    rows.filter(({ asking }) => asking === index + 1).map(({ asking: _asking, ...timer }) => timer),
  );
});

/** Marks a timer as fired, or as failed with an error. @throws StaleEpoch when the lease was taken over */
export async function settleTimer(
  pool: pg.Pool,
  { manager, epoch }: TimersOwner,
  id: string,
  error?: string,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await assertEpoch(client, timersLease(manager), epoch);
    await client.query(
      `update grappe.timers set state = $3, error = $4, updated_at = clock_timestamp()
where manager = $1 and id = $2 and state = 'waiting'`,
      [manager, id, error === undefined ? 'fired' : 'failed', error && storableText(error)],
    );
  });
}

/** Lets the failed timers of a process manager be tried again. False when there are none. */
export async function resumeTimers(on: Queryable, manager: string): Promise<boolean> {
  const resumed = await on.query(
    `update grappe.timers set state = 'waiting', error = null, updated_at = clock_timestamp()
where manager = $1 and state = 'failed'`,
    [manager],
  );
  return (resumed.rowCount ?? 0) > 0;
}

type StatusRow = Pick<TimersStatus, 'due'> & Record<'manager', string> & { failed: TimersStatus['failed'] | null };

/** The timers by the name of their manager; a manager with nothing due and nothing failed is left out. */
export async function timersStatus(
  on: Queryable,
  managers: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, TimersStatus>> {
  const { rows } = await on.query<StatusRow>(
    `select manager, (count(*) filter (where due_at <= $2))::integer as due,
  (array_agg(json_build_object('id', id, 'dueAt', due_at, 'message', error) order by due_at, id)
    filter (where state = 'failed'))[1] as failed
from grappe.timers where manager = any($1) and state <> 'fired' and (due_at <= $2 or state = 'failed') group by manager`,
    [managers, now],
  );
  return new Map(rows.map(({ manager, due, failed }) => [manager, { due, failed: failed ?? undefined }]));
}
