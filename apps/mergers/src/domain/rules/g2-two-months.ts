import { addMonths, daysBetween } from '#libs/kernel';
import type { ActNamed, OperationFile } from './act.ts';
import { guard, type Shortfall } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** Calendar months, not sixty days. */
const MONTHS = 2;

function tooEarly(
  { clusterId, on }: ActNamed<'schedule-assembly' | 'vote'>,
  { adoptions }: OperationFile,
): Shortfall | undefined {
  const adoptedOn = adoptions[clusterId]?.on;
  if (adoptedOn === undefined) {
    return {
      code: 'MRG_ASSEMBLY_TOO_EARLY',
      found: 'no adoption by the board of this body',
      required: 'an assembly at least two calendar months after the board adopted the plan',
    };
  }
  const lawfulFrom = addMonths(adoptedOn, MONTHS);
  if (on >= lawfulFrom) return undefined;
  return {
    code: 'MRG_ASSEMBLY_TOO_EARLY',
    found: `an assembly on ${on}, ${String(daysBetween(adoptedOn, on))} days after the board's adoption on ${adoptedOn}`,
    required: `two calendar months after the board's adoption: ${lawfulFrom} or later`,
    earliestLawfulDate: lawfulFrom,
  };
}

/** G2: each assembly at least two calendar months after that body's board adopted the plan. */
export const twoMonths = guard({
  id: 'G2',
  at: ['schedule-assembly', 'vote'],
  versions: [{ id: 'G2.2015', validFrom: DECREE_IN_FORCE, citation: texts.twoMonths }],
  check: tooEarly,
  occasions: ({ participants, votes, assemblies }, { on }) =>
    participants.map(({ clusterId }) => {
      const heldOn = votes[clusterId]?.on ?? assemblies[clusterId];
      const act = { act: 'schedule-assembly', clusterId, on: heldOn ?? on } as const;
      return { clusterId, state: heldOn === undefined ? 'to-come' : 'done', act };
    }),
});
