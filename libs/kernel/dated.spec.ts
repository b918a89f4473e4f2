import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { inForceOn, nameOn, sameFacts, visibleNames, withFact } from './dated.ts';
import { propertySeed } from './testing/index.ts';

const names = [
  { name: 'Gaz de France', since: '1946-04-08' },
  { name: 'ENGIE', since: '2015-07-31' },
  { name: 'GDF Suez', since: '2008-07-22' },
];

describe('a dated fact', () => {
  it.each([
    ['1946-04-07', undefined],
    ['1946-04-08', 'Gaz de France'],
    ['2008-07-21', 'Gaz de France'],
    ['2008-07-22', 'GDF Suez'],
    ['2015-07-30', 'GDF Suez'],
    ['2015-07-31', 'ENGIE'],
    ['2026-01-01', 'ENGIE'],
  ])('on %s it is %s, however late it was recorded', (day, name) => {
    expect(inForceOn(names, day)?.name).toBe(name);
  });

  it('is the one recorded last of two from the same day', () => {
    const corrected = [...names, { name: 'Engie SA', since: '2015-07-31' }];
    expect(inForceOn(corrected, '2015-07-31')?.name).toBe('Engie SA');
  });

  it('takes its place in the order of days', () => {
    const timeline = names.reduce<readonly (typeof names)[number][]>(withFact, []);
    expect(timeline.map(({ name }) => name)).toEqual(['Gaz de France', 'GDF Suez', 'ENGIE']);
    const corrected = withFact(timeline, { name: 'GDF SUEZ', since: '2008-07-22' });
    expect(corrected.map(({ name }) => name)).toEqual(['Gaz de France', 'GDF SUEZ', 'ENGIE']);
  });
});

describe('dated facts recorded in any order', () => {
  const day = fc.integer({ min: 1, max: 9 }).map((number) => `2016-01-0${String(number)}`);
  const facts = fc.array(day, { maxLength: 12 }).map((days) => days.map((since, id) => ({ since, id })));
  const options = { seed: propertySeed() };

  it('give the same answer as their timeline, which has each day once and in order', () => {
    fc.assert(
      fc.property(facts, day, (recorded, on) => {
        const timeline = recorded.reduce<readonly (typeof recorded)[number][]>(withFact, []);
        const days = timeline.map(({ since }) => since);
        expect(days).toEqual([...new Set(recorded.map(({ since }) => since))].sort());
        expect(inForceOn(timeline, on)).toEqual(inForceOn(recorded, on));
      }),
      options,
    );
  });

  it('a fact recorded late changes only the days up to the next one', () => {
    fc.assert(
      fc.property(facts, day, day, (recorded, since, on) => {
        const next = recorded.map((fact) => fact.since).filter((other) => other > since);
        const touched = on >= since && next.every((other) => on < other);
        const late = { since, id: -1 };
        expect(inForceOn([...recorded, late], on)).toEqual(touched ? late : inForceOn(recorded, on));
      }),
      options,
    );
  });
});

describe('facts', () => {
  it.each([
    ['equal members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['a member that is undefined', { a: 1 }, { a: 1, b: undefined }, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['null where there was nothing', { a: 1 }, { a: 1, b: null }, false],
    ['another order in a list', { a: [1, 2] }, { a: [2, 1] }, false],
  ])('%s', (_what, left, right, same) => {
    expect(sameFacts(left, right)).toBe(same);
  });
});

const secret = { name: 'Projet N2', since: '2016-09-07', embargoUntil: '2017-01-01' };
const confidential = [
  { name: 'Numélink 2', since: '2016-01-01' },
  secret,
  { name: 'Digital League', since: '2017-03-28', embargoUntil: '2017-03-28' },
];
const subscriber = (today: string) => ({ mayReadEmbargoed: false, today });
const auditor = (today: string) => ({ mayReadEmbargoed: true, today });

describe('names under embargo', () => {
  it.each([
    ['2016-12-31', ['Numélink 2']],
    ['2017-01-01', ['Numélink 2', 'Projet N2']],
    ['2017-03-27', ['Numélink 2', 'Projet N2']],
    ['2017-03-28', ['Numélink 2', 'Projet N2', 'Digital League']],
  ])('are public from the beginning of their day on: %s', (today, visible) => {
    expect(visibleNames(confidential, subscriber(today)).map(({ name }) => name)).toEqual(visible);
  });

  it('are there for readers with the right, on any day', () => {
    expect(visibleNames(confidential, auditor('2016-01-01'))).toHaveLength(3);
  });
});

describe('the name on a day', () => {
  it.each([
    ['a subscriber before the embargo ends', '2016-10-01', subscriber('2016-10-01'), 'Numélink 2'],
    ['a subscriber afterwards, about that day', '2016-10-01', subscriber('2017-06-01'), 'Projet N2'],
    ['an auditor, about that day', '2016-10-01', auditor('2016-10-01'), 'Projet N2'],
    ['an auditor, about a day to come', '2017-04-01', auditor('2016-10-01'), 'Digital League'],
    ['anybody, about a day before the first name', '2010-01-01', subscriber('2016-10-01'), 'Numélink 2'],
  ])('as %s sees it', (_who, day, reader, name) => {
    expect(nameOn(visibleNames(confidential, reader), day)?.name).toBe(name);
  });

  it('is the first one before it, in whatever order they were recorded', () => {
    expect(nameOn(names.toReversed(), '1900-01-01')?.name).toBe('Gaz de France');
  });

  it('is nothing where no name may be seen', () => {
    expect(nameOn(visibleNames([secret], subscriber('2016-10-01')), '2016-10-01')).toBeUndefined();
  });
});
