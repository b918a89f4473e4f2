import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { asOf, type Version } from './bitemporal.ts';
import { endedWith } from './owners.ts';

const days = Array.from({ length: 8 }, (_each, index) => `2016-01-0${String(index + 1)}`);
const instants = Array.from({ length: 8 }, (_each, index) => `2017-01-0${String(index + 1)}T00:00:00.000Z`);

/** Versions that cover no point twice: some of the cells of a grid of days and instants, each with a value or with none. */
const anyVersions = fc
  .array(fc.option(fc.constantFrom('a', 'b', null), { nil: undefined }), { minLength: 16, maxLength: 16 })
  .map((cells) =>
    cells.flatMap((value, index): Version<string>[] => {
      if (value === undefined) return [];
      const [row, column] = [Math.floor(index / 4) * 2, (index % 4) * 2];
      const source = { eventId: String(index), type: 'spec.Said', position: String(index) };
      const valid = { validFrom: days[row] ?? '', validTo: days[row + 2] ?? null };
      const known = { knownFrom: instants[column] ?? '', knownTo: instants[column + 2] ?? null };
      return [{ ...source, ...valid, ...known, value }];
    }),
  );

const anySpan = fc.tuple(fc.nat({ max: 7 }), fc.option(fc.nat({ max: 7 })));
const anyOver = fc.tuple(anySpan, anySpan).map(([[from, to], [since, until]]) => ({
  validFrom: days[from] ?? '',
  validTo: to === null ? null : (days[to] ?? null),
  knownFrom: instants[since] ?? '',
  knownTo: until === null ? null : (instants[until] ?? null),
  ended: { cause: 'dissolution' },
}));

describe('what lasts no longer than its owners', () => {
  it('holds at each point where it was said to hold and no owner was over', () => {
    fc.assert(
      fc.property(anyVersions, fc.array(anyOver, { maxLength: 3 }), (versions, overs) => {
        const found = endedWith(versions, () => overs);
        for (const validAt of days)
          for (const knownAt of [...instants, undefined]) {
            const isOver = overs.some(
              (each) =>
                each.validFrom <= validAt &&
                (each.validTo === null || validAt < each.validTo) &&
                (knownAt === undefined
                  ? each.knownTo === null
                  : each.knownFrom <= knownAt && (each.knownTo === null || knownAt < each.knownTo)),
            );
            expect(asOf(found, { validAt, knownAt })).toBe(isOver ? undefined : asOf(versions, { validAt, knownAt }));
            const covering = found.filter((each) => asOf([each], { validAt, knownAt }) !== undefined);
            expect(covering.length).toBeLessThan(2);
          }
      }),
      { numRuns: 500, seed: propertySeed() },
    );
  });

  it('says what it ended with', () => {
    const source = { eventId: '1', type: 'spec.Said', position: '1' };
    const held = {
      ...source,
      validFrom: '2016-01-01',
      validTo: null,
      knownFrom: '2017-01-01',
      knownTo: null,
      value: 'a',
    };
    const over = { validFrom: '2016-06-01', validTo: null, knownFrom: '2017-01-01', knownTo: null };
    expect(endedWith([held], () => [{ ...over, ended: { cause: 'dissolution' } }])).toEqual([
      { ...held, validTo: '2016-06-01' },
      { ...held, validFrom: '2016-06-01', value: null, ended: { cause: 'dissolution' } },
    ]);
  });
});
