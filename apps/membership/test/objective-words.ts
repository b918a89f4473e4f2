import { countedUuid } from '#libs/kernel/testing';
import type { ObjectiveCommand, ObjectiveFact } from '../src/domain/objectives/objective.ts';
import { numelink } from './facts.ts';
import { around } from './membership-words.ts';

/** The words in which specifications of objectives are written: the jobs of the sector that Numélink means to see. */
export const theObjective = countedUuid(1, 24);
const ids = { objectiveId: theObjective, clusterId: numelink };
const aim = {
  ...{ indicator: 'jobs', unit: 'jobs', baseline: 40_000, target: 80_000 },
  ...{ better: 'higher' as const, dueOn: '2020-12-31' },
};
type Aim = Partial<Omit<Extract<ObjectiveFact, { readonly type: 'ObjectiveSet' }>, 'type'>>;

export const setObjective = (on: string, more: Aim = {}): ObjectiveCommand => ({
  ...{ type: 'SetObjective', ...ids, ...aim, on, ...more, cluster: around.cluster },
});
export const objectiveSet = (on: string, more: Aim = {}): ObjectiveFact => ({
  ...{ type: 'ObjectiveSet', ...ids, ...aim, on, ...more },
});
export const measure = (on: string, value: number | string, source = 'Insee'): ObjectiveCommand => ({
  ...{ type: 'MeasureObjective', objectiveId: theObjective, value, source, on },
});
export const measured = (on: string, value: number | string, source = 'Insee'): ObjectiveFact => ({
  ...{ type: 'ObjectiveMeasured', ...ids, value, source, on },
});
