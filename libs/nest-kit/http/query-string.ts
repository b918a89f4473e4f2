import type { FastifyInstance } from 'fastify';
import { Problem } from '#libs/hosting';
import { admitted } from './admitted.ts';
import { malformedProblem } from './parse.ts';

/**
 * The parameters of a query string, percent-decoded as UTF-8 and no further: bytes that are no UTF-8 are refused and not replaced. One that
 * stands twice is a list. The router calls it where nothing may be thrown, so that a refusal is what it answers: `admitParameters` throws it.
 */
export function readQuery(text: string): Readonly<Record<string, unknown>> {
  try {
    return admitted(parametersOf(text)) as Readonly<Record<string, unknown>>;
  } catch (refusal) {
    if (refusal instanceof Problem) return { [REFUSED]: refusal };
    throw refusal;
  }
}

const REFUSED = Symbol('refused');

/** Refuses requests whose path or query cannot be read or kept. Needs `readQuery` as the parser of the instance. */
export function admitParameters(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    const { [REFUSED]: refused } = (request.query ?? {}) as { readonly [REFUSED]?: Problem };
    if (refused === undefined) admitted(request.params);
    done(refused);
  });
}

function parametersOf(text: string): object {
  const found = new Map<string, string | string[]>();
  for (const part of text.split('&').filter((each) => each !== '')) {
    const [name = '', ...rest] = part.split('=');
    const key = decode(name, name);
    const value = decode(rest.join('='), key);
    const before = found.get(key);
    found.set(key, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(found);
}

function decode(text: string, name: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformedProblem([{ path: [name], message: 'percent-encoded UTF-8 is required' }]);
  }
}
