import type { ActNamed, OperationFile } from './act.ts';
import { guard, type Occasion, type Shortfall, type GuardQuestion } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

type Adopt = ActNamed<'adopt-plan'>;

function differs({ planHash }: Adopt, { plan }: OperationFile): Shortfall | undefined {
  if (plan === undefined) return { code: 'MRG_PLANS_DIFFER', found: 'no plan', required: 'a plan that was drafted' };
  if (plan.hash !== planHash)
    return { code: 'MRG_PLANS_DIFFER', found: `plan ${planHash}`, required: `plan ${plan.hash}` };
  const { openPoints } = plan.plan;
  if (openPoints.length === 0) return undefined;
  const found = `open points: ${openPoints.join('; ')}`;
  return { code: 'MRG_PLAN_HAS_OPEN_POINTS', found, required: 'a plan without open points', isFailure: true };
}

/** One for all boards: the last adoption where every board has adopted, else that of a board which has not. */
function occasions(file: OperationFile, { on }: GuardQuestion): readonly Occasion<Adopt>[] {
  const adopted = Object.entries(file.adoptions).toSorted(([, a], [, b]) => (a.on < b.on ? -1 : 1));
  const [last, number] = [adopted.at(-1), adopted.length];
  const boards = file.participants.length;
  const note = {
    found: `adopted by ${String(number)} boards`,
    required: `the same plan adopted by ${String(boards)} boards`,
  };
  if (last !== undefined && number === boards) {
    const [clusterId, { planHash, on: adoptedOn }] = last;
    return [{ state: 'done', act: { act: 'adopt-plan', clusterId, planHash, on: adoptedOn } }];
  }
  const missing = file.participants.find(({ clusterId }) => !(clusterId in file.adoptions));
  const act = { act: 'adopt-plan', clusterId: missing?.clusterId ?? '', planHash: file.plan?.hash ?? '', on } as const;
  return [{ state: 'to-come', act, note }];
}

/** G1: every participant's board adopted the same plan hash; a plan with open points is none yet. */
export const samePlan = guard({
  id: 'G1',
  at: ['adopt-plan'],
  versions: [
    { id: 'G1.contract', validTo: DECREE_IN_FORCE, citation: texts.contract1108 },
    { id: 'G1.2015', validFrom: DECREE_IN_FORCE, citation: texts.concordantDeliberations },
  ],
  check: differs,
  occasions,
});
