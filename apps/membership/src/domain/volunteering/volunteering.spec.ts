import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { leaveUnvalued, notValued, rateSet, recordTime, setRate, timeRecorded } from '../../../test/funding-words.ts';
import { cluster } from '../cluster/cluster.ts';
import { volunteering, type VolunteeringCommand, type VolunteeringFact } from './volunteering.ts';

const { given } = specification(volunteering);

describe('the volunteering of a cluster', () => {
  it.each<[string, readonly VolunteeringFact[], VolunteeringCommand, readonly VolunteeringFact[]]>([
    ['is valued at a rate', [], setRate('2015-01-01', 2_000), [rateSet('2015-01-01', 2_000)]],
    ['is not valued, with the reason', [], leaveUnvalued('2015-01-01'), [notValued('2015-01-01')]],
    ['is recorded by minutes', [], recordTime('2015-03-01', 90), [timeRecorded('2015-03-01', 90)]],
    [
      'recorded twice in the same words, is recorded once',
      [timeRecorded('2015-03-01', 90)],
      recordTime('2015-03-01', 90),
      [],
    ],
    [
      'of two activities on a day is recorded twice',
      [timeRecorded('2015-03-01', 90)],
      recordTime('2015-03-01', 90, { activity: 'Tech Event' }),
      [timeRecorded('2015-03-01', 90, { activity: 'Tech Event' })],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly VolunteeringFact[], VolunteeringCommand, object]>([
    ['before its cluster was founded', [], setRate('2006-06-28', 1), { type: 'MBR_DATE_BEFORE_START' }],
    [
      'before its cluster was founded, on the first of several days',
      [],
      recordTime('2006-07-01', 1, { since: '2006-06-01' }),
      { type: 'MBR_DATE_BEFORE_START', found: '2006-06-01' },
    ],
    [
      'on days that end before they begin',
      [],
      recordTime('2015-03-01', 1, { since: '2015-03-02' }),
      { type: 'MBR_DATE_BEFORE_START', found: '2015-03-01', required: '2015-03-02' },
    ],
    ['of no cluster', [], { ...setRate('2015-01-01', 1), cluster: cluster.initial }, { type: 'MBR_CLUSTER_NOT_FOUND' }],
    [
      'with two rates from one day on',
      [rateSet('2015-01-01', 2_000)],
      setRate('2015-01-01', 1_188),
      {
        type: 'MBR_FACT_CONTRADICTED',
        found: 'rate of 2015-01-01',
        required: 'from 2015-01-01 on the rate is 2000 cents an hour',
      },
    ],
    [
      'with a rate and without one from one day on',
      [notValued('2015-01-01')],
      setRate('2015-01-01', 1_188),
      { type: 'MBR_FACT_CONTRADICTED', found: 'waiver of 2015-01-01' },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('with two rates from one day on is an altered history', () => {
    const state = fold(volunteering, [rateSet('2015-01-01', 1), rateSet('2015-01-01', 2)]);
    expect(() => {
      requireSettled(state);
    }).toThrow('cannot follow');
  });
});

factsInAnyOrder(volunteering, {
  VolunteerRateSet: {
    fact: rateSet('2015-01-01', 2_000),
    after: [timeRecorded('2015-03-01', 90), notValued('2016-01-01')],
    command: setRate('2015-01-01', 2_000),
    other: { centsPerHour: 1_188, basis: 'agreement', since: '2015-02-01' },
    overlap: [{ command: leaveUnvalued('2015-01-01'), day: '2015-01-01' }],
  },
  VolunteeringNotValued: {
    before: [rateSet('2014-01-01', 1_000)],
    fact: notValued('2015-01-01'),
    after: [rateSet('2016-01-01', 2_000)],
    command: leaveUnvalued('2015-01-01'),
    other: { reason: 'too few', since: '2015-02-01' },
    overlap: [{ command: leaveUnvalued('2015-01-01', 'another'), day: '2015-01-01' }],
  },
  VolunteerTimeRecorded: {
    before: [rateSet('2014-01-01', 1_000)],
    fact: timeRecorded('2015-03-01', 90, { since: '2015-02-01' }),
    after: [timeRecorded('2015-04-01', 60)],
    command: recordTime('2015-03-01', 90, { since: '2015-02-01' }),
    other: { activity: 'Tech Event', volunteers: 4, minutes: 91, since: '2015-02-02', on: '2015-03-02' },
    overlap: 'times add up',
  },
});
