import type { ActNamed, OperationFile } from './act.ts';
import { guard, shortfall, type Occasion, type Shortfall, type GuardQuestion } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

type Adopt = ActNamed<'adopt-plan'>;

function differs({ planHash }: Adopt, { plan }: OperationFile): Shortfall | undefined {
  if (plan === undefined)
    return shortfall('MRG_PLANS_DIFFER', ['no plan', 'aucun projet'], ['a plan that was drafted', 'un projet rédigé']);
  const { hash } = plan;
  if (hash !== planHash)
    return shortfall(
      'MRG_PLANS_DIFFER',
      [`plan ${planHash}`, `projet ${planHash}`],
      [`plan ${hash}`, `projet ${hash}`],
    );
  const { openPoints } = plan.plan;
  if (openPoints.length === 0) return undefined;
  const points = openPoints.join('; ');
  return shortfall(
    'MRG_PLAN_HAS_OPEN_POINTS',
    [`open points: ${points}`, `points ouverts : ${points}`],
    ['a plan without open points', 'un projet sans point ouvert'],
    { isFailure: true },
  );
}

/** One for all boards: the last adoption where every board has adopted, else that of a board which has not. */
function occasions(file: OperationFile, { on }: GuardQuestion): readonly Occasion<Adopt>[] {
  const adopted = Object.entries(file.adoptions).toSorted(([, a], [, b]) => (a.on < b.on ? -1 : 1));
  const [last, number] = [adopted.at(-1), adopted.length];
  const boards = file.participants.length;
  const note = {
    found: `adopted by ${String(number)} boards`,
    required: `the same plan adopted by ${String(boards)} boards`,
    inFrench: {
      found: `arrêté par ${String(number)} organes d'administration`,
      required: `le même projet arrêté par ${String(boards)} organes d'administration`,
    },
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
  summary: [
    "Every participant's board adopted the same plan, without open points.",
    "Le même projet, sans point ouvert, arrêté par chaque organe d'administration.",
  ],
  ofUnions: { id: 'G1.union', citation: texts.union },
  ofRestorations: { id: 'G1.restoration', citation: texts.refounding },
  versions: [
    { id: 'G1.contract', validTo: DECREE_IN_FORCE, citation: texts.contract1108 },
    { id: 'G1.2015', validFrom: DECREE_IN_FORCE, citation: texts.concordantDeliberations },
  ],
  check: differs,
  occasions,
});
