import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { endOfTerm, holdsOn, overlap, type Term } from './term.ts';
import { propertySeed } from './testing/index.ts';

describe('a term', () => {
  const term: Term = { since: '2014-03-27', until: '2016-03-31' };
  it.each<[string, Term, string, boolean]>([
    ['the day before it begins', term, '2014-03-26', false],
    ['its first day', term, '2014-03-27', true],
    ['the day before its end', term, '2016-03-30', true],
    ['the day of its end', term, '2016-03-31', false],
    ['the day of its limit', { ...term, limit: '2015-03-27' }, '2015-03-27', true],
    ['the day after its limit', { ...term, limit: '2015-03-27' }, '2015-03-28', false],
    ['its end comes before its limit', { ...term, limit: '2016-12-31' }, '2016-03-31', false],
    ['it has no end', { since: '2014-03-27' }, '2099-01-01', true],
  ])('%s', (_what, each, day, holds) => {
    expect(holdsOn(each, day)).toBe(holds);
  });

  it.each<[string, Term, string | undefined]>([
    ['without an end', { since: '2014-03-27' }, undefined],
    ['with an end', term, '2016-03-31'],
    ['the day after its limit', { since: '2014-03-27', limit: '2016-02-29' }, '2016-03-01'],
    ['whichever comes first', { ...term, limit: '2015-12-31' }, '2016-01-01'],
    ['that was over before it began', { since: '2016-03-31', limit: '2015-12-31' }, '2016-03-31'],
  ])('ends: %s', (_what, each, end) => {
    expect(endOfTerm(each)).toBe(end);
  });
});

describe('any terms', () => {
  const day = fc.integer({ min: 1, max: 9 }).map((number) => `2016-01-0${String(number)}`);
  const days = Array.from({ length: 9 }, (_, index) => `2016-01-0${String(index + 1)}`);
  const maybe = fc.option(day, { nil: undefined });
  const term = fc.record({ since: day, until: maybe, limit: maybe });
  const options = { seed: propertySeed() };

  it('hold exactly from their first day to the day before their end', () => {
    fc.assert(
      fc.property(term, day, (each, on) => {
        const end = endOfTerm(each);
        expect(holdsOn(each, on)).toBe(each.since <= on && (end === undefined || on < end));
      }),
      options,
    );
  });

  it('overlap exactly where both hold on some day, whichever is named first', () => {
    fc.assert(
      fc.property(term, term, (left, right) => {
        const both = days.some((on) => holdsOn(left, on) && holdsOn(right, on));
        expect([overlap(left, right), overlap(right, left)]).toEqual([both, both]);
      }),
      options,
    );
  });
});
