import { z } from 'zod';
import { query, type ContextDefinition, type QueryTable } from '#libs/hosting';

const servicesView = z
  .strictObject({
    items: z.array(z.strictObject({ name: z.string(), contexts: z.array(z.string()), operations: z.string() })),
  })
  .meta({ id: 'Services', description: 'A system may be one process or several.' });

/** In one process there is one service. In front of several, the gateway gives this answer. */
export function servicesTable(contexts: readonly Pick<ContextDefinition, 'name'>[]): QueryTable {
  const service = { name: 'platform', contexts: contexts.map(({ name }) => name), operations: '/api/v1/operations' };
  const services = query({
    path: 'services',
    summary: 'The services of the system, the contexts each runs, and where its operations are.',
    may: 'public',
    answers: servicesView,
    run: () => ({ items: [service] }),
  });
  return { context: 'operations', at: 'api/v1', rows: [services] };
}
