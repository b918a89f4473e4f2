import { table } from '../output/table.ts';
import { deadLetters, deadLetterSteps, discardDeadLetter, retryDeadLetters } from '../system/dead-letters.ts';
import type { DeadLetter, Release, Retried, Step } from '../system/dead-letters.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

/** What is parked, and why; 1 when anything is. */
export async function listDeadLetters(
  { api, json, print }: CommandContext,
  { projection }: { readonly projection?: string | undefined },
): Promise<Verdict> {
  const items: DeadLetter[] = [];
  for await (const page of deadLetters(api, projection)) items.push(...page);
  print(json ? asJson({ items }) : deadLettersText(items));
  return items.length === 0 ? 0 : 1;
}

/** What happened to the parked keys of a read model, oldest first. */
export async function logDeadLetters(
  { api, json, print }: CommandContext,
  projection: string,
  { key }: { readonly key?: string | undefined },
): Promise<Verdict> {
  const items: Step[] = [];
  for await (const page of deadLetterSteps(api, { projection, key })) items.push(...page);
  print(json ? asJson({ items }) : stepsText(items));
  return 0;
}

/** Applies parked events again, of one key or of every key of a read model; 1 when one is still parked. */
export async function retry(
  { api, json, print, progress }: CommandContext,
  projection: string,
  { key }: { readonly key?: string | undefined },
): Promise<Verdict> {
  const retried = await retryDeadLetters(api, { projection, ...(key === undefined ? {} : { key }) }, progress);
  progress.clear();
  print(json ? asJson({ projection, ...retried }) : retriedText(projection, retried));
  return retried.stillParked === 0 ? 0 : 1;
}

/** Goes on without the event at which a key stands; 1 when it stands at a later one now. */
export async function discard(
  { api, json, print }: CommandContext,
  projection: string,
  { key, position, reason }: { readonly key: string; readonly position: number; readonly reason: string },
): Promise<Verdict> {
  const release = await discardDeadLetter(api, { projection, key, position, reason });
  print(json ? asJson({ projection, position, ...release }) : discardedText(projection, position, release));
  return release.parked === undefined ? 0 : 1;
}

export function deadLettersText(items: readonly DeadLetter[]): string {
  if (items.length === 0) return 'nothing is parked';
  const rows = items.map(({ projection, key, position, type, waiting, attempts, error }) => [
    projection,
    key,
    String(position),
    type,
    String(waiting),
    String(attempts),
    `${error.name}: ${error.message}`,
  ]);
  return table(['read model', 'key', 'position', 'event', 'behind', 'retries', 'error'], rows);
}

export function stepsText(items: readonly Step[]): string {
  if (items.length === 0) return 'nothing was ever parked';
  const rows = items.map(({ at, key, action, position, events, actor = 'the read model', reason, error }) => [
    at,
    key,
    action,
    String(position),
    String(events),
    actor,
    reason ?? (error === undefined ? '' : `${error.name}: ${error.message}`),
  ]);
  return table(['at', 'key', 'what', 'position', 'events', 'by', 'why'], rows);
}

export function retriedText(projection: string, { keys, released, stillParked, parked }: Retried): string {
  const tried = `${projection}: ${counted(keys, 'key')} tried, ${counted(released, 'event')} applied`;
  if (stillParked === 0) return `${tried}; nothing is parked any more of these`;
  const more = stillParked > parked.length ? [`and ${String(stillParked - parked.length)} more`] : [];
  return [`${tried}; ${counted(stillParked, 'key')} STILL PARKED`, ...parked.map(standing), ...more].join('\n');
}

export function discardedText(projection: string, position: number, release: Release): string {
  const done = `${projection}: ${release.key} goes on without position ${String(position)}, ${counted(release.released, 'event')} behind it applied`;
  return release.parked === undefined ? done : `${done}; STILL PARKED\n${standing(release)}`;
}

function standing({ key, parked }: Release): string {
  if (parked === undefined) return `  ${key} is free`;
  const { position, error, waiting } = parked;
  return `  ${key} at position ${String(position)}, ${String(waiting)} behind it: ${error.name}: ${error.message}`;
}

function counted(count: number, what: string): string {
  return `${String(count)} ${count === 1 ? what : `${what}s`}`;
}
