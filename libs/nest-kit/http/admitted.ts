import { malformedProblem } from './parse.ts';

/**
 * A value from outside (body, parameters) as it may go on: every text in normal form C (Unicode Annex 15), so that what looks the same is the
 * same when it is compared and hashed. Containers are changed in place. Its depth is bounded by who read it (`acceptJsonBodies`).
 * @throws Problem API_MALFORMED with the path of a text that cannot be kept (U+0000, half a surrogate pair) or a number beyond JSON's
 */
export function admitted(value: unknown): unknown {
  return admit(value, []);
}

function admit(value: unknown, path: (string | number)[]): unknown {
  if (typeof value === 'string') return admitText(value, path);
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw malformedProblem([{ path, message: 'a number is required that is not so large' }]);
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const container = value as Record<string | number, unknown>;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    if (typeof key === 'string') admitText(key, path);
    path.push(key);
    container[key] = admit(container[key], path);
    path.pop();
  }
  return value;
}

function admitText(text: string, path: readonly (string | number)[]): string {
  if (text.includes('\0')) throw malformedProblem([{ path, message: 'text without the character U+0000 is required' }]);
  if (!text.isWellFormed())
    throw malformedProblem([{ path, message: 'well-formed text is required, found half a surrogate pair' }]);
  return text.normalize('NFC');
}
