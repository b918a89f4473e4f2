import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '#libs/kernel';
import { deciderIsIdempotent, specification } from '#libs/kernel/testing';
import { call, placedBy, type CallCommand, type CallEvent } from './call.ts';
import { closingInstant } from './call-times.ts';
import {
  callAfter,
  callId,
  clusterId,
  day,
  exact,
  id,
  incubatorId,
  now,
  publish,
  published,
  results,
  successorId,
} from './testing/call.fixtures.ts';

const { given } = specification(call);
const on = day('2016-03-01');
const move = (closes: string, moment = '2016-03-01T10:00:00.000Z'): CallCommand => ({
  ...{ type: 'MoveClosing', callId, closes, reason: 'Panne', on, now: now(moment) },
});
const moved = (closes: string, closesAt: string): CallEvent => ({
  ...{ type: 'CallClosingMoved', callId, closes, closesAt, reason: 'Panne', on },
});
const cancel: CallCommand = { type: 'CancelCall', callId, reason: 'Travaux', on };
const cancelled: CallEvent = { type: 'CallCancelled', callId, reason: 'Travaux', on };
const decline = (applicationId: string): CallCommand => ({ type: 'DeclinePlace', applicationId, on });
const declined = (number: number): CallEvent => ({
  ...{ type: 'PlaceDeclined', callId, applicationId: id(10 + number), organisationId: id(20 + number), on },
});
const passing = { from: clusterId, to: successorId, operationId: id(31), annulment: undefined, on };
const pass: CallCommand = { type: 'PassCall', ...passing };
const passed: CallEvent = { type: 'CallPassed', callId, incubatorId, ...passing };

describe('a call', () => {
  it('is published with the instants at which it opens and closes', () => given().when(publish()).then(published()));
  it('published again is a repeat', () => given(published()).when(publish()).then());
  it.each<[string, Parameters<typeof publish>[0], string]>([
    ['closes before it opens', { closes: '2016-02-01T08:59' }, 'INC_CLOSING_BEFORE_OPENING'],
    ['opens at an hour that is left out', { opens: '2016-03-27T02:30' }, 'INC_TIME_DOES_NOT_EXIST'],
    ['is of no zone', { zone: '+01:00' }, 'INC_ZONE_UNKNOWN'],
    ['begins before its incubator', { on: day('2015-05-31') }, 'INC_BEFORE_OPENING'],
    [
      'gives a criterion no weight',
      { rubric: [{ criterion: 'x', maximum: exact(1), weight: exact(0) }] },
      'INC_RUBRIC_UNFIT',
    ],
  ])('%s: refused', (_what, changes, type) => {
    given()
      .when(publish(changes))
      .refused({ type } as never);
  });

  it.each([
    ['a day is included in whole', { closes: '2016-03-27' }, '2016-03-27T22:00:00.000Z'],
    ['on a day of winter', { closes: '2016-03-26' }, '2016-03-26T23:00:00.000Z'],
    ['of an hour that comes twice the first', { closes: '2016-10-30T02:30' }, '2016-10-30T00:30:00.000Z'],
    ['or the second', { closes: '2016-10-30T02:30', closesOccurrence: 'second' as const }, '2016-10-30T01:30:00.000Z'],
  ])('closes: %s', (_what, closing, instant) => expect(closingInstant(closing, 'Europe/Paris')).toBe(instant));

  it('closes later, or earlier, by a decision', () =>
    given(published()).when(move('2016-03-15')).then(moved('2016-03-15', '2016-03-15T23:00:00.000Z')));
  it('that is moved to where it is stays so', () =>
    given(published(), moved('2016-03-15', '2016-03-15T23:00:00.000Z')).when(move('2016-03-15')).then());
  it('never closes at a time that has passed', () =>
    given(published())
      .when(move('2016-02-28'))
      .refused({ type: 'INC_CLOSING_PASSED', found: '2016-02-28T23:00:00.000Z' }));
  it('that was cancelled is cancelled', () => given(published(), cancelled).when(cancel).then());
  it('that was cancelled moves no more', () =>
    given(published(), cancelled).when(move('2016-03-15')).refused({ type: 'INC_CALL_CANCELLED', found: on }));
  it('whose results are published is not cancelled', () =>
    given(published(), results).when(cancel).refused({ type: 'INC_RESULTS_PUBLISHED', found: '2016-04-20' }));
  it('that nobody published is not there', () => given().when(cancel).refused({ type: 'INC_CALL_NOT_FOUND' }));
});

describe('places of the results', () => {
  const placed = (...events: readonly CallEvent[]) =>
    placedBy(callAfter(published(), ...events)).map(({ applicationId }) => applicationId);

  it('are for those selected; who declines gives its place to the reserve list, in order', () => {
    expect(placed()).toEqual([]);
    expect(placed(results)).toEqual([id(11)]);
    expect(placed(results, declined(1))).toEqual([id(12)]);
    expect(placed(results, declined(2), declined(1))).toEqual([id(13)]);
    expect(placed(results, declined(1), declined(2), declined(3))).toEqual([]);
  });
  it('are declined once', () =>
    given(published(), results, declined(1))
      .when(decline(id(11)))
      .then());
  it('are not declined by who has none', () =>
    given(published(), results)
      .when(decline(id(19)))
      .refused({ type: 'INC_NOT_SELECTED', found: id(19) }));
});

describe('a call whose cluster is merged', () => {
  it('passes to the successor', () => given(published()).when(pass).then(passed));
  it('passes once', () => given(published(), passed).when(pass).then());
  it('stays where it was decided', () => given(published(), results).when(pass).then());
  it('comes back by an annulment', () =>
    given(published(), passed)
      .when({ ...pass, from: successorId, to: clusterId, annulment: true })
      .then({ ...passed, from: successorId, to: clusterId, annulment: true }));
  it('is passed by nobody who does not run it, or the history is altered', () => {
    expect(() => fold(call, [published(), { ...passed, from: id(99) }])).toThrow('cannot follow');
  });
});

describe('a history of a call', () => {
  const anyCommand: fc.Arbitrary<CallCommand> = fc.oneof(
    fc.constantFrom(publish(), publish({ title: 'Autre' }), cancel, pass),
    fc.constantFrom('2016-03-15', '2016-04-01', '2016-02-01').map((closes) => move(closes)),
    fc.constantFrom(11, 12, 19).map((number) => decline(id(number))),
    fc.constant<CallCommand>({
      ...{ type: 'AnnounceResults', callId, on: '2016-04-20' },
      ...{ selected: [{ applicationId: id(11), organisationId: id(21), rank: 1 }], reserve: [] },
    }),
  );
  deciderIsIdempotent('call', call, fc.array(anyCommand, { maxLength: 12 }));
});
