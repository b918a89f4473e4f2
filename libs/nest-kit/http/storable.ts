import { assertJson, NotJson } from '#libs/kernel';
import { malformedProblem } from './parse.ts';

/**
 * Text that JSON allows and that cannot be kept: half a surrogate pair has no canonical form (RFC 8785), and the character
 * U+0000 has no place in PostgreSQL's documents. @throws Problem API_MALFORMED with the path
 */
export function requireStorable(body: unknown): void {
  try {
    assertJson(body ?? null, '', []);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw malformedProblem([
      { path: pathOf(error.path), message: `text that can be stored is required, found ${error.found}` },
    ]);
  }
  const nul = pathToNul(body, []);
  if (nul !== undefined)
    throw malformedProblem([{ path: nul, message: 'text without the character U+0000 is required' }]);
}

function pathOf(pointer: string): readonly string[] {
  return pointer.split('/').slice(1);
}

function pathToNul(value: unknown, path: readonly string[]): readonly string[] | undefined {
  if (typeof value === 'string') return value.includes('\u0000') ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const inside = key.includes('\u0000') ? path : pathToNul(member, [...path, key]);
    if (inside !== undefined) return inside;
  }
  return undefined;
}
