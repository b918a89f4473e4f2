import { describe, expect, it } from '@jest/globals';
import { asOf, knownVersions, versionAt, type Ended, type Saying, type Version } from './bitemporal.ts';
import { withCorrection, withSayings } from './statements.ts';
import { versionsOf } from './versions.ts';

type Entry = readonly [on: string, value: string | null, recordedAt: string, ended?: Ended];
const says = (...entry: Entry): Entry => entry;
const sayingOf = ([on, value, , ended = { cause: 'end' }]: Entry): Saying<string> =>
  value === null ? { on, ended } : { on, is: value };
const recorded = (...entries: readonly Entry[]): readonly Version<string>[] =>
  versionsOf(
    entries.reduce<Parameters<typeof versionsOf<string>>[0]>((known, entry, index) => {
      const source = { eventId: `event-${String(index)}`, type: 'said', position: String(index) };
      return withSayings(known, [sayingOf(entry)], { ...source, recordedAt: entry[2] });
    }, []),
    () => 0,
  );

const JUNE = '2015-06-20T09:00:00.000Z';
const APRIL = '2016-04-02T09:00:00.000Z';
const SEPTEMBER = '2016-09-15T09:00:00.000Z';

describe('a fact with an end that is recorded late', () => {
  const ended = { cause: 'succession', operationId: 'absorption' };
  const versions = recorded(says('2015-06-01', 'Numélink', JUNE), says('2016-03-31', null, SEPTEMBER, ended));

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

describe('of two ends', () => {
  const left = (on: string, recordedAt: string, cause: string) => says(on, null, recordedAt, { cause });
  const begun = says('2015-01-01', 'a', JUNE);
  it.each([
    ['recorded first', [begun, left('2016-01-01', APRIL, 'left'), left('2017-01-01', SEPTEMBER, 'term')]],
    ['recorded last', [begun, left('2017-01-01', APRIL, 'term'), left('2016-01-01', SEPTEMBER, 'left')]],
  ])('the earlier one stands, %s', (_what, entries) => {
    const versions = recorded(...entries);
    expect(asOf(versions, { validAt: '2015-12-31' })).toBe('a');
    expect(versionAt(versions, { validAt: '2018-01-01' })).toMatchObject({ ended: { cause: 'left' }, value: null });
    expect(knownVersions(versions, undefined)).toHaveLength(2);
  });

  it('of one day the one recorded last says why', () => {
    const versions = recorded(begun, left('2016-01-01', APRIL, 'limit'), left('2016-01-01', SEPTEMBER, 'succession'));
    expect(versionAt(versions, { validAt: '2016-01-01' })).toMatchObject({ ended: { cause: 'succession' } });
  });

  it('neither counts once it begins again', () => {
    const versions = recorded(begun, left('2016-01-01', APRIL, 'left'), says('2016-06-01', 'b', APRIL));
    expect(asOf(versions, { validAt: '2016-05-31' })).toBeUndefined();
    expect(asOf(versions, { validAt: '2016-06-01' })).toBe('b');
  });
});

describe('what an operation has ended, once that is undone', () => {
  it.each([
    ['by a succession', { cause: 'succession', operationId: 'merger' }, 'again'],
    ['with a branch of its cluster', { cause: 'branch', operationId: 'merger' }, 'again'],
    ['by another operation', { cause: 'succession', operationId: 'another' }, undefined],
    ['by a decision', { cause: 'resignation' }, undefined],
  ])('%s', (_how, ended, value) => {
    const sayings: readonly Saying<string>[] = [
      { on: '2010-01-01', is: 'before' },
      { on: '2012-06-30', ended },
      { on: '2017-03-28', is: 'again', undoes: 'merger' },
    ];
    const source = { eventId: 'event', type: 'said', position: '0', recordedAt: JUNE };
    const versions = versionsOf(withSayings([], sayings, source), () => 0);
    expect(asOf(versions, { validAt: '2016-03-31' })).toBeUndefined();
    expect(asOf(versions, { validAt: '2017-03-28' })).toBe(value);
  });
});

describe('a correction', () => {
  const at = (eventId: string, position: string, recordedAt: string) => ({
    eventId,
    type: 'said',
    position,
    recordedAt,
  });
  const byReason = (eventId: string) => ({ eventId, reason: 'misread' });
  const first = withSayings<Saying<string>>([], [{ on: '2015-01-01', is: 'a' }], at('begun', '1', JUNE));
  const ended = withSayings(first, [{ on: '2016-01-01', ended: { cause: 'left' } }], at('ended', '2', JUNE));

  it('says since when something else is known, and why', () => {
    const corrected = withCorrection(ended, [{ on: '2015-02-01', is: 'b' }], at('begun', '3', APRIL), byReason('fix'));
    const versions = versionsOf(corrected, () => 0);
    expect(versions).toMatchObject([
      { validFrom: '2015-01-01', validTo: '2016-01-01', value: 'a', knownTo: APRIL, withdrawnBy: { eventId: 'fix' } },
      { validFrom: '2015-02-01', value: 'b', knownFrom: APRIL, eventId: 'begun', correctedBy: { eventId: 'fix' } },
      { validFrom: '2016-01-01', value: null, knownFrom: JUNE, knownTo: null, eventId: 'ended' },
    ]);
  });

  it('that takes an end back lets what came before it go on', () => {
    const versions = versionsOf(withCorrection(ended, [], at('ended', '3', APRIL), byReason('void')), () => 0);
    expect(asOf(versions, { validAt: '2017-01-01' })).toBe('a');
    expect(asOf(versions, { validAt: '2017-01-01', knownAt: JUNE })).toBeUndefined();
  });

  it('that takes everything back leaves what was believed', () => {
    const versions = versionsOf(withCorrection(first, [], at('begun', '2', APRIL), byReason('void')), () => 0);
    expect(knownVersions(versions, undefined)).toEqual([]);
    expect(versions).toMatchObject([{ value: 'a', knownTo: APRIL, withdrawnBy: byReason('void') }]);
  });

  it('keeps the place of what it corrects among the facts of one day', () => {
    const second = withSayings(first, [{ on: '2015-01-01', is: 'later' }], at('second', '2', JUNE));
    const corrected = withCorrection(second, [{ on: '2015-01-01', is: 'b' }], at('begun', '3', APRIL), byReason('fix'));
    expect(
      asOf(
        versionsOf(corrected, () => 0),
        { validAt: '2015-01-01' },
      ),
    ).toBe('later');
  });
});
