import type { callEvents, DomainEvent } from '#libs/contracts';
import { rational, type EventOf, type Rational, type Refusal } from '#libs/kernel';

export type Rubric = EventOf<DomainEvent<typeof callEvents>, 'CallPublished'>['rubric'];
export type ExactNumber = Rubric[number]['weight'];
export type RubricUnfit = Refusal<'INC_RUBRIC_UNFIT', 'found' | 'required'>;

export function exact({ numerator, denominator }: ExactNumber): Rational {
  return rational(numerator, denominator);
}

/** Why nothing can be judged by these criteria. */
export function rubricUnfit(rubric: Rubric): RubricUnfit | undefined {
  const names = rubric.map(({ criterion }) => criterion);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return unfit(`${twice}, twice`, 'each criterion once');
  const empty = rubric.find(({ maximum, weight }) => maximum.numerator === 0 || weight.numerator === 0);
  if (empty === undefined) return undefined;
  return unfit(`${empty.criterion} with nothing to give`, 'a maximum and a weight above 0');
}

function unfit(found: string, required: string): RubricUnfit {
  return { type: 'INC_RUBRIC_UNFIT', found, required };
}
