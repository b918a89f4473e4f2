import type { Effect } from '#libs/succession';
import { predecessorsOf } from '../operation/operation.ts';
import { standings } from '../rules/rule-book.ts';
import type { DryRunInput, MergerDiff } from './dry-run.ts';
import { forecast } from './forecast.ts';
import { governanceDiff } from './governance.ts';
import { memberDiff } from './members.ts';

/** The complete difference that the effect would make; nothing is written. */
export function diff(input: DryRunInput): MergerDiff {
  const { file, status, on } = input;
  const expected = forecast(input);
  const effect = foreseen(input, expected.expectedOn ?? on);
  const guards = standings(file, input);
  const inState = (state: (typeof guards)[number]['state']) => guards.filter((guard) => guard.state === state);
  return {
    operationId: file.operationId,
    status,
    on,
    ...(file.plan === undefined ? {} : { planVersion: file.plan.version, planHash: file.plan.hash }),
    members: memberDiff(input, effect),
    governance: governanceDiff(input, effect),
    guards: { passed: inState('passed'), failed: inState('failed'), notYetDue: inState('not-yet-due') },
    effect: expected,
  };
}

/** The effect as the plan would have it, on the day on which it can be expected. */
function foreseen({ file }: DryRunInput, effectiveOn: string): Effect {
  return {
    predecessors: predecessorsOf(file).map((clusterId) => ({ clusterId })),
    antennaMapping: file.plan?.plan.antennaMapping ?? [],
    transitionalGovernance: file.plan?.plan.transitionalGovernance ?? { bodies: [] },
    effectiveOn,
  };
}
