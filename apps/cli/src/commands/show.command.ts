import { z } from 'zod';
import { WrongUse } from '../failures.ts';
import type { Api } from '../system/api.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

const eventSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  revision: z.string(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.looseObject({ recordedAt: z.string(), effectiveAt: z.string() }),
});
const pageSchema = z.object({ items: z.array(eventSchema), next: z.string().optional() });

type StreamEvent = z.infer<typeof eventSchema>;

const PAGE = 500;

/** The events of a stream in their order, as they come: a long stream is never held whole. @throws WrongUse for a stream that is not there */
export async function show(
  { api, json, print }: CommandContext,
  stream: string,
  { upTo }: { readonly upTo?: string | undefined },
): Promise<Verdict> {
  const all: StreamEvent[] = [];
  for await (const event of events(api, stream, upTo)) {
    if (json) all.push(event);
    else print(eventText(event));
  }
  if (json) print(asJson({ stream, events: all }));
  return 0;
}

async function* events(api: Api, stream: string, upTo: string | undefined): AsyncGenerator<StreamEvent> {
  if ((await page(api, stream, { limit: '1' })).items.length === 0) throw new WrongUse(`there is no stream ${stream}`);
  const bounds = { limit: String(PAGE), ...(upTo === undefined ? {} : { upTo }) };
  for (let from: string | undefined = '0'; from !== undefined;) {
    const { items, next }: z.infer<typeof pageSchema> = await page(api, stream, { from, ...bounds });
    yield* items;
    from = next;
  }
}

async function page(api: Api, stream: string, query: Readonly<Record<string, string>>) {
  const asked = new URLSearchParams(query).toString();
  return pageSchema.parse(await api.get(`/api/v1/audit/streams/${encodeURIComponent(stream)}?${asked}`));
}

export function eventText({ revision, type, data, metadata: { recordedAt, effectiveAt } }: StreamEvent): string {
  const facts = Object.entries(data).map(([name, value]) => `    ${name}: ${told(value)}`);
  return [`${revision.padStart(4)}  ${type}  effective ${effectiveAt}, recorded ${recordedAt}`, ...facts].join('\n');
}

const told = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
