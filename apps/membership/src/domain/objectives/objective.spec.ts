import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { measure, measured, objectiveSet, setObjective, theObjective } from '../../../test/objective-words.ts';
import { cluster } from '../cluster/cluster.ts';
import { objective, type ObjectiveCommand, type ObjectiveFact } from './objective.ts';

const { given } = specification(objective);
const aim = objectiveSet('2015-01-01');

describe('an objective', () => {
  it.each<[string, readonly ObjectiveFact[], ObjectiveCommand, readonly ObjectiveFact[]]>([
    ['is set', [], setObjective('2015-01-01'), [aim]],
    ['set twice in the same words, is set once', [aim], setObjective('2015-01-01'), []],
    ['is measured', [aim], measure('2017-12-31', 52_000), [measured('2017-12-31', 52_000)]],
    ['is measured in half posts', [aim], measure('2017-12-31', '12.5'), [measured('2017-12-31', '12.5')]],
    [
      'is measured otherwise by another source, and both stay',
      [aim, measured('2017-12-31', 52_000)],
      measure('2017-12-31', 48_000, 'press'),
      [measured('2017-12-31', 48_000, 'press')],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly ObjectiveFact[], ObjectiveCommand, object]>([
    ['that nobody set', [], measure('2017-12-31', 1), { type: 'MBR_OBJECTIVE_NOT_FOUND', found: theObjective }],
    [
      'with the id of another one',
      [aim],
      setObjective('2015-01-01', { target: 1 }),
      { type: 'MBR_OBJECTIVE_EXISTS', found: 'jobs' },
    ],
    [
      'of no cluster',
      [],
      { ...setObjective('2015-01-01'), cluster: cluster.initial } as never,
      { type: 'MBR_CLUSTER_NOT_FOUND' },
    ],
    [
      'that is due when it is set',
      [],
      setObjective('2020-12-31'),
      { type: 'MBR_DATE_BEFORE_START', found: '2020-12-31', required: 'a day after 2020-12-31' },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it.each<[string, readonly ObjectiveFact[]]>([
    ['set twice', [aim, aim]],
    ['measured and never set', [measured('2017-12-31', 1)]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => {
      requireSettled(fold(objective, history));
    }).toThrow('cannot follow');
  });
});

factsInAnyOrder(objective, {
  ObjectiveSet: {
    fact: objectiveSet('2015-01-01', { scope: 'Auvergne', dueOn: '2195-12-31' }),
    after: [measured('2017-12-31', 52_000)],
    carries: true,
    command: setObjective('2015-01-01', { scope: 'Auvergne', dueOn: '2195-12-31' }),
    other: {
      ...{ indicator: 'rank', unit: 'place', scope: 'Europe', baseline: 20, target: 5, better: 'lower' },
      ...{ dueOn: '2196-01-01', on: '2014-12-31' },
    },
    overlap: [{ command: setObjective('2016-01-01'), day: 'jobs' }],
  },
  ObjectiveMeasured: {
    before: [aim],
    fact: measured('2017-12-31', 52_000),
    after: [measured('2018-12-31', '60000.5')],
    command: measure('2017-12-31', 52_000),
    other: { value: '51999.5', source: 'press', on: '2017-12-30' },
    overlap: 'sources disagree, and both stay',
  },
});
