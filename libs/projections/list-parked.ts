import type { Queryable } from '#libs/postgres';
import type { ParkedIn } from './digest.ts';
import type { ParkedFault } from './parked-rows.ts';

/** A key that stands, the event at which it stands, and why. */
export interface ParkedKey {
  readonly projection: string;
  readonly key: string;
  readonly position: bigint;
  readonly eventId: string;
  readonly stream: string;
  readonly type: string;
  readonly error: ParkedFault;
  /** How often it was tried again, in vain. */
  readonly attempts: number;
  readonly parkedAt: string;
  /** How many later events of the key wait behind it. */
  readonly waiting: number;
}

export interface ParkedPage {
  /** Names of projections. */
  readonly projections: readonly string[];
  readonly limit: number;
  /** The last one of the page before. */
  readonly after?: Pick<ParkedKey, 'projection' | 'key'> | undefined;
}

interface Row extends Omit<ParkedKey, 'error' | 'position' | 'waiting'> {
  readonly position: string | bigint;
  readonly error_name: string;
  readonly error_message: string;
  readonly waiting: string | bigint;
}

/** The parked keys of live models, by name of projection and by key. */
export async function listParked(
  on: Queryable,
  { projections, limit, after }: ParkedPage,
): Promise<readonly ParkedKey[]> {
  const found = await on.query<Row>({
    text: `select head.projection, head.key, head.position, head.event_id as "eventId", head.stream, head.type,
  head.error_name, head.error_message, head.attempts,
  to_char(head.parked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "parkedAt",
  (select count(*) from grappe.parked as behind
    where behind.projection = head.projection and behind.generation = head.generation and behind.key = head.key) - 1 as waiting
from grappe.parked as head
join grappe.projections as model on model.name = head.projection and model.generation = head.generation
where head.error_name is not null and head.projection = any($1::text[])
  and ($2::text is null or (head.projection, head.key) > ($2 collate "C", $3 collate "C"))
order by head.projection, head.key limit $4`,
    values: [projections, after?.projection ?? null, after?.key ?? null, limit],
  });
  return found.rows.map(({ error_name: name, error_message: message, position, waiting, ...same }) => ({
    ...same,
    position: BigInt(position),
    error: { name, message },
    waiting: Number(waiting),
  }));
}

/** What a model has parked, in short: for health answers and reports. */
export interface ParkedSummary {
  readonly keys: number;
  /** The first few, in order. */
  readonly first: readonly string[];
}

/** What a model has parked in these generations of it, each key once. */
export async function summariseParked(
  on: Queryable,
  { name, generations }: ParkedIn,
  limit: number,
): Promise<ParkedSummary> {
  const found = await on.query<{ key: string; keys: string | bigint }>({
    text: `select key, count(*) over () as keys from (
  select distinct key from grappe.parked
  where projection = $1 and generation = any($2::bigint[]) and error_name is not null
) as parked order by key limit $3`,
    values: [name, generations, limit],
  });
  return { keys: Number(found.rows[0]?.keys ?? 0), first: found.rows.map(({ key }) => key) };
}
