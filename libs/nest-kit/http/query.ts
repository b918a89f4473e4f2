import { z } from 'zod';
import { edgeProblem } from '#libs/hosting';

/** The query parameters of every list: `?limit=&after=`. */
export const pageShape = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  after: z.string().max(1_000).optional(),
};

/** The conditions that a request named; those it left out are not conditions. */
export function given(conditions: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(conditions).filter((condition): condition is [string, string] => condition[1] !== undefined),
  );
}

/** What was looked for. @throws Problem API_NOT_FOUND */
export function found<T>(document: T | undefined, id?: string): T {
  if (document === undefined) throw edgeProblem('API_NOT_FOUND', id === undefined ? {} : { found: id });
  return document;
}
