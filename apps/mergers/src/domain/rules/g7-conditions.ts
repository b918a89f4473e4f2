import { latest, type CalendarDate } from '#libs/kernel';
import type { OperationFile } from './act.ts';
import { rule, type Rule, type Shortfall, type Standing, type StandingQuestion } from './rule.ts';
import { CONTRACT_REFORM, texts } from './texts.ts';

/** The blocking conditions of the plan that are neither fulfilled nor waived on a day (an absent day: as known now). */
export function openConditions(file: Pick<OperationFile, 'plan' | 'conditions'>, on?: CalendarDate) {
  return (file.plan?.plan.conditions ?? []).filter(({ conditionId, blocking }) => {
    const record = file.conditions[conditionId];
    const lifted = record !== undefined && record.status !== 'failed' && (on === undefined || record.on <= on);
    return blocking && !lifted;
  });
}

/** The day on which the last blocking condition was lifted; undefined where the plan has none or one is open. */
export function conditionsLiftedOn(file: Pick<OperationFile, 'plan' | 'conditions'>): CalendarDate | undefined {
  const blocking = (file.plan?.plan.conditions ?? []).filter((condition) => condition.blocking);
  const days = blocking.flatMap(({ conditionId }) => {
    const record = file.conditions[conditionId];
    return record === undefined || record.status === 'failed' ? [] : [record.on];
  });
  return days.length === 0 || days.length < blocking.length ? undefined : latest(...days);
}

function open(file: OperationFile, on: CalendarDate): Shortfall | undefined {
  const conditions = openConditions(file, on);
  if (conditions.length === 0) return undefined;
  return {
    code: 'MRG_CONDITION_OPEN',
    found: `open: ${conditions.map(({ description }) => description).join('; ')}`,
    required: 'every blocking condition fulfilled or waived',
    earliestLawfulDate: conditionsLiftedOn(file),
  };
}

function standing(file: OperationFile, { on }: StandingQuestion): readonly Standing[] {
  const actOn = file.effectiveOn ?? on;
  if (file.plan === undefined) return [{ actOn, state: 'not-yet-due', found: 'no plan' }];
  const shortfall = open(file, actOn);
  if (shortfall === undefined) return [{ actOn, state: 'passed' }];
  const failed = openConditions(file).some(({ conditionId }) => file.conditions[conditionId]?.status === 'failed');
  return [{ actOn, state: failed ? 'failed' : 'not-yet-due', found: shortfall.found, required: shortfall.required }];
}

/** G7: no open blocking condition. */
export const conditions: readonly Rule[] = [
  rule({
    id: 'G7.contract',
    guard: 'G7',
    validTo: CONTRACT_REFORM,
    citation: texts.condition1168,
    at: ['take-effect'],
    check: ({ on }, file) => open(file, on),
    standing,
  }),
  rule({
    id: 'G7.2016',
    guard: 'G7',
    validFrom: CONTRACT_REFORM,
    citation: texts.condition1304,
    at: ['take-effect'],
    check: ({ on }, file) => open(file, on),
    standing,
  }),
];
