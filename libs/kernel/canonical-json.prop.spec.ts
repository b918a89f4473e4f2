import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { propertySeed } from './testing/index.ts';

const options = { seed: propertySeed(), numRuns: 300 };

/** Any value that JSON can carry. Its -0 is written 0 (RFC 8785 §3.2.2.3), so it is none of those that come back. */
const anyJson = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'binary' })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reversed(item ?? null)] as const);
  return Object.fromEntries(entries.reverse());
}

describe('canonical JSON', () => {
  it('reads back as the value', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
      options,
    );
  });

  it('is what another implementation of RFC 8785 writes, which is the one that verifies', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      options,
    );
  });

  it('is a fixed point: what was read from it is written the same', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
      }),
      options,
    );
  });

  it('does not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
      options,
    );
  });

  it('does not depend on members that are undefined', () => {
    const record = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.option(fc.integer(), { nil: undefined }));
    fc.assert(
      fc.property(record, (given) => {
        const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        expect(canonicalJson(given)).toBe(canonicalJson(present));
      }),
      options,
    );
  });

  it('has its keys in the order of their UTF-16 code units', () => {
    const key = fc.string({ unit: 'binary', maxLength: 4 }).filter((text) => !/^\d+$/.test(text));
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 12 }), (keys) => {
        const text = canonicalJson(Object.fromEntries(keys.map((name) => [name, 0])));
        const units = (name: string) => Array.from({ length: name.length }, (_, at) => name.charCodeAt(at));
        const before = (a: readonly number[], b: readonly number[]): number => {
          const at = a.findIndex((unit, index) => unit !== b[index]);
          return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
        };
        const sorted = [...keys].sort((a, b) => before(units(a), units(b)));
        expect(text).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`);
      }),
      options,
    );
  });

  it('has no white space outside of texts', () => {
    const plain = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
    fc.assert(
      fc.property(plain, (value) => {
        const outside = canonicalJson(value).replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
        expect(outside).not.toMatch(/\s/);
      }),
      options,
    );
  });

  it('of two values is one text only where the values are the same', () => {
    const small = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(small, small, (left, right) => {
        if (canonicalJson(left) !== canonicalJson(right)) return;
        const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        expect(plain(left)).toEqual(plain(right));
      }),
      options,
    );
  });
});
