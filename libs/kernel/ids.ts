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

/** Where new ids come from: UUIDv7 at the rim, a counted sequence in tests. The domain only ever receives them. */
export interface IdSource {
  next(): Uuid;
}
