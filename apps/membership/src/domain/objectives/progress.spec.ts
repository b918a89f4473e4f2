import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { measured, objectiveSet } from '../../../test/objective-words.ts';
import { evolveObjective, noObjective, type ObjectiveFact } from './objective.ts';
import { progressOf, reaches, statusOn, type ObjectiveStatus } from './progress.ts';

const aim = (more: Parameters<typeof objectiveSet>[1] = {}) =>
  evolveObjective(noObjective, objectiveSet('2015-01-01', more)).objective!;
const rank = { baseline: 20, target: 5, better: 'lower' } as const;

it.each<[string, Parameters<typeof aim>[0], number | string, string | undefined, boolean]>([
  ['at the baseline', {}, 40_000, '0.00', false],
  ['three tenths of the way', {}, 52_000, '30.00', false],
  ['the other way', {}, 39_000, '-2.50', false],
  ['at the target', {}, 80_000, '100.00', true],
  ['beyond it', {}, 82_000, '105.00', true],
  ['a rank that is better', rank, 10, '66.67', false],
  ['a rank at its target', rank, 5, '100.00', true],
  ['a rank that is worse', rank, 23, '-20.00', false],
  ['half a post', { baseline: '12.5', target: 15 }, '13.75', '50.00', false],
  ['without a baseline', { baseline: null }, 52_000, undefined, false],
  ['without a way to go', { baseline: 80_000 }, 80_000, undefined, true],
])('%s', (_what, more, value, progress, isReached) => {
  expect([progressOf(aim(more), { value }), reaches(aim(more), { value })]).toEqual([progress, isReached]);
});

it('progress is exact to a hundredth of a percent', () => {
  const any = fc.integer({ min: -1_000_000, max: 1_000_000 });
  fc.assert(
    fc.property(any, any, any, (baseline, target, value) => {
      const progress = progressOf(aim({ baseline, target }), { value });
      if (target === baseline) expect(progress).toBeUndefined();
      else expect(Math.abs(Number(progress) - (100 * (value - baseline)) / (target - baseline))).toBeLessThan(0.0051);
    }),
    { seed: propertySeed(), numRuns: 200 },
  );
});

const low = measured('2018-12-31', 60_000);
it.each<[string, readonly ObjectiveFact[], string, ObjectiveStatus]>([
  ['not measured', [], '2020-12-31', 'open'],
  ['not measured by its day', [], '2021-01-01', 'missed'],
  ['on its way', [low], '2020-12-31', 'open'],
  ['too low on its day', [low], '2021-01-01', 'missed'],
  ['reached in time', [low, measured('2020-12-31', 80_000)], '2022-01-01', 'reached'],
  ['reached late', [low, measured('2021-06-30', 80_000)], '2022-01-01', 'missed'],
  ['reached, before it was measured so', [low, measured('2019-12-31', 80_000)], '2019-12-30', 'open'],
  ['lost again', [measured('2018-12-31', 80_000), measured('2019-12-31', 70_000)], '2020-01-01', 'open'],
  [
    'measured otherwise by two sources',
    [measured('2019-12-31', 80_000), measured('2019-12-31', 70_000, 'press')],
    '2020-01-01',
    'disputed',
  ],
])('%s', (_what, facts, day, status) => {
  const { objective, readings } = [objectiveSet('2015-01-01'), ...facts].reduce(evolveObjective, noObjective);
  expect(statusOn(objective!, readings, day)).toBe(status);
});
