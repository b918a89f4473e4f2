import { accept, reject } from '#libs/kernel';
import type { DraftPlan } from '../operation.commands.ts';
import type { Started, Status } from '../operation.ts';
import { planHash } from '../plan-hash.ts';
import { wrongStatus, type OperationDecision } from './decision.ts';
import { inconsistencyOf } from './plan-consistency.ts';

const REVISABLE: readonly Status[] = ['exploring', 'drafted', 'adopted', 'published'];

/** A revision is a new version under a new hash: adoption, notices, documents and votes start again (G9). */
export function draftPlan({ plan, on }: DraftPlan, state: Started): OperationDecision {
  if (!REVISABLE.includes(state.status)) return wrongStatus(state, REVISABLE);
  const before = 'plan' in state ? state.plan : undefined;
  const hash = planHash(plan);
  if (before?.hash === hash) return accept();
  const inconsistency = inconsistencyOf(plan, state);
  if (inconsistency !== undefined) return reject({ type: 'MRG_PLAN_INCONSISTENT', ...inconsistency });
  const planVersion = (before?.version ?? 0) + 1;
  return accept({ type: 'PlanDrafted', operationId: state.operationId, planVersion, planHash: hash, plan, on });
}
