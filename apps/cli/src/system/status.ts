import { z } from 'zod';
import type { Api } from './api.ts';
import { services } from './services.ts';

const statusSchema = z.object({
  ready: z.boolean(),
  head: z.string(),
  unsequenced: z.string(),
  consumers: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      position: z.string(),
      healthy: z.boolean(),
      error: z.string().optional(),
      /** Keys that wait while the others go on. */
      parked: z.object({ keys: z.number(), first: z.array(z.string()) }).optional(),
      /** Timers of a process whose instant has come and that are not fired. */
      dueTimers: z.number().optional(),
      /** Which share of a read model its process runs, and where each of the shares stands; absent where it is not spread. */
      share: z.string().optional(),
      shares: z.array(z.object({ share: z.string(), state: z.string(), position: z.string() })).optional(),
      /** On a broker a position says little about it. Older systems do not tell. */
      caughtUp: z.boolean().optional(),
    }),
  ),
});

export type SystemStatus = z.infer<typeof statusSchema>;

/** How many positions there are, how many events wait for one, and where each consumer of each process stands. */
export async function readStatus(api: Api): Promise<SystemStatus> {
  const found: SystemStatus[] = [];
  for (const { operations } of await services(api))
    found.push(statusSchema.parse(await api.get(`${operations}/consumers`)));
  return {
    ready: found.every(({ ready }) => ready),
    head: highest(found.map(({ head }) => head)),
    unsequenced: highest(found.map(({ unsequenced }) => unsequenced)),
    consumers: found.flatMap(({ consumers }) => consumers),
  };
}

/** Processes are asked one after the other, and the ledger grows meanwhile. */
function highest(counts: readonly string[]): string {
  return String(counts.map(BigInt).reduce((a, b) => (a > b ? a : b), 0n));
}
