import type { Queryable } from '#libs/postgres';
import { parkedFault, type ParkedFault } from '../folding/faults.ts';
import type { ParkedEvent } from './parking.ts';
import type { Projection } from '../projection.ts';

/** Which model parked: rows of a rebuild in the making are of the generation it will be. */
export interface ParkingPlace {
  readonly projection: Projection;
  readonly generation: bigint;
}

/** The keys that are parked, or those of some keys, the longest parked first; there are at most `PARKED_KEYS_LIMIT`. */
export async function parkedKeys(
  on: Queryable,
  { projection, generation }: ParkingPlace,
  among?: readonly string[],
): Promise<readonly string[]> {
  const found = await on.query<{ key: string }>({
    text: `select key from grappe.parked
where projection = $1 and generation = $2 and error_name is not null and ($3::text[] is null or key = any($3))
order by position, key`,
    values: [projection.name, generation, among ?? null],
  });
  return found.rows.map(({ key }) => key);
}

/**
 * Writes parked events, in the transaction of the documents. What a live model parks goes into the log too; what a rebuild parks
 * does so once it takes the model's place.
 */
export async function insertParked(
  on: Queryable,
  place: ParkingPlace,
  parked: readonly ParkedEvent[],
  { live }: { readonly live: boolean },
): Promise<void> {
  if (parked.length === 0) return;
  const { projection, generation } = place;
  const faults = parked.map((each) => ('reason' in each ? parkedFault(each.reason) : undefined));
  await on.query({
    text: `with given as (
  select * from unnest($4::text[], $5::bigint[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[])
    as given (key, position, event_id, stream, type, error_name, error_message)
), logged as (
  insert into grappe.dead_letter_log
    (projection, version, generation, key, action, position, event_id, error_name, error_message)
  select $1, $2, $3, key, 'parked', position, event_id, error_name, error_message from given
  where error_name is not null and $11::boolean
  order by position
)
insert into grappe.parked (projection, generation, key, position, event_id, stream, type, error_name, error_message)
select $1, $3, key, position, event_id, stream, type, error_name, error_message from given`,
    values: [
      projection.name,
      projection.version,
      generation,
      parked.map(({ key }) => key),
      parked.map(({ event }) => String(event.position)),
      parked.map(({ event }) => event.id),
      parked.map(({ event }) => event.stream),
      parked.map(({ event }) => event.type),
      faults.map((fault) => fault?.name ?? null),
      faults.map((fault) => fault?.message ?? null),
      live,
    ],
  });
}

/** Deletes what a model has parked, except for one generation. */
export async function forgetParked(on: Queryable, name: string, except?: bigint): Promise<void> {
  await on.query({
    text: 'delete from grappe.parked where projection = $1 and generation is distinct from $2',
    values: [name, except ?? null],
  });
}

/** A parked key, the event at which it is parked, and why. */
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

/** The parked keys of live models, by name of projection and by key. */
export async function listParked(
  on: Queryable,
  { projections, limit, after }: ParkedPage,
): Promise<readonly ParkedKey[]> {
  const found = await on.query<ParkedKey>({
    text: `select head.projection, head.key, head.event_id as "eventId", head.stream, head.type, head.attempts,
  to_char(head.parked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "parkedAt", head.position,
  json_build_object('name', head.error_name, 'message', head.error_message) as error,
  (select count(*) from grappe.parked as behind
    where behind.projection = head.projection and behind.generation = head.generation and behind.key = head.key
  )::integer - 1 as waiting
from grappe.parked as head
join grappe.projections as model on model.name = head.projection and model.generation = head.generation
where head.error_name is not null and head.projection = any($1::text[])
  and ($2::text is null or (head.projection, head.key) > ($2 collate "C", $3 collate "C"))
order by head.projection, head.key limit $4`,
    values: [projections, after?.projection ?? null, after?.key ?? null, limit],
  });
  return found.rows;
}

/** A summary of the parked keys of a model, for health answers and reports. */
export interface ParkedSummary {
  readonly keys: number;
  /** The first few, in order. */
  readonly first: readonly string[];
}

/** Keys that are parked in one of these generations of a model. */
export interface ParkedIn {
  readonly name: string;
  readonly generations: readonly bigint[];
}

/** The summary of these generations of a model, each key once. */
export async function summariseParked(
  on: Queryable,
  { name, generations }: ParkedIn,
  limit: number,
): Promise<ParkedSummary> {
  const found = await on.query<{ key: string; keys: number }>({
    text: `select key, (count(*) over ())::integer as keys from (
  select distinct key from grappe.parked
  where projection = $1 and generation = any($2::bigint[]) and error_name is not null
) as parked order by key limit $3`,
    values: [name, generations, limit],
  });
  return { keys: found.rows[0]?.keys ?? 0, first: found.rows.map(({ key }) => key) };
}
