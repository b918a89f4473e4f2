import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { propertySeed } from '../kernel/testing/index.ts';
import { event, olderVersion, type EventDefinition, type OlderVersion } from './definition.ts';
import { catalogOf } from './event-catalog.ts';
import { versionSchemas } from './json-schema.ts';
import { readFrom } from './read-event.ts';

/** A desk that counted seats in three ways: what no event of Grappe has had to do yet. */
const first = olderVersion({
  version: 1,
  schema: z.strictObject({ seats: z.string().regex(/^\d+$/) }),
  upcast: ({ seats }) => ({ count: Number(seats) }),
});
const second = olderVersion({
  version: 2,
  schema: z.strictObject({ count: z.int().min(0) }),
  upcast: ({ count }) => ({ count, unit: 'seat' }),
});
const third = { count: z.int().min(0), unit: z.string() };
const counted = (older: readonly OlderVersion[]): EventDefinition => event('Seats were counted.', third, { older });

const contracts = { desk: { SeatsCounted: counted([second, first]), SeatsLost: event('Seats were lost.', third) } };
const catalog = catalogOf(contracts);
const TYPE = 'desk.SeatsCounted';

describe('an event with older versions', () => {
  it('is written in the current one', () => {
    expect(catalog.currentVersion(TYPE)).toBe(3);
    expect(catalog.eventTypes()).toEqual([TYPE, 'desk.SeatsLost']);
  });

  it.each([
    [1, { seats: '12' }],
    [2, { count: 12 }],
    [3, { count: 12, unit: 'seat' }],
  ])('version %d is checked by its own schema and by no other', (version, data) => {
    expect(catalog.check(TYPE, version, data)).toEqual([]);
    for (const other of [1, 2, 3].filter((one) => one !== version))
      expect(catalog.check(TYPE, other, data)).not.toEqual([]);
  });

  it.each([0, 4, 1.5])('there is no version %d', (version) => {
    expect(catalog.check(TYPE, version, {})).toBe('unknown-version');
  });

  it('is upcast through every version between', () => {
    const current = { schemaVersion: 3, data: { count: 12, unit: 'seat' } };
    expect(catalog.upcast(TYPE, 1, { seats: '12' })).toEqual(current);
    expect(catalog.upcast(TYPE, 2, { count: 12 })).toEqual(current);
    expect(catalog.upcast(TYPE, 3, { count: 12, unit: 'seat' })).toEqual(current);
  });

  it('leaves alone what it was given, also what a newer writer wrote', () => {
    const old = Object.freeze({ seats: '7' });
    const newer = { quantity: { seats: 7 } };
    catalog.upcast(TYPE, 1, old);
    expect(old).toEqual({ seats: '7' });
    expect(catalog.upcast(TYPE, 4, newer).data).toBe(newer);
    expect(catalog.upcast(TYPE, 4, newer).schemaVersion).toBe(4);
  });

  it('whatever fits an old version fits the current one when it is upcast, and stays so', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(1, 2, 3), (count, version) => {
        const data = [{ seats: String(count) }, { count }, { count, unit: 'seat' }][version - 1]!;
        expect(catalog.check(TYPE, version, data)).toEqual([]);
        const { schemaVersion, data: current } = catalog.upcast<object>(TYPE, version, data);
        expect(catalog.check(TYPE, schemaVersion, current)).toEqual([]);
        expect(catalog.upcast<object>(TYPE, schemaVersion, current)).toEqual({ schemaVersion, data: current });
      }),
      { seed: propertySeed() },
    );
  });

  it('is read by a subscriber in the current version', () => {
    expect(readFrom(catalog, `${TYPE}.v1`, { seats: '3' })).toEqual({
      type: TYPE,
      version: 3,
      data: { count: 3, unit: 'seat' },
    });
  });

  it('has a JSON Schema for each version', () => {
    const schemas = versionSchemas('draft-2020-12', contracts);
    expect(schemas.map(({ title }) => title)).toEqual([
      'desk.SeatsCounted.v1',
      'desk.SeatsCounted.v2',
      'desk.SeatsCounted.v3',
      'desk.SeatsLost.v1',
    ]);
    expect(schemas.map(({ schema }) => Object.keys(schema['properties'] as object))).toEqual([
      ['seats'],
      ['count'],
      ['count', 'unit'],
      ['count', 'unit'],
    ]);
  });
});

describe('versions that do not lead from one to the next', () => {
  it.each([
    ['one is missing', { ...counted([first]), version: 3 }],
    ['one is there twice', counted([first, first])],
    ['the current one is among them', { ...counted([first, second]), version: 2 }],
    ['they begin too late', counted([second])],
  ])('are found when the contracts are loaded: %s', (_what, SeatsCounted) => {
    expect(() => catalogOf({ desk: { SeatsCounted } })).toThrow(
      expect.objectContaining({ name: 'BrokenVersions', type: TYPE }),
    );
  });

  it('say what was found and what is needed', () => {
    expect(() => catalogOf({ desk: { SeatsCounted: { ...counted([first]), version: 3 } } })).toThrow(
      'desk.SeatsCounted has the older versions [1]; needed are 1 to 2, each once',
    );
  });
});
