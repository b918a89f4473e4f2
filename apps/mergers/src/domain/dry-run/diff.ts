import { standings } from '../rules/rule-book.ts';
import type { DryRunInput, MergerDiff } from './dry-run.ts';
import { forecast } from './forecast.ts';
import { governanceDiff } from './governance.ts';
import { memberDiff } from './members.ts';

/** The complete difference that the effect would make; nothing is written. */
export function diff(input: DryRunInput): MergerDiff {
  const { file, status, on } = input;
  const guards = standings(file, input);
  const inState = (state: (typeof guards)[number]['state']) => guards.filter((guard) => guard.state === state);
  return {
    operationId: file.operationId,
    status,
    on,
    ...(file.plan === undefined ? {} : { planVersion: file.plan.version, planHash: file.plan.hash }),
    members: memberDiff(input),
    governance: governanceDiff(input),
    guards: { passed: inState('passed'), failed: inState('failed'), notYetDue: inState('not-yet-due') },
    effect: forecast(input),
  };
}
