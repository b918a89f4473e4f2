import { describe, expect, it } from '@jest/globals';
import type { Term } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { endingBy, endingWithBody, mandatesBeside, startingMandates, takesUp } from './governance.ts';

const effectiveOn = '2016-03-31';
const since = '2014-01-01';

describe('what ends with a predecessor', () => {
  it.each<[string, Term, object | undefined]>([
    ['ends on the day of the effect', { since }, { cause: 'succession', on: effectiveOn }],
    ['has ended before', { since, until: '2016-03-30' }, undefined],
    ['ends that day for a reason of its own', { since, until: effectiveOn }, undefined],
    ['was to end later', { since, until: '2017-06-01' }, { cause: 'succession', on: effectiveOn }],
    ['was to begin later', { since: '2017-06-01' }, { cause: 'succession', on: '2017-06-01' }],
    ['was to begin later, and was given up', { since: '2017-06-01', until: '2017-06-01' }, undefined],
    ['has passed its limit', { since, limit: '2015-06-30' }, { cause: 'expiry', on: '2015-07-01' }],
    [
      'has passed its limit before the end that it was given',
      { since, limit: '2015-06-30', until: '2017-06-01' },
      undefined,
    ],
    ['has its last day that day', { since, limit: effectiveOn }, { cause: 'succession', on: effectiveOn }],
  ])('%s', (_what, term, expected) => {
    expect(endingBy(effectiveOn, term)).toEqual(expected);
  });
});

it.each<[string, Term | undefined, boolean]>([
  ['is new', undefined, true],
  ['stands', { since }, true],
  ['is gone', { since, until: effectiveOn }, false],
  ['stands for some time yet', { since, until: '2017-06-01' }, true],
  ['begins later', { since: '2017-06-01' }, false],
])('what the plan says of a body that %s', (_what, known, expected) => {
  expect(takesUp(effectiveOn, known)).toBe(expected);
});

it.each<[string, string | undefined, string | undefined, string | undefined]>([
  ['ends with its body', undefined, '2015-06-30', '2015-06-30'],
  ['that had ended before its body ended then', '2015-01-01', '2015-06-30', '2015-01-01'],
  ['that was to end later ends with its body', '2017-06-01', '2015-06-30', '2015-06-30'],
  ['goes on with its body', undefined, undefined, undefined],
  ['goes on to the effect where its body was to end after it', undefined, '2017-06-01', undefined],
])('a mandate %s', (_what, until, bodyUntil, expected) => {
  expect(endingWithBody(effectiveOn, { since, until }, bodyUntil).until).toBe(expected);
});

describe('who takes up an office of the plan', () => {
  const holder = (n: number) => ({
    mandateId: countedUuid(n, 0xd0),
    person: { personId: countedUuid(n, 0xe0), name: `Person ${String(n)}` },
  });
  const planned = { holders: [holder(1), holder(2)] };
  const started = (limit: string | undefined, beside: Parameters<typeof startingMandates>[2]) =>
    startingMandates({ effectiveOn, transitionalGovernance: { limit, bodies: [] } }, planned, beside).map(
      (each) => each.holder.mandateId,
    );
  const held = (until?: string) => ({ mandateId: countedUuid(9), personId: holder(1).person.personId, since, until });

  it.each<[string, string | undefined, readonly ReturnType<typeof held>[], readonly number[]]>([
    ['everybody whom it names', undefined, [], [1, 2]],
    ['nobody on a limit that has passed', '2016-03-30', [], []],
    ['on the last day of the limit', effectiveOn, [], [1, 2]],
    ['not who holds it already', undefined, [held()], [2]],
    ['who has left it', undefined, [held(effectiveOn)], [1, 2]],
    ['who has left it by the end of the limit only', '2016-12-31', [held('2016-06-30')], [2]],
  ])('%s', (_who, limit, beside, numbers) => {
    expect(started(limit, beside)).toEqual(numbers.map((n) => holder(n).mandateId));
  });

  it('the mandates of the plan itself stand in nobody’s way in a repeat', () => {
    expect(mandatesBeside(planned, [holder(1), holder(3)])).toEqual([holder(3)]);
  });
});
