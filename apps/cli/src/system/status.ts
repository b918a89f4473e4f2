import { z } from 'zod';
import type { Api } from './api.ts';

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
    }),
  ),
});

export type SystemStatus = z.infer<typeof statusSchema>;

/** How many positions there are, how many events wait for one, and where each consumer stands. */
export async function readStatus(api: Api): Promise<SystemStatus> {
  return statusSchema.parse(await api.get('/api/v1/operations/consumers'));
}
