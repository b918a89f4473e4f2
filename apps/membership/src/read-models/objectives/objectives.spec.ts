import { expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { measured, objectiveSet, theObjective } from '../../../test/objective-words.ts';
import type { ObjectiveFact } from '../../domain/objectives/objective.ts';
import { objectives, viewOfObjective } from './objectives.projection.ts';

const happened = ({ type, ...data }: ObjectiveFact) => ({ type: `membership.${type}`, data }) as Happened<GrappeEvents>;
const after = (...facts: readonly ObjectiveFact[]) => given(objectives, facts.map(happened)).document(theObjective)!;
const readings = [
  measured('2017-12-31', 52_000),
  measured('2017-12-31', 48_000, 'press'),
  measured('2013-12-31', 40_500),
];

it('an objective shows what each source measured by the day, whatever was recorded first', () => {
  const [insee, press, early] = readings as [ObjectiveFact, ObjectiveFact, ObjectiveFact];
  const shown = viewOfObjective(after(objectiveSet('2015-01-01'), insee, press, early), '2017-12-31');
  expect(viewOfObjective(after(objectiveSet('2015-01-01'), early, insee, press), '2017-12-31')).toEqual(shown);
  expect(shown).toMatchObject({
    status: 'open',
    target: 80_000,
    readings: [
      { on: '2013-12-31', progress: '1.25' },
      { source: 'Insee', progress: '30.00', isReached: false },
      { source: 'press', progress: '20.00' },
    ],
  });
});

it.each([
  ['2014-12-31', undefined],
  ['2015-01-01', 'open'],
  ['2021-01-01', 'missed'],
])('on %s its status is %s', (day, status) => {
  expect(viewOfObjective(after(objectiveSet('2015-01-01')), day)?.status).toBe(status);
});
