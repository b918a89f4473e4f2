import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { event, olderVersion } from './definition.ts';
import { catalog, catalogOf, type EventCatalog } from './event-catalog.ts';
import { schemaFiles, versionSchemas } from './json-schema.ts';
import { currentSamples, samples, type Sample } from './test/samples.ts';

/** Written events are kept for ever: a sample and a schema of each version of each event, never edited once released. */
const golden = join(import.meta.dirname, 'golden');
const schemas = join(import.meta.dirname, 'schemas');
const MANIFEST = 'SHA256SUMS';

const filesIn = (folder: string): readonly string[] => readdirSync(folder).sort();
/** The line of `sha256sum` for a sample: it joins the manifest with the sample, and never changes. */
const lineOf = (file: string): string =>
  `${createHash('sha256')
    .update(readFileSync(join(golden, file)))
    .digest('hex')}  ${file}`;

/** The faults of a sample against the schema of its own version and, upcast, against the current one. */
function faultsOf(known: EventCatalog, { type, version, data }: Pick<Sample, 'type' | 'version' | 'data'>): unknown {
  const current = known.currentVersion(type);
  const own = known.check(type, version, data);
  if (own.length > 0) return own;
  const upcast = known.upcast(type, version, data);
  if (upcast.schemaVersion !== current)
    return `upcast to ${String(upcast.schemaVersion)}, current is ${String(current)}`;
  return known.check(type, upcast.schemaVersion, upcast.data);
}

describe('golden samples', () => {
  const titles = versionSchemas('draft-2020-12').map(({ title }) => `${title}.json`);

  it('are those of every version of every event, and the manifest', () => {
    expect(filesIn(golden)).toEqual([...titles, MANIFEST].sort());
    expect(
      samples()
        .map(({ file }) => file)
        .sort(),
    ).toEqual([...titles].sort());
  });

  it('are as they were released: a line is added to the manifest, none is changed or taken out', () => {
    const lines = readFileSync(join(golden, MANIFEST), 'utf8').trimEnd().split('\n');
    expect(samples().map(({ file }) => lineOf(file))).toEqual(lines);
  });

  it.each(samples())('$file fits the schema of its version, and the current one when it is upcast', (sample) => {
    expect(faultsOf(catalog, sample)).toEqual([]);
  });

  it.each(samples())('$file loses nothing when it is parsed', ({ type, version, data }) => {
    const { older = [], ...current } = catalog.definitionOf(type)!;
    const { schema } = [current, ...older].find((one) => one.version === version)!;
    expect(schema.parse(data)).toEqual(data);
  });

  it.each(currentSamples())('$file is passed on as it was read', ({ type, version, data }) => {
    expect(version).toBe(catalog.currentVersion(type));
    expect(catalog.upcast(type, version, data)).toEqual({ schemaVersion: version, data });
    expect(catalog.upcast(type, version, data).data).toBe(data);
  });

  /** No event of Grappe has an older version yet, so the check is shown by one that counted seats as text. */
  it.each([
    ['upcasts it', { seats: '12' }, (seats: string) => ({ count: Number(seats) }), []],
    ['forgets what the current version needs', { seats: '12' }, () => ({}), [expect.stringMatching(/^\/count: /)]],
    ['is never asked, as the sample does not fit', { seats: 12 }, () => ({}), [expect.stringMatching(/^\/seats: /)]],
  ])('are found wrong where an upcaster %s', (_what, data, upcast, faults) => {
    const first = olderVersion({
      version: 1,
      schema: z.strictObject({ seats: z.string() }),
      upcast: ({ seats }) => upcast(seats),
    });
    const SeatsCounted = event('Seats were counted.', { count: z.int() }, { older: [first] });
    const known = catalogOf({ desk: { SeatsCounted } });
    expect(faultsOf(known, { type: 'desk.SeatsCounted', version: 1, data })).toEqual(faults);
  });
});

describe('frozen schemas', () => {
  it('there is one of every event type, and no other (libs/contracts/generate-schemas.ts writes them)', () => {
    expect(filesIn(schemas)).toEqual(schemaFiles().map(({ name }) => name));
  });

  it.each(schemaFiles())('$name is what the contracts say today', ({ name, text }) => {
    expect(readFileSync(join(schemas, name), 'utf8')).toBe(text);
  });
});
