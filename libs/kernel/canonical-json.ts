import { configure } from 'safe-stable-stringify';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** A value that JSON cannot carry without loss; `path` is its place. */
export class NotJson extends TypeError {
  override readonly name = 'NotJson';
  constructor(
    readonly path: string,
    readonly found: string,
  ) {
    super(`not a JSON value at ${path === '' ? 'the root' : path}: ${found}`);
  }
}

/** Members sorted by their UTF-16 code units, numbers and texts as ECMAScript writes them: with `assertJson` before it, RFC 8785. */
const sortedText = configure({ deterministic: true, bigint: false, circularValue: Error });

/**
 * The canonical text of a JSON value (RFC 8785): one value, one text, so that a hash over it means the value.
 * Members that are `undefined` are left out.
 * @throws NotJson on anything that JSON cannot carry (functions, bigint, NaN, dates, lone surrogates, cycles).
 */
export function canonicalJson(value: JsonValue | object): string {
  assertJson(value, '', []);
  return sortedText(value);
}

/** @throws NotJson */
export function assertJson(value: unknown, path: string, ancestors: readonly object[]): void {
  switch (typeof value) {
    case 'string':
      if (LONE_SURROGATE.test(value)) throw new NotJson(path, 'a lone surrogate');
      return;
    case 'boolean':
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new NotJson(path, String(value));
      return;
    case 'object':
      if (value !== null) assertContainer(value, path, ancestors);
      return;
    default:
      throw new NotJson(path, typeof value);
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function assertContainer(value: object, path: string, ancestors: readonly object[]): void {
  if (ancestors.includes(value)) throw new NotJson(path, 'a cycle');
  const inside = [...ancestors, value];
  if (Array.isArray(value)) {
    // By index and not by forEach, which passes over holes: canonical text with a hole is not JSON.
    for (let index = 0; index < value.length; index += 1) assertJson(value[index], `${path}/${String(index)}`, inside);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm (a test sandbox) has a prototype whose own prototype is null.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new NotJson(path, value.constructor.name);
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (LONE_SURROGATE.test(key)) throw new NotJson(`${path}/${key}`, 'a lone surrogate in the key');
    assertJson(item, `${path}/${key}`, inside);
  }
}
