import type { z } from 'zod';
import { edgeProblem } from '#libs/hosting';

/** Parses what came from outside. @throws Problem API_MALFORMED that names every path */
export function parse<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(parsed.error.issues);
}

/** The problem for a list of schema issues, one line for each with its JSON pointer. */
export function malformed(
  issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[],
) {
  return edgeProblem('API_MALFORMED', {
    errors: issues.map((issue) => ({ path: pointer(issue.path ?? []), message: issue.message })),
  });
}

function pointer(path: readonly unknown[]): string {
  return path.map((part) => `/${String(isSegment(part) ? part.key : part)}`).join('');
}

function isSegment(part: unknown): part is { readonly key: PropertyKey } {
  return typeof part === 'object' && part !== null && 'key' in part;
}
