import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../read-models/facts/fact.ts';
import { byNumber, heldUntilReplaced, intervalsOf, vacanciesOf } from './office-history.ts';
import type { Tenure } from './office-history.view.ts';

const held = (personId: string, from: string, to: string | null, mandateId = `${personId}-${from}`): Tenure => ({
  ...{ mandateId, personId, name: personId, how: 'elected', from, to },
});
const life = { from: '2015-01-01', to: null };
const summary = (tenures: readonly Tenure[], span: { from: string; to: string | null } = life) =>
  intervalsOf(span, tenures).map(({ from, to, number }) => [from, to, number]);

describe('the life of an office', () => {
  it('that nobody ever held is one vacancy', () => {
    expect(summary([])).toEqual([['2015-01-01', null, 0]]);
  });

  it('is cut wherever its holders change', () => {
    const tenures = [held('a', '2015-03-01', '2016-03-01'), held('b', '2015-06-01', '2016-06-01')];
    expect(summary(tenures)).toEqual([
      ['2015-01-01', '2015-03-01', 0],
      ['2015-03-01', '2015-06-01', 1],
      ['2015-06-01', '2016-03-01', 2],
      ['2016-03-01', '2016-06-01', 1],
      ['2016-06-01', null, 0],
    ]);
  });

  it('ends with its body', () => {
    expect(summary([held('a', '2015-01-01', null)], { from: '2015-01-01', to: '2017-03-28' })).toEqual([
      ['2015-01-01', '2017-03-28', 1],
    ]);
  });

  it('begins with a mandate that is older than the record of the office', () => {
    expect(summary([held('a', '2014-06-01', '2015-02-01')])).toEqual([
      ['2014-06-01', '2015-01-01', 1],
      ['2015-01-01', '2015-02-01', 1],
      ['2015-02-01', null, 0],
    ]);
  });

  it('counts a person with two mandates once', () => {
    const tenures = [held('a', '2015-01-01', '2016-01-01'), held('a', '2015-06-01', '2016-06-01')];
    expect(summary(tenures).map(([, , number]) => number)).toEqual([1, 1, 1, 0]);
  });
});

describe('by number of holders', () => {
  it('intervals that touch are one, and their days are counted', () => {
    const tenures = [held('a', '2015-01-01', '2015-07-01'), held('b', '2015-07-01', '2016-01-01')];
    expect(byNumber(intervalsOf({ from: '2015-01-01', to: '2016-01-01' }, tenures))).toEqual([
      { number: 1, days: 365, spans: [{ from: '2015-01-01', to: '2016-01-01' }] },
    ]);
  });

  it('days without an end are not counted', () => {
    expect(byNumber(intervalsOf(life, []))).toEqual([
      { number: 0, days: null, spans: [{ from: '2015-01-01', to: null }] },
    ]);
  });

  it('vacancies are the days with nobody', () => {
    const tenures = [held('a', '2015-03-01', '2015-04-01'), held('b', '2015-05-01', '2015-06-01')];
    expect(vacanciesOf(intervalsOf(life, tenures))).toEqual([
      { from: '2015-01-01', to: '2015-03-01' },
      { from: '2015-04-01', to: '2015-05-01' },
      { from: '2015-06-01', to: null },
    ]);
  });
});

describe('an office that is held until replaced', () => {
  const versionOf = (validFrom: string, validTo: string | null, more: object = {}) => ({
    ...{ validFrom, validTo, knownFrom: '2015-01-01T00:00:00.000Z', knownTo: null },
    ...{ eventId: 'e', type: 'governance.OfficeCreated', position: '1' },
    value: { officeKind: 'president', title: 'P', maxHolders: 1, bodyId: 'b', ...more },
  });
  const office = (versions: readonly object[]): Fact<'office'> => {
    const identity = { factId: 'office:o', kind: 'office', id: 'o', subjectId: 'c', objectId: 'b' };
    return { ...identity, versions } as Fact<'office'>;
  };
  const limited = { ...held('a', '2015-01-01', '2018-01-01'), cause: 'limit' };
  const successor = held('b', '2018-02-10', null);
  const until = { untilReplaced: true };
  const open = office([versionOf('2015-01-01', null, until)]);
  const carriedOver = '2018-01-01';
  it.each<[string, readonly Tenure[], Fact<'office'>, object]>([
    ['until a successor begins', [limited, successor], open, { to: '2018-02-10', carriedOver, cause: 'term' }],
    ['without an end where nobody does', [limited], open, { to: null, carriedOver }],
    [
      'as long as the office is there',
      [limited],
      office([versionOf('2015-01-01', '2018-06-01', until)]),
      { to: '2018-06-01', carriedOver },
    ],
    ['not where the office was gone', [limited], office([versionOf('2015-01-01', '2018-01-01', until)]), limited],
    ['not where its end was decided', [{ ...limited, cause: 'resignation' }], open, { to: '2018-01-01' }],
    ['not where nobody decided that', [limited, successor], office([versionOf('2015-01-01', null)]), limited],
  ])('keeps its holder %s', (_what, tenures, of, expected) => {
    const [first] = heldUntilReplaced(tenures, of, undefined);
    expect(first).toMatchObject(expected);
    expect(first?.carriedOver).toBe('carriedOver' in expected ? carriedOver : undefined);
  });
});
