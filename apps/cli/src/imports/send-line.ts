import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ApiProblem } from '../failures.ts';
import type { Api } from '../system/api.ts';
import type { Complaint } from './complaint.ts';
import type { MemberBody } from './member-line.ts';

/** What became of a line: what was not there before, nothing, or why it is not taken. */
export type Sent =
  | { readonly outcome: 'entered' | 'admitted' | 'completed' | 'unchanged'; readonly events: number }
  | { readonly outcome: 'refused'; readonly complaint: Complaint };

export interface Sending {
  readonly api: Api;
  readonly clusterId: string;
  readonly dryRun: boolean;
  readonly keepRecorded: boolean;
}

const answerSchema = z.object({ events: z.array(z.object({ type: z.string() })) });

/** Refusals that are about the request and not about the line: no other line fares better. */
const OF_THE_REQUEST = new Set([401, 403, 413, 415]);
const FOR_NOW = new Set([429, 503]);
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 15_000;
const TRIES = 8;

/** Sends a line as a command. @throws ApiProblem where the system does not take lines, WrongUse where it does not answer */
export async function sendLine(body: MemberBody, sending: Sending): Promise<Sent> {
  const { api, clusterId, dryRun, keepRecorded } = sending;
  const path = `/api/v1/membership/clusters/${clusterId}/import-member`;
  const query = { dryRun: dryRun ? 'true' : undefined };
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = answerSchema.parse(
        await api.command(path, query, keepRecorded ? { ...body, keepRecorded } : body),
      );
      const types = answer.events.map(({ type }) => type);
      return { outcome: outcomeOf(types), events: types.length };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (!FOR_NOW.has(error.status)) return { outcome: 'refused', complaint: complaintOf(error) };
      if (tries >= TRIES) throw error;
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), MAX_PAUSE_MS), undefined, { signal: api.signal });
    }
  }
}

function outcomeOf(types: readonly string[]): Exclude<Sent['outcome'], 'refused'> {
  if (types.length === 0) return 'unchanged';
  if (types.includes('membership.OrganisationRegistered')) return 'entered';
  return types.includes('membership.MemberAdmitted') ? 'admitted' : 'completed';
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
