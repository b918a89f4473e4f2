import type { ActNamed, OperationFile } from './act.ts';
import { guard, shortfall, type Shortfall, type Words } from './rule.ts';
import { LABOUR_CODE, LABOUR_DIALOGUE, STAFF_COMMITTEE, texts } from './texts.ts';

const REQUIRED: Words = [
  "the staff committee's opinion before the board adopts the plan",
  "l'avis du comité du personnel avant l'arrêté du projet",
];

/** The bodies that consult their staff, by the plan's parameter; one that had disappeared has none. */
export function consultingStaff({ kind, plan }: Pick<OperationFile, 'kind' | 'plan'>): readonly string[] {
  if (kind === 'restoration') return [];
  return (plan?.plan.parameters?.staffOpinion ?? []).map(({ clusterId }) => clusterId);
}

function withoutOpinion({ clusterId, on }: ActNamed<'adopt-plan'>, file: OperationFile): Shortfall | undefined {
  const opinionOn = file.consultations[clusterId]?.on;
  if (opinionOn === undefined) {
    const found: Words = ['no opinion of the staff committee', 'aucun avis du comité du personnel'];
    return shortfall('MRG_STAFF_NOT_CONSULTED', found, REQUIRED);
  }
  if (opinionOn <= on) return undefined;
  const found: Words = [
    `an adoption on ${on}, and the opinion of the staff committee on ${opinionOn}`,
    `un arrêté du projet le ${on}, et l'avis du comité du personnel le ${opinionOn}`,
  ];
  return shortfall('MRG_STAFF_NOT_CONSULTED', found, REQUIRED, { earliestLawfulDate: opinionOn });
}

/** G10: the staff committee's opinion before adoption, where the plan's parameter says so; of the same day it is before. */
export const staffOpinion = guard({
  id: 'G10',
  at: ['adopt-plan'],
  summary: [
    "The staff committee's opinion before adoption, where the plan's parameter says so with its legal basis.",
    "L'avis du comité du personnel avant l'arrêté, si le projet le prévoit avec son fondement.",
  ],
  versions: [
    { id: 'G10.1982', validTo: LABOUR_CODE, citation: texts.staff1982 },
    { id: 'G10.2008', validFrom: LABOUR_CODE, validTo: LABOUR_DIALOGUE, citation: texts.staff2008 },
    { id: 'G10.2016', validFrom: LABOUR_DIALOGUE, validTo: STAFF_COMMITTEE, citation: texts.staff2016 },
    { id: 'G10.2018', validFrom: STAFF_COMMITTEE, citation: texts.staff2018 },
  ],
  applies: ({ clusterId }, file) => consultingStaff(file).includes(clusterId),
  check: withoutOpinion,
  occasions: (file, { on }) =>
    consultingStaff(file).map((clusterId) => {
      const adopted = file.adoptions[clusterId];
      const planHash = file.plan?.hash ?? '';
      const act = { act: 'adopt-plan', clusterId, planHash, on: adopted?.on ?? on } as const;
      return { clusterId, state: adopted === undefined ? 'to-come' : 'done', act };
    }),
});
