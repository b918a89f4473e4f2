import { describe, expect, it } from '@jest/globals';
import { asOf, knownVersions, versionAt, withStatement, type Statement, type Version } from './bitemporal.ts';

let position = 0;
const says = (on: string, value: string | null, recordedAt: string): Statement<string> => {
  position += 1;
  return { on, value, recordedAt, eventId: `event-${String(position)}`, position: String(position) };
};
const recorded = (...statements: readonly Statement<string>[]) =>
  statements.reduce<readonly Version<string>[]>(withStatement, []);

const JUNE = '2015-06-20T09:00:00.000Z';
const APRIL = '2016-04-02T09:00:00.000Z';
const SEPTEMBER = '2016-09-15T09:00:00.000Z';

describe('a fact with an end that is recorded late', () => {
  const versions = recorded(says('2015-06-01', 'Numélink', JUNE), {
    ...says('2016-03-31', null, SEPTEMBER),
    ended: { cause: 'succession', operationId: 'absorption' },
  });

  it.each([
    ['2015-05-31', undefined, undefined],
    ['2015-06-01', undefined, 'Numélink'],
    ['2016-03-30', undefined, 'Numélink'],
    ['2016-03-31', undefined, undefined],
    ['2016-05-01', APRIL, 'Numélink'],
    ['2016-05-01', SEPTEMBER, undefined],
    ['2016-03-30', SEPTEMBER, 'Numélink'],
    ['2016-05-01', '2015-01-01T00:00:00.000Z', undefined],
  ])('on %s, known %s: %s', (validAt, knownAt, value) => {
    expect(asOf(versions, { validAt, knownAt })).toBe(value);
  });

  it('says why it ended', () => {
    expect(versionAt(versions, { validAt: '2016-05-01' })?.ended).toEqual({
      cause: 'succession',
      operationId: 'absorption',
    });
  });

  it('keeps what was believed before beside what is known now', () => {
    expect(
      versions.map(({ validFrom, validTo, knownFrom, knownTo, value }) => [
        validFrom,
        validTo,
        knownFrom,
        knownTo,
        value,
      ]),
    ).toEqual([
      ['2015-06-01', null, JUNE, SEPTEMBER, 'Numélink'],
      ['2015-06-01', '2016-03-31', SEPTEMBER, null, 'Numélink'],
      ['2016-03-31', null, SEPTEMBER, null, null],
    ]);
  });
});

describe('dated facts in any order', () => {
  it('a name recorded late for an earlier day leaves the later name in force', () => {
    const versions = recorded(says('2016-01-01', 'late', JUNE), says('2014-01-01', 'early', APRIL));
    expect(asOf(versions, { validAt: '2015-01-01' })).toBe('early');
    expect(asOf(versions, { validAt: '2016-01-01' })).toBe('late');
    expect(asOf(versions, { validAt: '2015-01-01', knownAt: JUNE })).toBeUndefined();
  });

  it('an end before the beginning is recorded ends what comes in front of it', () => {
    const versions = recorded(says('2016-03-31', null, JUNE), says('2015-01-01', 'a', APRIL));
    expect(asOf(versions, { validAt: '2016-03-30' })).toBe('a');
    expect(asOf(versions, { validAt: '2016-03-31' })).toBeUndefined();
  });

  it('two statements for one day and one instant: the one recorded last holds, and nothing is left of the other', () => {
    const versions = recorded(says('2016-01-01', 'a', JUNE), says('2016-01-01', 'b', JUNE));
    expect(versions).toMatchObject([{ value: 'b', knownFrom: JUNE, knownTo: null }]);
  });

  it('a recording stamped before its predecessor is known with it, never before it', () => {
    const versions = recorded(says('2016-01-01', 'a', APRIL), says('2016-02-01', 'b', JUNE));
    expect(asOf(versions, { validAt: '2016-02-01', knownAt: JUNE })).toBeUndefined();
    expect(asOf(versions, { validAt: '2016-02-01', knownAt: APRIL })).toBe('b');
  });
});

it('known versions stand in the order of their days', () => {
  const versions = recorded(
    says('2016-01-01', 'b', JUNE),
    says('2014-01-01', 'a', JUNE),
    says('2017-01-01', null, APRIL),
  );
  expect(knownVersions(versions, undefined).map(({ value }) => value)).toEqual(['a', 'b', null]);
  expect(knownVersions(versions, JUNE).map(({ value }) => value)).toEqual(['a', 'b']);
});
