import { z } from 'zod';
import { WrongUse } from '../failures.ts';
import { groupDigits, plural, table } from '../output/text.ts';
import { adminPathFor, longWork, pages, services, showing } from '../system/services.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

const errorSchema = z.object({ name: z.string(), message: z.string() });
/** A key whose event cannot be applied; the later events of the key wait behind it. */
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
/** Something that happened to a parked key. */
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
  subject: z.string().optional(),
  reason: z.string().optional(),
  error: errorSchema.optional(),
  at: z.string(),
});
const releaseSchema = z.object({
  key: z.string(),
  released: z.number(),
  parked: z.object({ position: z.number(), error: errorSchema, waiting: z.number() }).optional(),
});
const triedSchema = z.object({ keys: z.number(), released: z.number(), stillParked: z.number() });
const retriedSchema = triedSchema.extend({ parked: z.array(releaseSchema) });

type DeadLetter = z.infer<typeof deadLetterSchema>;
type Step = z.infer<typeof stepSchema>;
type Release = z.infer<typeof releaseSchema>;
type Retried = z.infer<typeof retriedSchema>;

const PAGE = '500';

/** What is parked, of one read model or of all in every process of the system, and why; 1 when anything is. */
export async function listDeadLetters(
  { api, json, print }: CommandContext,
  { projection }: { readonly projection?: string | undefined },
): Promise<Verdict> {
  const places =
    projection === undefined ? (await services(api)).map(({ admin }) => admin) : [await adminPathFor(api, projection)];
  const items: DeadLetter[] = [];
  for (const admin of places) {
    const query = { limit: PAGE, projection };
    const request = { path: `${admin}/dead-letters`, query, cursor: 'after' } as const;
    for await (const page of pages(api, deadLetterSchema, request)) items.push(...page);
  }
  print(json ? asJson({ items }) : deadLettersText(items));
  return items.length === 0 ? 0 : 1;
}

/** What happened to the parked keys of a read model, or to one of them, oldest first. */
export async function logDeadLetters(
  { api, json, print }: CommandContext,
  projection: string,
  { key }: { readonly key?: string | undefined },
): Promise<Verdict> {
  const path = `${await adminPathFor(api, projection)}/dead-letters/log`;
  const query = { limit: PAGE, projection, key };
  const items: Step[] = [];
  for await (const page of pages(api, stepSchema, { path, query, cursor: 'after' })) items.push(...page);
  print(json ? asJson({ items }) : stepsText(items));
  return 0;
}

/** Applies parked events again, of one key or of every key of a read model; 1 when one is still parked. */
export async function retry(
  { api, json, print, progress }: CommandContext,
  projection: string,
  { key }: { readonly key?: string | undefined },
): Promise<Verdict> {
  const path = `${await adminPathFor(api, projection)}/dead-letters/retry`;
  const onProgress = showing(progress, triedSchema, ({ keys, released }) => {
    return `${projection}: ${groupDigits(keys)} keys, ${groupDigits(released)} events`;
  });
  const retried = retriedSchema.parse(await longWork(api, path, { projection, key }, onProgress));
  progress.clear();
  print(json ? asJson({ projection, ...retried }) : retriedText(projection, retried));
  return retried.stillParked === 0 ? 0 : 1;
}

/** Discards the event at which a key is parked; 1 when a later one is parked then. @throws ApiProblem when another one is parked */
export async function discard(
  { api, json, print }: CommandContext,
  projection: string,
  key: string,
  at: string,
  { reason }: { readonly reason: string },
): Promise<Verdict> {
  if (!/^(0|[1-9]\d{0,14})$/.test(at)) throw new WrongUse(`a position is a whole number, found ${at}`);
  const position = Number(at);
  const path = `${await adminPathFor(api, projection)}/dead-letters/discard`;
  let answer: unknown;
  for await (const value of api.post(path, { projection, key, position, reason })) answer = value;
  const release = releaseSchema.parse(answer);
  print(json ? asJson({ projection, position, ...release }) : discardedText(projection, position, release));
  return release.parked === undefined ? 0 : 1;
}

export function deadLettersText(items: readonly DeadLetter[]): string {
  if (items.length === 0) return 'nothing is parked';
  const rows = items.map(({ projection, key, position, type, waiting, attempts, error }) => {
    return [projection, key, String(position), type, String(waiting), String(attempts), errorText(error)];
  });
  return table(['read model', 'key', 'position', 'event', 'behind', 'retries', 'error'], rows);
}

export function stepsText(items: readonly Step[]): string {
  if (items.length === 0) return 'nothing was ever parked';
  const rows = items.map(
    ({ at, key, action, position, events, actor = 'the read model', subject = actor, reason, error }) => {
      const why = reason ?? (error === undefined ? '' : errorText(error));
      return [at, key, action, String(position), String(events), subject, why];
    },
  );
  return table(['at', 'key', 'what', 'position', 'events', 'by', 'why'], rows);
}

export function retriedText(projection: string, { keys, released, stillParked, parked }: Retried): string {
  const tried = `${projection}: ${formatCount(keys, 'key')} tried, ${formatCount(released, 'event')} applied`;
  if (stillParked === 0) return `${tried}; nothing is parked any more of these`;
  const more = stillParked > parked.length ? [`and ${String(stillParked - parked.length)} more`] : [];
  return [`${tried}; ${formatCount(stillParked, 'key')} STILL PARKED`, ...parked.map(parkedLine), ...more].join('\n');
}

export function discardedText(projection: string, position: number, release: Release): string {
  const done = `${projection}: ${release.key} goes on without position ${String(position)}, ${formatCount(release.released, 'event')} behind it applied`;
  return release.parked === undefined ? done : `${done}; STILL PARKED\n${parkedLine(release)}`;
}

function parkedLine({ key, parked }: Release): string {
  if (parked === undefined) return `  ${key} is free`;
  const { position, error, waiting } = parked;
  return `  ${key} at position ${String(position)}, ${String(waiting)} behind it: ${errorText(error)}`;
}

const errorText = ({ name, message }: z.infer<typeof errorSchema>): string => `${name}: ${message}`;

const formatCount = (count: number, what: string): string => `${String(count)} ${plural(count, what)}`;
