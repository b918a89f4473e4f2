import { z } from 'zod';
import { query, type ContextDefinition, type QueryTable } from '#libs/hosting';

const servicesView = z
  .strictObject({
    items: z.array(z.strictObject({ name: z.string(), contexts: z.array(z.string()), admin: z.string() })),
  })
  .meta({ id: 'Services', description: 'A system may be one process or several.' });

/** In one process there is one service. In front of several, the gateway gives this answer. */
export function servicesTable(contexts: readonly Pick<ContextDefinition, 'name'>[]): QueryTable {
  const service = { name: 'platform', contexts: contexts.map(({ name }) => name), admin: '/api/v1/admin' };
  const services = query({
    path: 'services',
    summary: 'The services of the system, the contexts each runs, and where its admin routes are.',
    shows: 'process',
    answers: servicesView,
    run: () => ({ items: [service] }),
  });
  return { context: 'admin', at: 'api/v1', rows: [services] };
}
