import { z } from 'zod';
import { grouped, type Progress } from '../output/progress.ts';
import type { Api } from './api.ts';
import { longWork } from './long-work.ts';
import { operationsFor, services } from './services.ts';

const errorSchema = z.object({ name: z.string(), message: z.string() });
const deadLetterSchema = z.object({
  projection: z.string(),
  key: z.string(),
  position: z.number(),
  eventId: z.string(),
  stream: z.string(),
  type: z.string(),
  error: errorSchema,
  attempts: z.number(),
  parkedAt: z.string(),
  waiting: z.number(),
});
const stepSchema = z.object({
  id: z.number(),
  projection: z.string(),
  version: z.number(),
  key: z.string(),
  action: z.enum(['parked', 'released', 'failed', 'discarded']),
  position: z.number(),
  eventId: z.string(),
  events: z.number(),
  actor: z.string().optional(),
  reason: z.string().optional(),
  error: errorSchema.optional(),
  at: z.string(),
});
const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: z.string().optional() });
const deadLettersSchema = pageOf(deadLetterSchema);
const stepsSchema = pageOf(stepSchema);
const releaseSchema = z.object({
  key: z.string(),
  released: z.number(),
  parked: z.object({ position: z.number(), error: errorSchema, waiting: z.number() }).optional(),
});
const retriedSchema = z.object({
  keys: z.number(),
  released: z.number(),
  stillParked: z.number(),
  parked: z.array(releaseSchema),
});
const progressSchema = z.object({ keys: z.number(), released: z.number(), stillParked: z.number() });

/** A key that stands at an event which cannot be applied to it; the later ones of the key wait behind. */
export type DeadLetter = z.infer<typeof deadLetterSchema>;
/** Something that happened to a parked key. */
export type Step = z.infer<typeof stepSchema>;
export type Release = z.infer<typeof releaseSchema>;
export type Retried = z.infer<typeof retriedSchema>;

const PAGE = 500;

/** What is parked, of one read model or of all, in every process of the system, a page at a time. */
export async function* deadLetters(api: Api, projection?: string): AsyncGenerator<readonly DeadLetter[], void> {
  const places =
    projection === undefined
      ? (await services(api)).map(({ operations }) => operations)
      : [await operationsFor(api, projection)];
  const which = projection === undefined ? '' : `&projection=${encodeURIComponent(projection)}`;
  for (const operations of places)
    yield* pages(api, `${operations}/dead-letters?limit=${String(PAGE)}${which}`, (page) =>
      deadLettersSchema.parse(page),
    );
}

/** What happened to the parked keys of a read model, or to one of them, oldest first, a page at a time. */
export async function* deadLetterSteps(
  api: Api,
  { projection, key }: { readonly projection: string; readonly key?: string | undefined },
): AsyncGenerator<readonly Step[], void> {
  const which = key === undefined ? '' : `&key=${encodeURIComponent(key)}`;
  const log = `${await operationsFor(api, projection)}/dead-letters/log?limit=${String(PAGE)}`;
  yield* pages(api, `${log}&projection=${encodeURIComponent(projection)}${which}`, (page) => stepsSchema.parse(page));
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

async function* pages<Item>(
  api: Api,
  path: string,
  parse: (page: unknown) => Page<Item>,
): AsyncGenerator<readonly Item[], void> {
  let after = '';
  for (;;) {
    const { items, next } = parse(await api.get(`${path}${after}`));
    yield items;
    if (next === undefined) return;
    after = `&after=${encodeURIComponent(next)}`;
  }
}

/** Applies parked events again. @throws as `longWork` */
export async function retryDeadLetters(
  api: Api,
  asked: { readonly projection: string; readonly key?: string | undefined },
  progress: Progress,
): Promise<Retried> {
  const path = `${await operationsFor(api, asked.projection)}/dead-letters/retry`;
  return retriedSchema.parse(
    await longWork(api, { path, body: asked }, (value) => {
      const { success, data } = progressSchema.safeParse(value);
      if (success) progress.show(`${asked.projection}: ${grouped(data.keys)} keys, ${grouped(data.released)} events`);
    }),
  );
}

/** Goes on without the event at which a key stands. @throws ApiProblem when it stands elsewhere */
export async function discardDeadLetter(
  api: Api,
  asked: { readonly projection: string; readonly key: string; readonly position: number; readonly reason: string },
): Promise<Release> {
  const path = `${await operationsFor(api, asked.projection)}/dead-letters/discard`;
  let answer: unknown;
  for await (const value of api.post(path, asked)) answer = value;
  return releaseSchema.parse(answer);
}
