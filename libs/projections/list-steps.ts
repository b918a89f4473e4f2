import type { Queryable } from '#libs/postgres';
import type { ParkedFault } from './parked-rows.ts';

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
  /** Who did it; absent where the runner did, by its policy. */
  readonly actor?: string | undefined;
  /** Why an event was left out, in the words of who did it. */
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

interface Row {
  readonly id: string | bigint;
  readonly projection: string;
  readonly version: number;
  readonly key: string;
  readonly action: RecordedStep['action'];
  readonly position: string | bigint;
  readonly eventId: string;
  readonly events: string | bigint;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly errorName: string | null;
  readonly errorMessage: string | null;
  readonly at: string;
}

/** The steps of a read model's parked keys, oldest first. */
export async function listSteps(
  on: Queryable,
  { projection, key, limit, after = 0n }: StepsPage,
): Promise<readonly RecordedStep[]> {
  const found = await on.query<Row>({
    text: `select id, projection, version, key, action, position, event_id as "eventId", events, actor, reason,
  error_name as "errorName", error_message as "errorMessage",
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
from grappe.dead_letter_log
where projection = $1 and ($2::text is null or key = $2) and id > $3
order by id limit $4`,
    values: [projection, key ?? null, after, limit],
  });
  return found.rows.map(stepOf);
}

function stepOf({ id, position, events, actor, reason, errorName, errorMessage, ...same }: Row): RecordedStep {
  return {
    ...same,
    id: BigInt(id),
    position: BigInt(position),
    events: Number(events),
    ...(actor === null ? {} : { actor }),
    ...(reason === null ? {} : { reason }),
    ...(errorName === null ? {} : { error: { name: errorName, message: errorMessage ?? '' } }),
  };
}
