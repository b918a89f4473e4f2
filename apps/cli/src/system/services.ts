import { z } from 'zod';
import { ApiProblem, WrongUse } from '../failures.ts';
import type { Api } from './api.ts';

const servicesSchema = z.object({
  items: z.array(z.object({ name: z.string(), contexts: z.array(z.string()), operations: z.string() })).min(1),
});

/** A process of the system, and where its operations are. */
export type Service = z.infer<typeof servicesSchema>['items'][number];

const ONE: Service = { name: 'platform', contexts: [], operations: '/api/v1/operations' };

/** The processes that the system consists of; one that does not tell is one. @throws ApiProblem */
export async function services(api: Api): Promise<readonly Service[]> {
  try {
    return servicesSchema.parse(await api.get('/api/v1/services')).items;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return [ONE];
    throw error;
  }
}

/** The operations of the process that has a read model. @throws WrongUse when none of several has its context */
export async function operationsFor(api: Api, readModel: string): Promise<string> {
  const all = await services(api);
  const [context = ''] = readModel.split('.', 1);
  const found = all.find(({ contexts }) => contexts.includes(context)) ?? (all.length === 1 ? all[0] : undefined);
  if (found === undefined) {
    throw new WrongUse(
      `no service has the context of ${readModel}; there are ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  return found.operations;
}
