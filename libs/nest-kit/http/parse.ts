import type { z } from 'zod';
import { edgeProblem } from '#libs/hosting';

/** Parses what came from outside. @throws Problem API_MALFORMED that names every path */
export function parse<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(parsed.error.issues);
}

/** An issue of any schema library; zod's names the members that nobody asked for. */
interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly keys?: readonly string[];
}

/** The problem for a list of schema issues, one line for each with its JSON pointer; an unknown member is named by its own. */
export function malformed(issues: readonly Issue[]) {
  return edgeProblem('API_MALFORMED', {
    errors: issues.flatMap(({ message, path = [], keys }) =>
      keys === undefined
        ? [{ path: pointer(path), message }]
        : keys.map((key) => ({
            path: pointer([...path, key]),
            message: 'unknown: nothing of this name is taken here',
          })),
    ),
  });
}

function pointer(path: readonly unknown[]): string {
  return path.map((part) => `/${String(isSegment(part) ? part.key : part)}`).join('');
}

function isSegment(part: unknown): part is { readonly key: PropertyKey } {
  return typeof part === 'object' && part !== null && 'key' in part;
}
