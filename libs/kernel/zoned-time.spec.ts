import { describe, expect, it } from '@jest/globals';
import { instant } from './calendar.ts';
import { dayIn, instantOf, instantsAt, isTimeZone, localTimeFaultIn, secondsBetween } from './zoned-time.ts';

describe('a time zone', () => {
  it.each(['Europe/Paris', 'Indian/Reunion', 'America/Guadeloupe', 'America/Argentina/Buenos_Aires', 'UTC'])(
    '%s is one',
    (zone) => {
      expect(isTimeZone(zone)).toBe(true);
    },
  );

  it.each(['', 'Paris', 'Europe/Pariss', 'Europe/', '+01:00', 'CET+1', 'europe/paris', '../etc', 'Europe/Paris '])(
    '%j is none',
    (zone) => {
      expect(isTimeZone(zone)).toBe(false);
    },
  );
});

describe('a local time', () => {
  it.each([
    ['summer', '2016-03-31T18:00', 'Europe/Paris', ['2016-03-31T16:00:00.000Z']],
    ['winter', '2016-01-14T18:00', 'Europe/Paris', ['2016-01-14T17:00:00.000Z']],
    ['the hour that is left out', '2016-03-27T02:30', 'Europe/Paris', []],
    ['the last minute before it', '2016-03-27T01:59', 'Europe/Paris', ['2016-03-27T00:59:00.000Z']],
    ['the first minute after it', '2016-03-27T03:00', 'Europe/Paris', ['2016-03-27T01:00:00.000Z']],
    [
      'the hour that comes twice',
      '2016-10-30T02:30',
      'Europe/Paris',
      ['2016-10-30T00:30:00.000Z', '2016-10-30T01:30:00.000Z'],
    ],
    ['where clocks are never changed', '2016-03-27T02:30', 'Indian/Reunion', ['2016-03-26T22:30:00.000Z']],
  ])('%s: %s in %s', (_what, local, zone, instants) => {
    expect(instantsAt(local, zone)).toEqual(instants);
  });

  it('is of no zone that there is not', () => {
    expect(() => instantsAt('2016-03-27T02:30', 'Europe/Pariss')).toThrow(RangeError);
  });
});

it('an instant falls on the day of the zone', () => {
  const late = instant('2016-03-31T22:30:00Z');
  expect([dayIn('Europe/Paris', late), dayIn('UTC', late), dayIn('Indian/Reunion', late)]).toEqual([
    '2016-04-01',
    '2016-03-31',
    '2016-04-01',
  ]);
});

describe('the instant of a local time', () => {
  const twice = '2016-10-30T02:30';
  it('is the first where the clocks show it twice, or the one that is named', () => {
    const zone = 'Europe/Paris';
    expect([instantOf(twice, zone), instantOf(twice, zone, 'second')]).toEqual([
      '2016-10-30T00:30:00.000Z',
      '2016-10-30T01:30:00.000Z',
    ]);
    expect(() => instantOf('2016-03-27T02:30', zone)).toThrow('does not exist');
  });

  it.each([
    ['2016-03-31T18:00', 'Paris', undefined, 'ZONE_UNKNOWN'],
    ['2016-03-27T02:30', 'Europe/Paris', undefined, 'TIME_DOES_NOT_EXIST'],
    ['2016-03-31T18:00', 'Europe/Paris', 'second', 'TIME_NOT_TWICE'],
    [twice, 'Europe/Paris', 'second', undefined],
    ['2016-03-31T18:00', 'Europe/Paris', undefined, undefined],
  ] as const)('%s in %s, %s: %s', (local, zone, occurrence, fault) => {
    expect(localTimeFaultIn(local, zone, occurrence)?.fault).toBe(fault);
  });

  it('is so many whole seconds before another', () => {
    const [closing, receipt] = [instant('2016-03-27T22:00:00.000Z'), instant('2016-03-27T22:01:30.900Z')];
    expect([secondsBetween(closing, closing), secondsBetween(closing, receipt)]).toEqual([0, 90]);
  });
});
