import { daysBetween, type CalendarDate } from '#libs/kernel';
import type { OperationFile } from './act.ts';
import { STRICTEST, type CountingWay } from './delay.ts';
import type { CountedDelay, GuardDelay, Words } from './rule.ts';

/** Why a delay before an assembly is counted in the strictest way unless the plan says otherwise. */
export const BEFORE_ASSEMBLY = {
  runs: 'before-the-act',
  way: STRICTEST,
  basis: 'Cass. com., 14 mars 2018, n° 16-26.996; Code de procédure civile, art. 641',
} as const;

/** How a guard's delay is counted in an operation: in its own way, or in the one that the plan chose. */
export function countingIn(
  { plan }: Pick<OperationFile, 'plan'>,
  guard: string,
  delay: GuardDelay,
): { readonly way: CountingWay; readonly basis?: string | undefined } {
  const chosen = plan?.plan.parameters?.counting?.find((each) => each.guard === guard);
  return chosen ?? { way: delay.way };
}

export function countedDelay(
  { amount, unit }: GuardDelay,
  { way, basis }: { readonly way: CountingWay; readonly basis?: string | undefined },
  since: CountedDelay['since'],
  from: CalendarDate,
  act: CalendarDate,
): CountedDelay {
  return { amount, unit, way, ...(basis === undefined ? {} : { basis }), since, from, days: daysBetween(from, act) };
}

/** A way of counting in words. */
export const wayInWords: Readonly<Record<CountingWay, Words>> = {
  'clear-days-backwards': ['counted back from the act in clear days', "comptés à rebours de l'acte en jours francs"],
  'plain-backwards': ['counted back from the act', "comptés à rebours de l'acte"],
  'clear-days-forwards': ['counted forwards in clear days', 'comptés en jours francs'],
  'plain-forwards': ['counted forwards', 'comptés de quantième à quantième'],
};
