import type { ApportionmentInput, Figure } from '../input.ts';
import type { Apportionment } from '../outcome.ts';

export const ONE = { numerator: '1', denominator: '1' } as const;

/** Units A, B, C, … with one figure each, shared by it alone. */
export function contest(
  figures: readonly Figure[],
  house: number,
  method: ApportionmentInput['method'],
  more: Partial<ApportionmentInput> = {},
): ApportionmentInput {
  const units = figures.map((members, index) => ({ unit: unitName(index), figures: { members } }));
  return { house, method, criteria: [{ name: 'members', weight: ONE }], units, ...more };
}

/** `A` to `Z`, then `A1`, … */
export function unitName(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : `${letter}${String(Math.floor(index / 26))}`;
}

/** The seats in the order of the units, as published tables print them. @throws Error for what is refused */
export function seatsOf(outcome: Apportionment): readonly number[] {
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusals));
  return outcome.seats.map(({ seats }) => seats);
}

/** The open ties: units and how many seats they are about. */
export function openTies(outcome: Apportionment): readonly (readonly [string, number])[] {
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusals));
  return outcome.ties.flatMap(({ open }) => (open === null ? [] : [[open.units.join(' '), open.seats] as const]));
}

/** The antennas on 2017-01-31, in the order of the story: jobs, funding in thousands of euros, members. */
export const ANTENNAS = [
  ['Lyon', 12_400, 560, 140],
  ['Saint-Étienne-Roanne', 3_600, 380, 170],
  ['Grenoble', 5_200, 240, 70],
  ['Clermont-Ferrand', 2_400, 230, 80],
  ['Valence-Romans', 900, 80, 50],
  ['Annecy-Chambéry', 1_500, 60, 0],
] as const;

const third = { numerator: '1', denominator: '3' } as const;
const CRITERIA = {
  thirds: ['jobs', 'funding', 'members'].map((name) => ({ name, weight: third })),
  jobs: [{ name: 'jobs', weight: ONE }],
} as const;

/** Board or bureau of the six antennas. */
export function antennas(
  house: number,
  by: keyof typeof CRITERIA,
  more: Partial<ApportionmentInput> = {},
): ApportionmentInput {
  const units = ANTENNAS.map(([unit, jobs, funding, members]) => ({ unit, figures: { jobs, funding, members } }));
  return { house, method: 'sainte-lague', criteria: CRITERIA[by], units, ...more };
}
