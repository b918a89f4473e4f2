import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ApiProblem } from '../failures.ts';
import type { Api } from '../system/api.ts';
import type { Complaint } from './complaint.ts';

/** What became of a line: how many events it wrote, or why it is not taken. */
export type Sent<Outcome extends string = string> =
  | { readonly outcome: Outcome | 'unchanged'; readonly events: number }
  | { readonly outcome: 'refused'; readonly complaint: Complaint };

/** A line as a command. */
export interface LineCommand<Outcome extends string> {
  readonly path: string;
  readonly body: object;
  readonly dryRun: boolean;
  /** What became of it, by the types of the events that it recorded: one at least. */
  readonly outcomeOf: (types: readonly string[]) => Outcome;
}

const answerSchema = z.object({ events: z.array(z.object({ type: z.string() })) });

/** Refusals that are about the request and not about the line: no other line fares better. */
const OF_THE_REQUEST = new Set([401, 403, 413, 415]);
const FOR_NOW = new Set([429, 503]);
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 15_000;
const TRIES = 8;

/** Sends a line as a command. @throws ApiProblem where the system does not take lines, WrongUse where it does not answer */
export async function sendLine<Outcome extends string>(
  api: Api,
  { path, body, dryRun, outcomeOf }: LineCommand<Outcome>,
): Promise<Sent<Outcome>> {
  const query = { dryRun: dryRun ? 'true' : undefined };
  try {
    const answer = answerSchema.parse(await patiently(api, () => api.command(path, query, body)));
    const types = answer.events.map(({ type }) => type);
    return { outcome: types.length === 0 ? 'unchanged' : outcomeOf(types), events: types.length };
  } catch (error) {
    if (!(error instanceof ApiProblem) || FOR_NOW.has(error.status)) throw error;
    return { outcome: 'refused', complaint: complaintOf(error) };
  }
}

/** Asks again, later each time, while a system has no room for more. @throws as the work, at last with what it said then */
export async function patiently<T>({ signal }: Pick<Api, 'signal'>, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiProblem) || !FOR_NOW.has(error.status) || tries >= TRIES) throw error;
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), MAX_PAUSE_MS), undefined, { signal });
    }
  }
}

/** @throws ApiProblem where the refusal is not about the line */
function complaintOf(error: ApiProblem): Complaint {
  const { status, problem } = error;
  if (status >= 500 || OF_THE_REQUEST.has(status) || problem.code === undefined) throw error;
  const { code, title = '', found, required, errors = [] } = problem;
  const details = errors.map(({ path, message }) => `${path}: ${message}`);
  const needed = required === undefined ? [] : [`recorded or needed is ${textOf(required)}`];
  return { found: textOf(found), reason: [`${code}: ${title}`, ...details, ...needed].join('; ') };
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
