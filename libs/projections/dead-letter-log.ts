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
