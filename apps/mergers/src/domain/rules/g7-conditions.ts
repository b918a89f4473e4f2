import { latest, type CalendarDate } from '#libs/kernel';
import type { OperationFile } from './act.ts';
import { guard, shortfall, type Shortfall, type Words } from './rule.ts';
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

function open({ on }: { readonly on: CalendarDate }, file: OperationFile): Shortfall | undefined {
  const required: Words = [
    'every blocking condition fulfilled or waived',
    'toute condition suspensive levée ou abandonnée',
  ];
  if (file.plan === undefined) return shortfall('MRG_CONDITION_OPEN', ['no plan', 'aucun projet'], required);
  const missing = openConditions(file, on);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ description }) => description).join('; ');
  return shortfall('MRG_CONDITION_OPEN', [`open: ${names}`, `non levée : ${names}`], required, {
    earliestLawfulDate: conditionsLiftedOn(file),
    isFailure: missing.some(({ conditionId }) => file.conditions[conditionId]?.status === 'failed'),
  });
}

/** G7: no open blocking condition. */
export const conditions = guard({
  id: 'G7',
  at: ['take-effect'],
  summary: ['No blocking condition is open.', 'Aucune condition suspensive ouverte.'],
  ofRestorations: { id: 'G7.restoration', citation: texts.condition1304 },
  versions: [
    { id: 'G7.contract', validTo: CONTRACT_REFORM, citation: texts.condition1168 },
    { id: 'G7.2016', validFrom: CONTRACT_REFORM, citation: texts.condition1304 },
  ],
  check: open,
  occasions: ({ effectiveOn }, { on }) => [
    { state: 'settled', act: { act: 'take-effect', on: effectiveOn ?? on, journalOfficielOn: undefined } },
  ],
});
