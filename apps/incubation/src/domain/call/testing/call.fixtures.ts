import { calendarDate, fold, instant } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { incubator as incubators } from '../../incubator/incubator.ts';
import { call, type CallEvent, type CallPublished, type KnownCall, type PublishCall } from '../call.ts';
import type { ExactNumber } from '../rubric.ts';

export const id = (number: number) => countedUuid(number, 0x91);
export const [callId, incubatorId, clusterId, successorId] = [id(1), id(2), id(3), id(4)] as const;
export const exact = (numerator: number, denominator = 1): ExactNumber => ({ numerator, denominator });

export const incubator = incubators.evolve(incubators.initial, {
  type: 'IncubatorOpened',
  ...{ incubatorId, name: 'Quartier numérique', site: 'La Pardieu', since: '2015-06-01' },
});

const about = {
  ...{ callId, incubatorId, clusterId, title: 'Appel 2016', zone: 'Europe/Paris', opens: '2016-02-01T09:00' },
  rubric: [
    { criterion: 'Innovation', maximum: exact(20), weight: exact(2) },
    { criterion: 'Market', maximum: exact(10), weight: exact(1) },
  ],
  ...{ places: 1, ties: 'decision' as const, on: calendarDate('2016-01-20') },
};

export const publish = (changes: Partial<PublishCall> = {}): PublishCall => ({
  ...{ type: 'PublishCall', ...about, closes: '2016-03-27', incubator },
  ...changes,
});
export const published = (changes: Partial<CallPublished> = {}): CallPublished => ({
  ...{ type: 'CallPublished', ...about, opensAt: '2016-02-01T08:00:00.000Z' },
  ...{ closes: '2016-03-27', closesAt: '2016-03-27T22:00:00.000Z' },
  ...changes,
});

/** A call after these events. */
export function callAfter(...events: readonly CallEvent[]): KnownCall {
  const state = fold(call, events);
  if (state.status === 'absent') throw new TypeError('the events publish a call');
  return state;
}

export const results: CallEvent = {
  ...{ type: 'CallResultsPublished', callId, incubatorId, on: '2016-04-20' },
  selected: [{ applicationId: id(11), organisationId: id(21), rank: 1 }],
  reserve: [
    { applicationId: id(12), organisationId: id(22), rank: 2 },
    { applicationId: id(13), organisationId: id(23), rank: 3 },
  ],
};

export const now = (moment: string) => instant(moment);
export const day = calendarDate;
