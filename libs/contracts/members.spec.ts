import { describe, expect, it } from '@jest/globals';
import { catalog } from './event-catalog.ts';
import {
  isOpen,
  isRecord,
  placesOf,
  samples,
  withValueAt,
  type FrozenSchema,
  type Place,
  type Sample,
} from './test/samples.ts';

/** The innermost places where the check says that something is wrong; nothing where all fits. */
function complaints({ type, version }: Sample, data: unknown): readonly string[] {
  const lines = catalog.check(type, version, data);
  if (typeof lines === 'string') return [lines];
  const places = [...new Set(lines.map((line) => line.slice(0, line.indexOf(': '))))];
  return places.filter((place) => !places.some((other) => other.startsWith(`${place}/`)));
}

const at = (place: Place): string => `/${place.path.join('/')}`;

/** One value of every kind that JSON has, and of one that it has not. */
const KINDS: Readonly<Record<string, unknown>> = {
  string: '§',
  integer: 1,
  number: 0.5,
  boolean: true,
  null: null,
  array: [],
  object: {},
  bigint: 1n,
};

/** The kinds of value that a frozen schema names. */
function kindsOf(schema: FrozenSchema): readonly string[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(kindsOf);
  return schema.type === undefined ? [] : [schema.type];
}

/** Values of the right kind that the frozen schema does not allow, from its own limits. */
function outside({ schema, value }: Place): readonly unknown[] {
  const inner = schema.anyOf?.find((one) => one.type !== 'null') ?? schema;
  const text = typeof value === 'string' ? value : '';
  return [
    ...(inner.type === 'integer' ? [0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY] : []),
    ...(inner.minimum === undefined ? [] : [inner.minimum - 1]),
    ...(inner.minLength === undefined ? [] : ['x'.repeat(inner.minLength - 1)]),
    ...(inner.maxLength === undefined ? [] : ['x'.repeat(inner.maxLength + 1)]),
    ...(inner.enum === undefined ? [] : ['', 'other', ...inner.enum.map((one) => one.toUpperCase())]),
    ...(inner.const === true ? [false] : []),
    ...(inner.pattern === undefined ? [] : ['', ` ${text}`, `${text} `, `${text}\n`, `${text}!`]),
    ...(inner.format === 'date'
      ? ['2015-02-29', '1900-02-29', '2015-04-31', '2015-13-01', '2015-6-1', '1799-12-31', '2201-01-01']
      : []),
    ...(inner.minItems === undefined || !Array.isArray(value) ? [] : [value.slice(0, inner.minItems - 1)]),
  ];
}

/** Values that stand exactly on those limits. */
function inside({ schema, value }: Place): readonly unknown[] {
  const inner = schema.anyOf?.find((one) => one.type !== 'null') ?? schema;
  return [
    ...(schema.anyOf?.some((one) => one.type === 'null') === true ? [null] : []),
    ...(inner.maxLength === undefined
      ? []
      : [(inner.format === 'uri' ? 'https://example.org/' : '').padEnd(inner.maxLength, 'x')]),
    ...(inner.minLength === undefined ? [] : ['x'.repeat(inner.minLength)]),
    ...(inner.enum ?? []),
    ...(inner.format === 'date' ? ['2016-02-29', '2000-02-29', '1800-01-01', '2200-12-31'] : []),
    ...(inner.minItems === undefined || !Array.isArray(value) ? [] : [value.slice(0, inner.minItems)]),
    ...(kindsOf(schema).includes('boolean') && inner.const === undefined ? [true, false] : []),
  ];
}

/** Tries other values at places of a sample; what is left is where the answer was not the one expected. */
function surprises(
  sample: Sample,
  places: readonly Place[],
  others: (place: Place) => readonly unknown[],
  expected: (place: Place) => readonly string[],
): readonly unknown[] {
  return places.flatMap((place) =>
    others(place).flatMap((other) => {
      const found = complaints(sample, withValueAt(sample.data, place.path, other));
      return JSON.stringify(found) === JSON.stringify(expected(place)) ? [] : [{ place: at(place), other, found }];
    }),
  );
}

const fits = (): readonly string[] => [];
const leftOut = (): readonly unknown[] => [undefined];

describe.each(samples().map((sample) => [sample.file, sample] as const))('%s', (_file, sample) => {
  const { type } = sample;
  const places = placesOf(sample);
  const members = places.filter(({ as }) => as === 'required' || as === 'optional');

  it('is refused without any of its required members, at their place', () => {
    const required = members.filter(({ as }) => as === 'required');
    expect(members.length).toBeGreaterThan(0);
    expect(surprises(sample, required, leftOut, (place) => [at(place)])).toEqual([]);
  });

  it('fits without any of its optional members', () => {
    const optional = members.filter(({ as }) => as === 'optional');
    expect(surprises(sample, optional, leftOut, fits)).toEqual([]);
  });

  it('names all of its required members when it is empty', () => {
    const missing = (sample.schema.required ?? []).map((name) => `/${name}`);
    expect([...complaints(sample, {})].sort()).toEqual([...missing].sort());
  });

  it('is refused with a surplus member in any of its objects', () => {
    const objects = places.filter(({ value, schema }) => isRecord(value) && !isOpen(schema));
    const surplus = ({ value }: Place) => [{ ...(value as object), surplus: 1 }];
    expect(surprises(sample, objects, surplus, (place) => [at(place)])).toEqual([]);
  });

  it('is refused with a value of another kind in any place, at that place', () => {
    const foreign = ({ schema }: Place): readonly unknown[] => {
      const own = kindsOf(schema);
      return Object.entries(KINDS).flatMap(([kind, value]) => (own.includes(kind) ? [] : [value]));
    };
    expect(surprises(sample, places, foreign, (place) => [at(place)])).toEqual([]);
  });

  it('is refused with a value outside of the limits of its place, at that place', () => {
    expect(surprises(sample, places, outside, (place) => [at(place)])).toEqual([]);
  });

  it('fits with the values on the limits', () => {
    expect(surprises(sample, places, inside, fits)).toEqual([]);
  });

  it.each([0, catalog.currentVersion(type)! + 1, -1, 1.5, Number.NaN])('has no version %d', (other) => {
    expect(catalog.check(type, other, sample.data)).toBe('unknown-version');
  });
});
