import { parse, v5 } from 'uuid';

/** A primitive that only its own constructor makes: two kinds of id cannot be exchanged by mistake. */
export type Branded<T, Name extends string> = T & { readonly __brand: Name };

/** A UUID in lower case, any version (RFC 9562). */
export type Uuid = Branded<string, 'Uuid'>;

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuid(value: string): value is Uuid {
  return UUID_PATTERN.test(value);
}

/** @throws TypeError when the text is not a UUID in lower case. */
export function uuid(value: string): Uuid {
  if (!isUuid(value)) throw new TypeError(`not a UUID in lower case: ${JSON.stringify(value)}`);
  return value;
}

/** Where new ids come from: UUIDv7 in production, a counted sequence in tests. The domain only ever receives them. */
export interface IdSource {
  next(): Uuid;
}

/** The namespace of ids that follow from other facts (drawn once, never changed). */
const DERIVED_NAMESPACE = parse('5b7a3c1e-6a0f-5e0d-9d5c-2f6f0c1a7e42');
const utf8 = new TextEncoder();
/** The same few are asked for again and again: those of the memberships and reactions at hand. */
const derived = new Map<string, Uuid>();
const REMEMBERED = 5_000;

/**
 * The id that follows from these parts: the same parts always give the same id (UUIDv5, RFC 9562 §5.5). It makes a repeated
 * reaction the same command, and the membership of one company in one cluster one stream.
 */
export function derivedId(...parts: readonly string[]): Uuid {
  const text = JSON.stringify(parts);
  const known = derived.get(text);
  if (known !== undefined) return known;
  // As bytes: given a text, the library encodes it character by character.
  const id = uuid(v5(utf8.encode(text), DERIVED_NAMESPACE));
  if (derived.size >= REMEMBERED) derived.clear();
  derived.set(text, id);
  return id;
}
