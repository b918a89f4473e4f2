import { describe, expect, it } from '@jest/globals';
import { heldUntilReplaced, overruns, type OfficeTerm, type Seats } from './until-replaced.ts';
import { holdsOn } from './term.ts';

const one: readonly Seats[] = [{ since: '2010-01-01', maxHolders: 1 }];
const two: readonly Seats[] = [{ since: '2010-01-01', maxHolders: 2 }];
const term = (mandateId: string, since: string, more: Partial<OfficeTerm> = {}): OfficeTerm => ({
  mandateId,
  personId: `person of ${mandateId}`,
  since,
  ...more,
});
const past = term('a', '2015-01-01', { limit: '2017-12-31' });
const AFTER = '2018-01-01';

describe('what lies between the limit of a mandate and its successor', () => {
  it.each<[string, readonly OfficeTerm[], readonly Seats[], object]>([
    ['nothing of a mandate without a limit', [term('a', '2015-01-01')], one, {}],
    ['all days where nobody came', [past], one, { a: { since: AFTER } }],
    [
      'the days until the successor',
      [past, term('b', '2018-02-10')],
      one,
      { a: { since: AFTER, until: '2018-02-10', by: 'b' } },
    ],
    ['nothing where the successor begins on the day after', [past, term('b', AFTER)], one, {}],
    ['nothing where it was ended at its limit', [{ ...past, until: AFTER }], one, {}],
    ['nothing where it was ended before', [{ ...past, until: '2016-01-01' }], one, {}],
    [
      'the days until it was ended',
      [{ ...past, until: '2018-01-15' }],
      one,
      { a: { since: AFTER, until: '2018-01-15' } },
    ],
    ['all days where there is room beside it', [past, term('b', '2018-02-10')], two, { a: { since: AFTER } }],
    [
      'the days until the one that follows it, though there is room',
      [past, term('b', '2018-02-10', { follows: 'a' })],
      two,
      { a: { since: AFTER, until: '2018-02-10', by: 'b' } },
    ],
    [
      'the days until the same person was elected again',
      [past, term('b', '2018-02-10', { personId: past.personId })],
      two,
      { a: { since: AFTER, until: '2018-02-10', by: 'b' } },
    ],
    [
      'nothing where the one that follows it came before the limit',
      [past, term('b', '2017-06-01', { follows: 'a' })],
      two,
      {},
    ],
    [
      'of two the one whose limit passed first is replaced first',
      [past, term('c', '2015-01-01', { limit: '2017-06-30' }), term('b', '2018-02-10')],
      two,
      { a: { since: AFTER }, c: { since: '2017-07-01', until: '2018-02-10', by: 'b' } },
    ],
    [
      'the days until the office has no room for it any more',
      [past, term('b', '2016-01-01')],
      [...two, { since: '2018-03-01', maxHolders: 1 }],
      { a: { since: AFTER, until: '2018-03-01' } },
    ],
    [
      'a successor whose limit passes is carried over itself',
      [past, term('b', '2018-02-10', { limit: '2018-12-31' }), term('c', '2019-02-01')],
      one,
      {
        a: { since: AFTER, until: '2018-02-10', by: 'b' },
        b: { since: '2019-01-01', until: '2019-02-01', by: 'c' },
      },
    ],
  ])('%s', (_what, terms, seats, expected) => {
    expect(Object.fromEntries(overruns(terms, seats))).toEqual(expected);
  });

  it('holds in an office that is held until replaced, and in no other', () => {
    const terms = [past, term('b', '2018-02-10')];
    const holders = (day: string, known: readonly OfficeTerm[]) =>
      known.filter((each) => holdsOn(each, day)).map(({ mandateId }) => mandateId);
    for (const [day, strict, replaced] of [
      ['2017-12-31', ['a'], ['a']],
      ['2018-01-15', [], ['a']],
      ['2018-02-10', ['b'], ['b']],
    ] as const) {
      expect(holders(day, terms)).toEqual(strict);
      expect(
        holders(
          day,
          heldUntilReplaced(terms, one, () => true),
        ),
      ).toEqual(replaced);
    }
  });
});
