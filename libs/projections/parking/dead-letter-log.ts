import type { Queryable } from '#libs/postgres';
import { withoutNulls } from '../tables/checkpoints.ts';
import type { ParkedFault } from '../folding/faults.ts';
import type { Discards } from '../folding/fold.ts';
import type { ParkingPlace } from './parked-rows.ts';
import type { Projection } from '../projection.ts';

/** What happened to a parked key, as the log has it; the log only grows. */
export interface RecordedStep {
  /** Rises with time. */
  readonly id: bigint;
  readonly projection: string;
  /** The version of the read model in which it happened. */
  readonly version: number;
  readonly key: string;
  readonly action: 'parked' | 'released' | 'failed' | 'discarded';
  /** The event at which the key stood (`released`, the first that was) or stands. */
  readonly position: bigint;
  readonly eventId: string;
  /** How many events it concerns. */
  readonly events: number;
  /** Absent where the runner did it, by its policy. */
  readonly actor?: string | undefined;
  /** Why an event was left out, in the words of the actor. */
  readonly reason?: string | undefined;
  readonly error?: ParkedFault | undefined;
  readonly at: string;
}

export interface StepsPage {
  /** The name of the projection. */
  readonly projection: string;
  /** Of this key only. */
  readonly key?: string | undefined;
  readonly limit: number;
  /** The `id` of the last one of the page before. */
  readonly after?: bigint | undefined;
}

/** A step that an actor took. */
type NewStep = Pick<RecordedStep, 'key' | 'action' | 'position' | 'eventId' | 'reason' | 'error'> & {
  readonly actor: string;
  /** Default: 1. */
  readonly events?: number;
};

export async function logStep(
  on: Queryable,
  { projection, generation }: ParkingPlace,
  { key, action, position, eventId, events = 1, actor, reason, error }: NewStep,
): Promise<void> {
  await on.query({
    text: `insert into grappe.dead_letter_log
  (projection, version, generation, key, action, position, event_id, events, actor, reason, error_name, error_message)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      projection.name,
      projection.version,
      generation,
      key,
      action,
      position,
      eventId,
      events,
      actor,
      reason ?? null,
      error?.name ?? null,
      error?.message ?? null,
    ],
  });
}

/** Records which keys a rebuild has freed and which it has parked, before its rows take the place of the older ones. */
export async function logRebuilt(on: Queryable, { projection, generation }: ParkingPlace): Promise<void> {
  await on.query({
    text: `with heads as (
  select generation, key, position, event_id, error_name, error_message,
    (select count(*) from grappe.parked as all_of_key where all_of_key.projection = head.projection
      and all_of_key.generation = head.generation and all_of_key.key = head.key) as events
  from grappe.parked as head where projection = $1 and error_name is not null
)
insert into grappe.dead_letter_log
  (projection, version, generation, key, action, position, event_id, events, actor, error_name, error_message)
select $1, $2, $3, coalesce(before.key, after.key), case when after.key is null then 'released' else 'parked' end,
  coalesce(after.position, before.position), coalesce(after.event_id, before.event_id),
  case when after.key is null then before.events else 1 end, 'rebuild', after.error_name, after.error_message
from (select * from heads where generation <> $3) as before
full join (select * from heads where generation = $3) as after on after.key = before.key
where after.position is distinct from before.position
order by 6, 4`,
    values: [projection.name, projection.version, generation],
  });
}

/** The steps of a read model's parked keys, oldest first. */
export async function listSteps(
  on: Queryable,
  { projection, key, limit, after = 0n }: StepsPage,
): Promise<readonly RecordedStep[]> {
  const found = await on.query<RecordedStep>({
    text: `select projection, version, key, action, event_id as "eventId",
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, id, position, events::integer, actor, reason,
  case when error_name is not null then json_build_object('name', error_name, 'message', error_message) end as error
from grappe.dead_letter_log
where projection = $1 and ($2::text is null or key = $2) and id > $3
order by id limit $4`,
    values: [projection, key ?? null, after, limit],
  });
  return found.rows.map(withoutNulls);
}

/** What was discarded in this version of the model: a newer version takes every event again. */
export async function loadDiscards(on: Queryable, { name, version }: Projection): Promise<Discards> {
  const found = await on.query<{ position: bigint; keys: readonly string[] }>({
    text: `select position, array_agg(key) as keys from grappe.dead_letter_log
where projection = $1 and version = $2 and action = 'discarded' group by position`,
    values: [name, version],
  });
  return new Map(found.rows.map(({ position, keys }) => [position, new Set(keys)]));
}

/** How many events keys go on without. */
export function discardCount(discards: Discards): bigint {
  return BigInt([...discards.values()].reduce((count, keys) => count + keys.size, 0));
}
