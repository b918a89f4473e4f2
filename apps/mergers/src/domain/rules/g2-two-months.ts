import { daysBetween } from '#libs/kernel';
import type { ActNamed, OperationFile } from './act.ts';
import { BEFORE_ASSEMBLY, countedDelay, countingIn, wayInWords } from './counting.ts';
import { firstDayAfter, isKept } from './delay.ts';
import { guard, shortfall, type GuardDelay, type Shortfall } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** Calendar months, not sixty days. */
export const TWO_MONTHS: GuardDelay = { amount: 2, unit: 'months', ...BEFORE_ASSEMBLY };

function tooEarly(
  { clusterId, on }: ActNamed<'schedule-assembly' | 'vote'>,
  file: OperationFile,
): Shortfall | undefined {
  const adoptedOn = file.adoptions[clusterId]?.on;
  if (adoptedOn === undefined)
    return shortfall(
      'MRG_ASSEMBLY_TOO_EARLY',
      ['no adoption by the board of this body', "aucun arrêté du projet par l'organe d'administration"],
      [
        'an assembly at least two calendar months after the board adopted the plan',
        "une assemblée deux mois au moins après l'arrêté du projet",
      ],
    );
  const counting = countingIn(file, 'G2', TWO_MONTHS);
  if (isKept(TWO_MONTHS, counting.way, adoptedOn, on)) return undefined;
  const lawfulFrom = firstDayAfter(TWO_MONTHS, counting.way, adoptedOn);
  const days = String(daysBetween(adoptedOn, on));
  const [way, mode] = wayInWords[counting.way];
  return shortfall(
    'MRG_ASSEMBLY_TOO_EARLY',
    [
      `an assembly on ${on}, ${days} days after the board's adoption on ${adoptedOn}`,
      `une assemblée le ${on}, ${days} jours après l'arrêté du projet le ${adoptedOn}`,
    ],
    [
      `two calendar months after the board's adoption, ${way}: ${lawfulFrom} or later`,
      `deux mois après l'arrêté du projet, ${mode} : le ${lawfulFrom} au plus tôt`,
    ],
    { earliestLawfulDate: lawfulFrom, delay: countedDelay(TWO_MONTHS, counting, 'adoption', adoptedOn, on) },
  );
}

/** G2: each assembly at least two calendar months after that body's board adopted the plan. */
export const twoMonths = guard({
  id: 'G2',
  at: ['schedule-assembly', 'vote'],
  summary: [
    "Each assembly at least two calendar months after that body's board adopted the plan.",
    "Chaque assemblée deux mois au moins après l'arrêté du projet par son organe d'administration.",
  ],
  delay: TWO_MONTHS,
  ofUnions: 'none',
  versions: [{ id: 'G2.2015', validFrom: DECREE_IN_FORCE, citation: texts.twoMonths }],
  check: tooEarly,
  occasions: ({ participants, votes, assemblies }, { on }) =>
    participants.map(({ clusterId }) => {
      const heldOn = votes[clusterId]?.on ?? assemblies[clusterId];
      const act = { act: 'schedule-assembly', clusterId, on: heldOn ?? on } as const;
      return { clusterId, state: heldOn === undefined ? 'to-come' : 'done', act };
    }),
});
