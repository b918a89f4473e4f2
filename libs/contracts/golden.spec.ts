import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { catalog, definitionOf, eventTypes } from './catalog.ts';
import { schemaFiles } from './json-schema.ts';

/** What is written is forever: a sample and a schema of each version of each event, never edited once released. */
const golden = join(import.meta.dirname, 'golden');
const schemas = join(import.meta.dirname, 'schemas');
const jsonIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
const sampleOf = (file: string): unknown => JSON.parse(readFileSync(join(golden, file), 'utf8'));

const SAMPLE = /^([a-z]+\.[A-Za-z]+)\.v(\d+)\.json$/;
const files = jsonIn(golden);
const expected = eventTypes().map((type) => `${type}.v${String(catalog.currentVersion(type))}.json`);

/** Every value at a path; `*` stands for each item of a list. Nothing where a member on the way is missing. */
function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const [first, ...rest] = path;
  if (first === undefined) return value === undefined ? [] : [value];
  if (first === '*') return Array.isArray(value) ? value.flatMap((item: unknown) => valuesAt(item, rest)) : [];
  if (typeof value !== 'object' || value === null) return [];
  return valuesAt((value as Readonly<Record<string, unknown>>)[first], rest);
}

describe('golden samples', () => {
  it('there is one of every event type in its current version', () => {
    expect(expected.filter((file) => !files.includes(file))).toEqual([]);
  });

  it.each(files)('%s is a sample of a type and a version that the catalog knows', (file) => {
    const [, type = '', version] = SAMPLE.exec(file) ?? [];
    expect(definitionOf(type)).toBeDefined();
    expect(Number(version)).toBeLessThanOrEqual(catalog.currentVersion(type) ?? 0);
  });

  it.each(files.filter((file) => expected.includes(file)))('%s fits its schema, which keeps all of it', (file) => {
    const [, type = '', version] = SAMPLE.exec(file) ?? [];
    const sample = sampleOf(file);
    expect(catalog.check(type, Number(version), sample)).toEqual([]);
    expect(definitionOf(type)?.schema.parse(sample)).toEqual(sample);
  });

  const personal = expected
    .filter((file) => files.includes(file))
    .flatMap((file) => {
      const [, type = ''] = SAMPLE.exec(file) ?? [];
      return catalog.personalFields(type).map(({ path, personId }) => [file, path, personId] as const);
    });
  it.each(personal)('%s: %s is somebody’s, named by %s', (file, path, personId) => {
    const sample = sampleOf(file);
    const names = valuesAt(sample, path.split('.'));
    const ids = valuesAt(sample, personId.split('.'));
    expect(names.length).toBeGreaterThan(0);
    expect(ids).toHaveLength(names.length);
  });

  const embargoed = expected
    .filter((file) => files.includes(file))
    .flatMap((file) => {
      const field = catalog.embargoField((SAMPLE.exec(file) ?? [])[1] ?? '');
      return field === undefined ? [] : [[file, field] as const];
    });
  it.each(embargoed)('%s: %s holds the day of its embargo', (file, field) => {
    expect(valuesAt(sampleOf(file), [field])).toEqual([expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)]);
  });
});

describe('frozen schemas', () => {
  it('there is one of every event type, and no other (libs/contracts/generate-schemas.ts writes them)', () => {
    expect(jsonIn(schemas)).toEqual(schemaFiles().map(({ name }) => name));
  });

  it.each(schemaFiles())('$name is what the contracts say today', ({ name, text }) => {
    expect(readFileSync(join(schemas, name), 'utf8')).toBe(text);
  });
});
