import { z } from 'zod';
import type { Immutable } from '#libs/contracts';
import { shardText, type ProjectionStatus } from '#libs/projections';
import type { ProcessManagerStatus } from './process-managers.ts';

const shardHealth = z.strictObject({ shard: z.string(), state: z.string(), position: z.string() });

/** How one consumer (a projection or a process manager) is doing. */
export const consumerHealthSchema = z.strictObject({
  name: z.string(),
  state: z.string(),
  position: z.string(),
  healthy: z.boolean(),
  error: z.string().optional(),
  parked: z
    .strictObject({ keys: z.int(), first: z.array(z.string()) })
    .optional()
    .describe('The keys that wait at an event that cannot be applied to them; absent when there are none.'),
  dueTimers: z.int().optional().describe('How many timers are due and did not fire yet; absent when there are none.'),
  shard: z.string().optional().describe('The shard of it that this process runs, as `2/4`; absent where it is all.'),
  /** Where each of its shards stands; absent where it is not sharded. */
  shards: z.array(shardHealth).optional(),
});
export type ConsumerHealth = Immutable<z.infer<typeof consumerHealthSchema>>;

export const healthSchema = z.strictObject({
  ready: z.boolean(),
  head: z.string(),
  unsequenced: z.string(),
  error: z.string().optional().describe('What is wrong with the ledger; absent where nothing is.'),
  notices: z
    .array(z.string())
    .optional()
    .describe(
      'What an administrator has to look at; absent where there is nothing. It does not make the process unready.',
    ),
  consumers: z.array(consumerHealthSchema.meta({ id: 'ConsumerHealth', description: 'How one consumer is doing.' })),
});
export type Health = Immutable<z.infer<typeof healthSchema>>;

type StatusOfOne = Pick<ProjectionStatus, 'name' | 'state' | 'position' | 'error'> &
  Partial<Pick<ProjectionStatus, 'waitsFor' | 'parked' | 'shard' | 'shards'> & Pick<ProcessManagerStatus, 'dueTimers'>>;

/** A consumer is well unless it is paused, or waits for others to stop before it can be sharded as this process runs it. */
export function consumerHealth(status: StatusOfOne): ConsumerHealth {
  const { name, state, position, error, waitsFor, parked, dueTimers = 0, shard, shards = [] } = status;
  const reason = error === undefined ? waitsFor : JSON.stringify(error);
  return {
    name,
    state,
    position: String(position),
    healthy: state !== 'paused' && waitsFor === undefined,
    ...(reason === undefined ? {} : { error: reason }),
    ...(parked === undefined || parked.keys === 0 ? {} : { parked }),
    ...(dueTimers === 0 ? {} : { dueTimers }),
    ...(shard === undefined ? {} : { shard: shardText(shard) }),
    ...(shards.length === 0
      ? {}
      : {
          shards: shards.map((each) => ({
            shard: shardText(each),
            state: each.state,
            position: String(each.position),
          })),
        }),
  };
}
