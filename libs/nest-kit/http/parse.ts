import type { z } from 'zod';
import { edgeProblem } from '#libs/hosting';
import { complaintsOf, type Issue } from './issues.ts';

/** Parses input. @throws Problem API_MALFORMED that names every path */
export function parse<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformedProblem(parsed.error.issues);
}

/** Parses two parts of one request and reports the faults of both. @throws Problem API_MALFORMED that names every path */
export function parseBoth<One, Other>(
  [oneSchema, one]: readonly [z.ZodType<One>, unknown],
  [otherSchema, other]: readonly [z.ZodType<Other>, unknown],
): readonly [One, Other] {
  const parsed = [oneSchema.safeParse(one), otherSchema.safeParse(other)] as const;
  if (parsed[0].success && parsed[1].success) return [parsed[0].data, parsed[1].data];
  throw malformedProblem(parsed.flatMap(({ error }) => error?.issues ?? []));
}

/** Refuses repeated query parameters instead of choosing one of them. @throws Problem API_MALFORMED */
export function requireOnce(parameters: unknown): void {
  const twice = Object.entries(parameters ?? {}).filter(([, value]) => Array.isArray(value));
  if (twice.length > 0)
    throw malformedProblem(twice.map(([name]) => ({ path: [name], message: 'repeated; send it once' })));
}

/** The problem for a list of schema issues, one line for each complaint with its JSON pointer. */
export function malformedProblem(issues: readonly Issue[]) {
  const errors = issues.flatMap(complaintsOf).map(({ path, message }) => ({ path: pointer(path), message }));
  return edgeProblem('API_MALFORMED', { errors });
}

/** RFC 6901. */
function pointer(path: readonly unknown[]): string {
  const names = path.map((part) => String(isSegment(part) ? part.key : part));
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function isSegment(part: unknown): part is { readonly key: PropertyKey } {
  return typeof part === 'object' && part !== null && 'key' in part;
}
