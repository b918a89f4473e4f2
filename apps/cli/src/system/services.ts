import { z } from 'zod';
import { ApiProblem, SomethingWrong, WrongUse } from '../failures.ts';
import { advanceLine, type Progress } from '../output/progress.ts';
import type { Api, Query } from './api.ts';

const servicesSchema = z.object({
  items: z.array(z.object({ name: z.string(), contexts: z.array(z.string()), admin: z.string() })).min(1),
});
const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: z.unknown() }),
  z.object({ kind: z.literal('result'), result: z.unknown() }),
  z.object({ kind: z.literal('failure'), message: z.string() }),
]);
const advanceSchema = z.object({
  phase: z.string().optional(),
  position: z.number(),
  target: z.number(),
  eventsPerSecond: z.number(),
  estimatedMsLeft: z.number().optional(),
});

/** A service of the system, and the path of its admin routes. */
export type Service = z.infer<typeof servicesSchema>['items'][number];

const ONE: Service = { name: 'platform', contexts: [], admin: '/api/v1/admin' };

/** The services of the system; one that has no list of them is one service. @throws ApiProblem */
export async function services(api: Api): Promise<readonly Service[]> {
  try {
    return servicesSchema.parse(await api.get('/api/v1/services')).items;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return [ONE];
    throw error;
  }
}

/** The path of the admin routes of the service that has a read model. @throws WrongUse when none of several has its context */
export async function adminPathFor(api: Api, readModel: string): Promise<string> {
  const all = await services(api);
  const [context = ''] = readModel.split('.', 1);
  const found = all.find(({ contexts }) => contexts.includes(context)) ?? (all.length === 1 ? all[0] : undefined);
  if (found !== undefined) return found.admin;
  throw new WrongUse(`no service has the context of ${readModel}; there are ${all.map(({ name }) => name).join(', ')}`);
}

/** The items of a list that is answered in pages, a page at a time; `cursor` is the parameter that takes a page's `next`. */
export async function* pages<Item>(
  api: Api,
  item: z.ZodType<Item>,
  request: { readonly path: string; readonly query: Query; readonly cursor: 'after' | 'from' },
): AsyncGenerator<readonly Item[], void> {
  const schema = z.object({ items: z.array(item), next: z.string().optional() });
  let query: Query = request.query;
  for (;;) {
    const { items, next } = schema.parse(await api.get(request.path, query));
    yield items;
    if (next === undefined) return;
    query = { ...query, [request.cursor]: next };
  }
}

/**
 * Requests long work, reports its progress and returns its result.
 * @throws SomethingWrong when the work failed or its answer was cut short, and what the API throws
 */
export async function longWork(
  api: Api,
  path: string,
  body: object,
  onProgress: (progress: unknown) => void,
): Promise<unknown> {
  for await (const value of api.post(path, body)) {
    const line = lineSchema.parse(value);
    if (line.kind === 'result') return line.result;
    if (line.kind === 'failure') throw new SomethingWrong(line.message);
    onProgress(line.progress);
  }
  throw new SomethingWrong(`${path} ended without a result`);
}

/** Shows the progress of long work in a line; a message that does not fit the schema is not shown. */
export function showing<T>(progress: Progress, schema: z.ZodType<T>, line: (message: T) => string) {
  return (value: unknown): void => {
    const { success, data } = schema.safeParse(value);
    if (success) progress.show(line(data));
  };
}

/** Shows how far work over the events is, by the name of what it makes, or of its phase. */
export function showingAdvance(progress: Progress, of?: string): (value: unknown) => void {
  return showing(progress, advanceSchema, ({ phase = '', position, target, eventsPerSecond, estimatedMsLeft }) => {
    const advance = { done: position, total: target, perSecond: eventsPerSecond, msLeft: estimatedMsLeft };
    return advanceLine(of ?? phase, advance);
  });
}
