import { z } from 'zod';
import { query, type Health, type QueryTable } from '#libs/hosting';

export interface HealthSource {
  health(): Promise<Health>;
}

const standing = { share: z.string(), state: z.string(), position: z.string() };

export const consumerHealth = z.strictObject({
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
  share: z.string().optional().describe('The share of it that this process runs, as `2/4`; absent where it is all.'),
  shares: z.array(z.strictObject(standing)).optional(),
});

export const healthShape = { ready: z.boolean(), head: z.string(), unsequenced: z.string() };

const liveView = z
  .strictObject({ status: z.literal('live') })
  .meta({ id: 'Liveness', description: 'The process answers.' });

const readinessView = z
  .strictObject({
    status: z.enum(['ready', 'not-ready']),
    ...healthShape,
    consumers: z.array(consumerHealth.meta({ id: 'ConsumerHealth', description: 'How one consumer is doing.' })),
  })
  .meta({ id: 'Readiness', description: 'Whether the process is ready, and each of its consumers.' });

/** The health of a process, whatever it runs. */
export function healthTable(source: () => HealthSource): QueryTable {
  const live = query({
    path: 'live',
    summary: 'Whether the process answers.',
    may: 'public',
    answers: liveView,
    run: () => ({ status: 'live' as const }),
  });
  const ready = query({
    path: 'ready',
    summary: 'Whether its store answers and none of its consumers is paused or stands still; names those that do.',
    may: 'public',
    answers: readinessView,
    statuses: { 200: 'Ready.', 503: 'Not ready.' },
    statusOf: (health) => (health.ready ? 200 : 503),
    run: async () => readinessOf(await source().health()),
  });
  return { context: 'health', summary: 'How a process is.', at: 'health', rows: [live, ready] };
}

export function readinessOf(health: Health) {
  return { status: health.ready ? ('ready' as const) : ('not-ready' as const), ...health };
}
