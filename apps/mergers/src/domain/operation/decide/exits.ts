import { accept, addDays, reject, sameFacts } from '#libs/kernel';
import { targetOf } from '../../rules/act.ts';
import { fileOf } from '../operation.ts';
import { decides, type Decisions } from './decision.ts';

/** The ways out before the effect, and around its day. */
export const exits = {
  /** The target alone is another one: what boards decided, what was published and how assemblies voted stands, and the bodies stay bound. */
  PostponeOperation: decides('OperationPostponed', {
    isAlreadySo: ({ reason, newTarget, on }, state) =>
      'plan' in state && sameFacts(state.postponement, { reason, newTarget, on }),
    otherwise: (command, { operationId, plan }) => {
      const { effectDate } = plan.plan;
      if (effectDate === undefined) return accept({ ...command, type: 'OperationPostponed', operationId });
      const required =
        'a new version of the plan: the day that a treaty sets is what boards and assemblies decide on (G9)';
      return reject({
        type: 'MRG_TREATY_SETS_THE_DAY',
        found: `a treaty that sets the effect for ${effectDate}`,
        required,
      });
    },
  }),

  /** Nobody is bound by a plan whose day has passed; who still wants it postpones it instead, or begins anew. */
  LapseOperation: decides('OperationLapsed', {
    isAlreadySo: (_command, { status }) => status === 'lapsed',
    otherwise: ({ on }, state) => {
      const target = targetOf(fileOf(state));
      const required = 'a target that has passed';
      if (target === undefined) return reject({ type: 'MRG_TARGET_NOT_PASSED', found: 'no target', required });
      if (on > target) return accept({ type: 'OperationLapsed', operationId: state.operationId, target, on });
      const earliestLawfulDate = addDays(target, 1);
      return reject({ type: 'MRG_TARGET_NOT_PASSED', found: `the target of ${target}`, required, earliestLawfulDate });
    },
  }),

  WithdrawOperation: decides('OperationWithdrawn', {
    isAlreadySo: (_command, { status }) => status === 'withdrawn',
    otherwise: (command, { operationId }) => accept({ ...command, type: 'OperationWithdrawn', operationId }),
  }),
} satisfies Partial<Decisions>;
