import type { CalendarDate } from '#libs/kernel';
import { latest } from '#libs/kernel';
import type { OperationFile } from './act.ts';
import { rule, type Rule, type Shortfall, type Standing, type StandingQuestion } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

function differs(found: string, required: string): Shortfall {
  return { code: 'MRG_PLANS_DIFFER', found: `plan ${found}`, required: `plan ${required}` };
}

function standing(file: OperationFile, { on }: StandingQuestion): readonly Standing[] {
  const hash = file.plan?.hash;
  const days: CalendarDate[] = Object.values(file.adoptions).map((adoption) => adoption.on);
  const required = `the same plan adopted by ${String(file.participants.length)} boards`;
  if (hash === undefined) return [{ actOn: on, state: 'not-yet-due', found: 'no plan', required }];
  const actOn = days.length === 0 ? on : latest(...days);
  if (days.length === file.participants.length) return [{ actOn, state: 'passed' }];
  const openPoints = file.plan?.plan.openPoints ?? [];
  const state = openPoints.length > 0 ? 'failed' : 'not-yet-due';
  const found =
    openPoints.length > 0 ? `open points: ${openPoints.join('; ')}` : `adopted by ${String(days.length)} boards`;
  return [{ actOn, state, found, required }];
}

/** G1: every participant's board adopted the same plan hash. */
export const samePlan: readonly Rule[] = [
  rule({
    id: 'G1.contract',
    guard: 'G1',
    validTo: DECREE_IN_FORCE,
    citation: texts.contract1108,
    at: ['adopt-plan'],
    check: ({ planHash }, { plan }) =>
      plan?.hash === planHash ? undefined : differs(planHash, plan?.hash ?? 'not drafted'),
    standing,
  }),
  rule({
    id: 'G1.2015',
    guard: 'G1',
    validFrom: DECREE_IN_FORCE,
    citation: texts.concordantDeliberations,
    at: ['adopt-plan'],
    check: ({ planHash }, { plan }) =>
      plan?.hash === planHash ? undefined : differs(planHash, plan?.hash ?? 'not drafted'),
    standing,
  }),
];
