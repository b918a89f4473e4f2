import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, daysBetween, fold } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { notValued, rateSet, timeRecorded } from '../../../test/funding-words.ts';
import { volunteerValueIn } from './volunteer-value.ts';
import { volunteering, type VolunteeringFact } from './volunteering.ts';

const of2015 = { since: '2015-01-01', until: '2016-01-01' };
const valueOf = (...facts: readonly VolunteeringFact[]) => volunteerValueIn(fold(volunteering, facts), of2015);
const wholeYear = { since: '2015-01-01' };

describe('the value of volunteering', () => {
  it('is rounded once, at the total: 8 h 05, 8 h 10 and 8 h 20 at 11.88 an hour are 292.05', () => {
    const times = [485, 490, 500].map((minutes, index) => timeRecorded(`2015-03-0${String(index + 1)}`, minutes));
    expect(valueOf(rateSet('2015-01-01', 1_188), ...times)).toMatchObject({ minutes: 1_475, valueCents: 29_205 });
  });

  it('of a year of 600,000 minutes at 20 euros an hour is 200,000 euros', () => {
    const value = valueOf(rateSet('2015-01-01', 2_000), timeRecorded('2015-12-31', 600_000, wholeYear));
    expect(value).toMatchObject({ minutes: 600_000, valueCents: 20_000_000 });
  });

  it('is of each part at the rate of its days', () => {
    const value = valueOf(
      rateSet('2015-01-01', 1_000),
      rateSet('2015-07-01', 2_000),
      timeRecorded('2015-06-30', 61),
      timeRecorded('2015-07-01', 59),
    );
    // 61 × 1,000 + 59 × 2,000 = 179,000 sixtieths of a cent.
    expect(value).toEqual({
      minutes: 120,
      valueCents: 2_983,
      parts: [
        { since: '2015-01-01', until: '2015-07-01', centsPerHour: 1_000, basis: 'SMIC', minutes: 61 },
        { since: '2015-07-01', until: '2016-01-01', centsPerHour: 2_000, basis: 'SMIC', minutes: 59 },
      ],
    });
  });

  it('is of days on both sides of a new rate in parts by days', () => {
    const value = valueOf(
      rateSet('2015-01-01', 1_000),
      rateSet('2015-07-01', 2_000),
      timeRecorded('2015-07-02', 300, { since: '2015-06-30' }),
    );
    // A day at 10 euros and two at 20: 100 minutes each.
    expect(value).toMatchObject({
      minutes: 300,
      valueCents: 1_667 + 6_667 - 1,
      parts: [{ minutes: 100 }, { minutes: 200 }],
    });
  });

  it('is of the days in the year only', () => {
    const value = valueOf(rateSet('2014-01-01', 6_000), timeRecorded('2015-01-01', 20, { since: '2014-12-31' }));
    expect(value).toMatchObject({ minutes: 10, valueCents: 1_000 });
  });

  it.each<[string, readonly VolunteeringFact[], number | null, readonly object[]]>([
    ['nothing was stated', [timeRecorded('2015-03-01', 90)], null, [{ reason: 'no rate was stated', minutes: 90 }]],
    [
      'it is not valued',
      [notValued('2012-01-01'), timeRecorded('2015-03-01', 90)],
      null,
      [{ reason: 'not recorded reliably', minutes: 90 }],
    ],
    [
      'it is valued from a day on',
      [
        notValued('2012-01-01'),
        rateSet('2015-03-01', 6_000),
        timeRecorded('2015-02-28', 90),
        timeRecorded('2015-03-01', 1),
      ],
      100,
      [
        { reason: 'not recorded reliably', minutes: 90 },
        { centsPerHour: 6_000, minutes: 1 },
      ],
    ],
    ['there is a rate and nobody worked', [rateSet('2012-01-01', 6_000)], 0, [{ minutes: 0 }]],
  ])('where %s is %#', (_what, facts, valueCents, parts) => {
    expect(valueOf(...facts)).toMatchObject({ valueCents, parts });
  });

  it('agrees with a count over the days themselves', () => {
    const anyDay = fc
      .integer({ min: -40, max: 400 })
      .map((offset) => addDays(calendarDate('2015-01-01'), offset) as string);
    const anyTime = fc.record({ since: anyDay, length: fc.nat(60), minutes: fc.integer({ min: 1, max: 3_000 }) });
    const anyRate = fc.record({ since: anyDay, centsPerHour: fc.option(fc.integer({ min: 0, max: 5_000 })) });
    const anyRates = fc.uniqueArray(anyRate, { maxLength: 4, selector: ({ since }) => since });
    fc.assert(
      fc.property(anyRates, fc.array(anyTime, { maxLength: 6 }), (rates, times) => {
        const facts = [
          ...rates.map((each) =>
            each.centsPerHour === null ? notValued(each.since) : rateSet(each.since, each.centsPerHour),
          ),
          ...times.map(({ since, length, minutes }) =>
            timeRecorded(addDays(calendarDate(since), length), minutes, { since }),
          ),
        ];
        const rateOn = (day: string) =>
          rates
            .filter(({ since }) => since <= day)
            .toSorted((a, b) => (a.since < b.since ? -1 : 1))
            .at(-1)?.centsPerHour;
        let twelfths = 0;
        for (const { since, length, minutes } of times)
          for (let at = 0; at <= length; at += 1) {
            const day = addDays(calendarDate(since), at);
            if (of2015.since <= day && day < of2015.until)
              twelfths += ((rateOn(day) ?? 0) * minutes) / (length + 1) / 60;
          }
        const { valueCents, minutes, parts } = valueOf(...facts);
        expect(Math.abs((valueCents ?? 0) - twelfths)).toBeLessThan(0.51);
        const apart = minutes - parts.reduce((sum, part) => sum + part.minutes, 0);
        expect(Math.abs(apart)).toBeLessThanOrEqual(parts.length);
        expect(
          parts.reduce((sum, { since, until }) => sum + daysBetween(calendarDate(since), calendarDate(until)), 0),
        ).toBe(365);
      }),
      { seed: propertySeed(), numRuns: 200 },
    );
  });
});
