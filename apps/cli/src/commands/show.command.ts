import { z } from 'zod';
import { terminalText } from '#libs/kernel';
import { ApiProblem, WrongUse } from '../failures.ts';
import { pages } from '../system/services.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

const eventSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  revision: z.string(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.looseObject({ recordedAt: z.string(), effectiveAt: z.string() }),
});

type StreamEvent = z.infer<typeof eventSchema>;

/** The events of a stream in their order, as they come: a long stream is never held whole. @throws WrongUse for a stream that is not there */
export async function show(
  { api, json, print }: CommandContext,
  stream: string,
  { upTo }: { readonly upTo?: string | undefined },
): Promise<Verdict> {
  const request = { path: `/api/v1/audit/streams/${encodeURIComponent(stream)}`, cursor: 'from' } as const;
  const all: StreamEvent[] = [];
  try {
    for await (const page of pages(api, eventSchema, { ...request, query: { from: '0', limit: '500', upTo } })) {
      if (json) all.push(...page);
      else for (const event of page) print(eventText(event));
    }
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) throw new WrongUse(`stream not found: ${stream}`);
    throw error;
  }
  if (json) print(asJson({ stream, events: all }));
  return 0;
}

export function eventText({ revision, type, data, metadata: { recordedAt, effectiveAt } }: StreamEvent): string {
  const facts = Object.entries(data).map(([name, value]) => `    ${name}: ${formatValue(value)}`);
  return [`${revision.padStart(4)}  ${type}  effective ${effectiveAt}, recorded ${recordedAt}`, ...facts].join('\n');
}

const formatValue = (value: unknown): string => terminalText(typeof value === 'string' ? value : JSON.stringify(value));
