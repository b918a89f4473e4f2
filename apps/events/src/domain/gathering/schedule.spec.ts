import { describe, expect, it } from '@jest/globals';
import { scheduleFault, spanOf, twiceIn, type Schedule } from './schedule.ts';

const PARIS = 'Europe/Paris';

describe('when a gathering is', () => {
  it.each<[string, Schedule, string, string, string]>([
    [
      'entered in January, held in summer',
      { from: '2016-03-31T18:00', to: '2016-03-31T20:00' },
      PARIS,
      '2016-03-31T16:00:00.000Z',
      '2016-03-31T18:00:00.000Z',
    ],
    [
      'in winter',
      { from: '2016-01-14T18:00', to: '2016-01-14T20:00' },
      PARIS,
      '2016-01-14T17:00:00.000Z',
      '2016-01-14T19:00:00.000Z',
    ],
    [
      'overseas, by the clocks there',
      { from: '2016-03-31T18:00', to: '2016-03-31T20:00' },
      'Indian/Reunion',
      '2016-03-31T14:00:00.000Z',
      '2016-03-31T16:00:00.000Z',
    ],
    [
      'a whole day',
      { from: '2016-03-15', to: '2016-03-15' },
      PARIS,
      '2016-03-14T23:00:00.000Z',
      '2016-03-15T23:00:00.000Z',
    ],
    [
      'the day on which clocks are put forward, of 23 hours',
      { from: '2016-03-27', to: '2016-03-27' },
      PARIS,
      '2016-03-26T23:00:00.000Z',
      '2016-03-27T22:00:00.000Z',
    ],
    [
      'the hour that comes twice, for the first time unless it says otherwise',
      { from: '2016-10-30T02:30', to: '2016-10-30T02:30', toOccurrence: 'second' },
      PARIS,
      '2016-10-30T00:30:00.000Z',
      '2016-10-30T01:30:00.000Z',
    ],
  ])('%s', (_what, schedule, zone, startsAt, endsAt) => {
    expect(scheduleFault(schedule, zone)).toBeUndefined();
    expect(spanOf(schedule, zone)).toEqual({ startsAt, endsAt });
  });

  it('says which of its times the clocks show twice', () => {
    expect(twiceIn({ from: '2016-10-30T02:30', to: '2016-10-30T03:30' }, PARIS)).toEqual(['from']);
    expect(twiceIn({ from: '2016-10-29T02:30', to: '2016-10-30T02:00' }, PARIS)).toEqual(['to']);
    expect(twiceIn({ from: '2016-10-30', to: '2016-10-30' }, PARIS)).toEqual([]);
  });
});

describe('no gathering is', () => {
  it.each<[string, Schedule, string, object]>([
    [
      'at an hour that the clocks leave out',
      { from: '2016-03-27T02:30', to: '2016-03-27T05:00' },
      PARIS,
      { type: 'EVT_TIME_DOES_NOT_EXIST', found: '2016-03-27T02:30 in Europe/Paris' },
    ],
    [
      'until such an hour',
      { from: '2016-03-27T01:30', to: '2016-03-27T02:30' },
      PARIS,
      { type: 'EVT_TIME_DOES_NOT_EXIST', found: '2016-03-27T02:30 in Europe/Paris' },
    ],
    [
      'at the second of one hour',
      { from: '2016-10-30T04:30', to: '2016-10-30T05:00', fromOccurrence: 'second' },
      PARIS,
      { type: 'EVT_TIME_NOT_TWICE', found: '2016-10-30T04:30 in Europe/Paris' },
    ],
    [
      'in a zone that there is not',
      { from: '2016-03-27T02:30', to: '2016-03-27T05:00' },
      'Europe/Pariss',
      { type: 'EVT_ZONE_UNKNOWN', found: 'Europe/Pariss' },
    ],
    [
      'from an hour to a day',
      { from: '2016-03-31T18:00', to: '2016-04-01' },
      PARIS,
      { type: 'EVT_DAYS_AND_TIMES', found: '2016-03-31T18:00 to 2016-04-01' },
    ],
    [
      'over before it begins',
      { from: '2016-03-31T18:00', to: '2016-03-31T18:00' },
      PARIS,
      { type: 'EVT_END_BEFORE_START', found: '2016-03-31T18:00' },
    ],
    [
      'over on a day before it',
      { from: '2016-03-31', to: '2016-03-30' },
      PARIS,
      { type: 'EVT_END_BEFORE_START', found: '2016-03-30' },
    ],
  ])('%s', (_what, schedule, zone, fault) => {
    expect(scheduleFault(schedule, zone)).toMatchObject(fault);
  });

  it('longer than its parts say', () => {
    const part = { title: 'After', from: '2016-03-31T19:00', to: '2016-03-31T20:01' };
    expect(scheduleFault({ from: '2016-03-31T18:00', to: '2016-03-31T20:00' }, PARIS, [part])).toMatchObject({
      type: 'EVT_PART_OUTSIDE',
      found: 'After, 2016-03-31T19:00 to 2016-03-31T20:01',
    });
    expect(scheduleFault({ from: '2016-03-31', to: '2016-03-31' }, PARIS, [part])).toBeUndefined();
  });
});
