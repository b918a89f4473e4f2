import { addMonths, daysBetween, latest, type CalendarDate } from '#libs/kernel';
import type { OperationFile } from './act.ts';
import { rule, type Rule, type Shortfall, type Standing, type StandingQuestion } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** Calendar months, not sixty days. */
const MONTHS = 2;

function tooEarly(assemblyOn: CalendarDate, adoptedOn: CalendarDate | undefined): Shortfall | undefined {
  if (adoptedOn === undefined) {
    return {
      code: 'MRG_ASSEMBLY_TOO_EARLY',
      found: 'no adoption by the board of this body',
      required: 'an assembly at least two calendar months after the board adopted the plan',
    };
  }
  const lawfulFrom = addMonths(adoptedOn, MONTHS);
  if (assemblyOn >= lawfulFrom) return undefined;
  return {
    code: 'MRG_ASSEMBLY_TOO_EARLY',
    found: `an assembly on ${assemblyOn}, ${String(daysBetween(adoptedOn, assemblyOn))} days after the board's adoption on ${adoptedOn}`,
    required: `two calendar months after the board's adoption: ${lawfulFrom} or later`,
    earliestLawfulDate: lawfulFrom,
  };
}

function standing(file: OperationFile, { on }: StandingQuestion): readonly Standing[] {
  return file.participants.map(({ clusterId }) => {
    const adoptedOn = file.adoptions[clusterId]?.on;
    const assemblyOn = file.votes[clusterId]?.on ?? file.assemblies[clusterId];
    if (assemblyOn !== undefined) return held(clusterId, assemblyOn, adoptedOn);
    if (adoptedOn === undefined) return { clusterId, actOn: on, state: 'not-yet-due', found: 'no adoption yet' };
    const lawfulFrom = addMonths(adoptedOn, MONTHS);
    return { clusterId, actOn: latest(on, lawfulFrom), state: 'not-yet-due', earliestLawfulDate: lawfulFrom };
  });
}

function held(clusterId: string, assemblyOn: CalendarDate, adoptedOn: CalendarDate | undefined): Standing {
  const shortfall = tooEarly(assemblyOn, adoptedOn);
  if (shortfall === undefined) return { clusterId, actOn: assemblyOn, state: 'passed' };
  const { found, required, earliestLawfulDate } = shortfall;
  return { clusterId, actOn: assemblyOn, state: 'failed', found, required, earliestLawfulDate };
}

/** G2: each assembly at least two calendar months after that body's board adopted the plan. */
export const twoMonths: readonly Rule[] = [
  rule({
    id: 'G2.2015',
    guard: 'G2',
    validFrom: DECREE_IN_FORCE,
    citation: texts.twoMonths,
    at: ['schedule-assembly', 'vote'],
    check: ({ clusterId, on }, { adoptions }) => tooEarly(on, adoptions[clusterId]?.on),
    standing,
  }),
];
