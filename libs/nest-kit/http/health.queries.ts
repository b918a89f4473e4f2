import { z } from 'zod';
import { healthSchema, query, type Health, type QueryTable } from '#libs/hosting';

export interface HealthSource {
  health(): Promise<Health>;
}

const liveView = z
  .strictObject({ status: z.literal('live') })
  .meta({ id: 'Liveness', description: 'The process answers.' });

const readinessView = z
  .strictObject({ status: z.enum(['ready', 'not-ready']), ...healthSchema.shape })
  .meta({ id: 'Readiness', description: 'Whether the process is ready, and each of its consumers.' });

/** The health of a process, whatever it runs. */
export function healthTable(source: () => HealthSource): QueryTable {
  const live = query({
    path: 'live',
    summary: 'Whether the process answers.',
    shows: 'process',
    answers: liveView,
    run: () => ({ status: 'live' as const }),
  });
  const ready = query({
    path: 'ready',
    summary: 'Whether its store answers and none of its consumers is paused or has stalled; names those that are.',
    shows: 'process',
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
