import type { Queryable } from '#libs/postgres';
import type { ParkedFault, ParkingPlace } from './parked-rows.ts';

/** One step in the life of a parked key; the log only grows. */
export interface DeadLetterStep {
  readonly key: string;
  readonly action: 'released' | 'failed' | 'discarded';
  /** The event at which the key stood (`released`, the first that was) or stands. */
  readonly position: bigint;
  readonly eventId: string;
  /** How many events it concerns. */
  readonly events?: number | undefined;
  /** Who did it. */
  readonly actor: string;
  readonly reason?: string | undefined;
  readonly error?: ParkedFault | undefined;
}

export async function logStep(
  on: Queryable,
  { projection, generation }: ParkingPlace,
  { key, action, position, eventId, events = 1, actor, reason, error }: DeadLetterStep,
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
