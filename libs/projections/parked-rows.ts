import type { RecordedEvent } from '#libs/kernel';
import type { Queryable } from '#libs/postgres';
import { said, type Discards } from './fold.ts';
import type { ParkedEvent } from './parking.ts';
import type { Projection } from './projection.ts';

/** Which model parked: rows of a rebuild in the making are of the generation it will be. */
export interface ParkingPlace {
  readonly projection: Projection;
  readonly generation: bigint;
}

/** Why a key stands where it stands. */
export interface ParkedFault {
  readonly name: string;
  readonly message: string;
}

const MESSAGE_LIMIT = 2_000;

/** What can be stored about any value that was thrown. */
export function parkedFault(reason: unknown): ParkedFault {
  const name = typeof reason === 'object' && reason !== null && 'name' in reason ? String(reason.name) : 'Error';
  return { name: storable(name) || 'Error', message: storable(said(reason)) };
}

function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, MESSAGE_LIMIT);
}

/** Those of the keys that are parked, in one query. */
export async function parkedAmong(
  on: Queryable,
  { projection, generation }: ParkingPlace,
  keys: readonly string[],
): Promise<readonly string[]> {
  const found = await on.query<{ key: string }>({
    text: `select key from grappe.parked
where projection = $1 and generation = $2 and key = any($3::text[]) and error_name is not null`,
    values: [projection.name, generation, keys],
  });
  return found.rows.map(({ key }) => key);
}

/** Every key that is parked, the longest parked first; there are at most `PARKED_KEYS_LIMIT`. */
export async function allParkedKeys(
  on: Queryable,
  { projection, generation }: ParkingPlace,
): Promise<readonly string[]> {
  const found = await on.query<{ key: string }>({
    text: `select key from grappe.parked where projection = $1 and generation = $2 and error_name is not null order by position, key`,
    values: [projection.name, generation],
  });
  return found.rows.map(({ key }) => key);
}

/**
 * Writes parked events, in the transaction of the documents. What a live model parks goes into the log too; a rebuild's steps are
 * none before it takes the place.
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
  select * from unnest($4::text[], $5::bigint[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
    as given (key, position, event_id, stream, type, event, error_name, error_message)
), logged as (
  insert into grappe.dead_letter_log
    (projection, version, generation, key, action, position, event_id, error_name, error_message)
  select $1, $2, $3, key, 'parked', position, event_id, error_name, error_message from given
  where error_name is not null and $12::boolean
  order by position
)
insert into grappe.parked (projection, generation, key, position, event_id, stream, type, event, error_name, error_message)
select $1, $3, key, position, event_id, stream, type, event::json, error_name, error_message from given`,
    values: [
      projection.name,
      projection.version,
      generation,
      parked.map(({ key }) => key),
      parked.map(({ event }) => String(event.position)),
      parked.map(({ event }) => event.id),
      parked.map(({ event }) => event.stream),
      parked.map(({ event }) => event.type),
      parked.map(({ event }) => eventText(event)),
      faults.map((fault) => fault?.name ?? null),
      faults.map((fault) => fault?.message ?? null),
      live,
    ],
  });
}

function eventText(event: RecordedEvent): string {
  return JSON.stringify(event, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** Counts the parked keys of the live generation anew, after some came or went. The caller holds the checkpoint's row. */
export async function recountParked(on: Queryable, name: string): Promise<void> {
  await on.query({
    text: `update grappe.projections as model set parked_keys = (
  select count(*) from grappe.parked
  where projection = model.name and generation = model.generation and error_name is not null
) where name = $1`,
    values: [name],
  });
}

/** Forgets what a model has parked: all of it, or all but one generation, or one generation. */
export async function forgetParked(
  on: Queryable,
  name: string,
  which: { readonly except: bigint } | { readonly generation: bigint } | 'all',
): Promise<void> {
  if (which === 'all') await on.query({ text: 'delete from grappe.parked where projection = $1', values: [name] });
  else if ('except' in which)
    await on.query({
      text: 'delete from grappe.parked where projection = $1 and generation <> $2',
      values: [name, which.except],
    });
  else
    await on.query({
      text: 'delete from grappe.parked where projection = $1 and generation = $2',
      values: [name, which.generation],
    });
}

/** What was discarded in this version of the model: a newer version takes every event again. */
export async function loadDiscards(on: Queryable, { name, version }: Projection): Promise<Discards> {
  const found = await on.query<{ key: string; position: string | bigint }>({
    text: `select key, position from grappe.dead_letter_log
where projection = $1 and version = $2 and action = 'discarded'`,
    values: [name, version],
  });
  const discards = new Map<bigint, Set<string>>();
  for (const { key, position } of found.rows) {
    const keys = discards.get(BigInt(position)) ?? new Set<string>();
    discards.set(BigInt(position), keys.add(key));
  }
  return discards;
}

/** How many events keys go on without. */
export function discardCount(discards: Discards): bigint {
  return BigInt([...discards.values()].reduce((count, keys) => count + keys.size, 0));
}
