import { rationalOf, sumOfRationals, type Rational } from '#libs/kernel';
import type { Fraction } from './exact.ts';
import type { ApportionmentInput, UnitInput } from './input.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { readFigure, type Column } from './weights.ts';

/** A house larger than any there is would only be a slip of the hand. */
export const MAX_HOUSE = 1_000_000;

/** What is wrong in an input, in the order of the codes; empty where it can be reckoned with. */
export function inputRefusals(input: ApportionmentInput): readonly Refusal[] {
  const checks = [houseRefusals, nameRefusals, weightRefusals, figureRefusals, limitRefusals, optionRefusals];
  for (const check of checks) {
    const refusals = check(input);
    if (refusals.length > 0) return refusals;
  }
  return [];
}

const refusal = (code: RefusalCode, found: string, required: string, of?: string): Refusal =>
  of === undefined ? { code, found, required } : { code, of, found, required };

const isCount = (value: number, least = 0): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= MAX_HOUSE;

function houseRefusals({ house }: ApportionmentInput): readonly Refusal[] {
  const required = `an integer from 1 to ${String(MAX_HOUSE)}`;
  return isCount(house, 1) ? [] : [refusal('house-invalid', String(house), required)];
}

function nameRefusals({ units, criteria }: ApportionmentInput): readonly Refusal[] {
  if (units.length === 0) return [refusal('unit-missing', 'no units', 'at least one')];
  const unit = repeated(units.map((each) => each.unit));
  if (unit !== undefined) return [refusal('unit-repeated', unit, 'each unit once', unit)];
  if (criteria.length === 0) return [refusal('criterion-missing', 'no criteria', 'at least one')];
  const name = repeated(criteria.map((each) => each.name));
  return name === undefined ? [] : [refusal('criterion-repeated', name, 'each criterion once', name)];
}

function repeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function weightRefusals({ criteria }: ApportionmentInput): readonly Refusal[] {
  const weights = criteria.map(({ weight }) => readFraction(weight));
  const wrong = criteria.find((_each, index) => weights[index] === undefined);
  const required = 'fractions from 0 on that sum to 1';
  if (wrong !== undefined) return [refusal('weights-not-one', fractionText(wrong.weight), required, wrong.name)];
  const total = sumOfRationals(weights.flatMap((weight) => weight ?? []));
  if (total.numerator === total.denominator) return [];
  const found = criteria.map(({ weight }) => fractionText(weight)).join(' + ');
  const summed = criteria.length === 1 ? found : `${found} = ${rationalText(total)}`;
  return [refusal('weights-not-one', summed, required)];
}

export function readFraction({ numerator, denominator }: Fraction): Rational | undefined {
  if (!/^\d+$/.test(numerator) || !/^\d*[1-9]\d*$/.test(denominator)) return undefined;
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

const fractionText = ({ numerator, denominator }: Fraction): string =>
  denominator === '1' ? numerator : `${numerator}/${denominator}`;
const rationalText = ({ numerator, denominator }: Rational): string => `${String(numerator)}/${String(denominator)}`;

function figureRefusals({ units, criteria, tieRule = [] }: ApportionmentInput): readonly Refusal[] {
  const names = [...criteria.map(({ name }) => name), ...tieRule.filter((name) => name !== 'weight')];
  const wrong = units.flatMap((each) => names.flatMap((name) => figureRefusal(each, name) ?? []));
  if (wrong.length > 0) return wrong;
  const weighing = criteria.filter(({ weight }) => !/^0+$/.test(weight.numerator));
  return weighing
    .filter(({ name }) => units.every(({ figures }) => rationalOf(figures[name] ?? 0).numerator === 0n))
    .map(({ name }) => refusal('criterion-without-total', '0', 'a total above 0', name));
}

function figureRefusal({ unit, figures }: UnitInput, name: string): Refusal | undefined {
  const figure = Object.hasOwn(figures, name) ? figures[name] : undefined;
  if (figure === undefined) return refusal('figure-missing', `no ${name}`, `a figure for ${name}`, unit);
  if (readFigure(figure) !== undefined) return undefined;
  return refusal(
    'figure-invalid',
    `${name}: ${String(figure)}`,
    'a decimal number from 0 on; a large one as text',
    unit,
  );
}

function limitRefusals({ units, minimum, maximum, cap, reserved = [] }: ApportionmentInput): readonly Refusal[] {
  const counts = [
    { of: undefined, value: minimum },
    { of: undefined, value: maximum },
    ...units.flatMap((each) => [
      { of: each.unit, value: each.minimum },
      { of: each.unit, value: each.maximum },
    ]),
    ...reserved.map(({ name, seats }) => ({ of: name, value: seats })),
  ];
  const required = `an integer from 0 to ${String(MAX_HOUSE)}`;
  const wrong = counts.flatMap(({ of, value }) =>
    value === undefined || isCount(value) ? [] : [refusal('limit-invalid', String(value), required, of)],
  );
  const share = cap === undefined ? undefined : readFraction(cap);
  if (cap !== undefined && (share === undefined || share.numerator > share.denominator))
    wrong.push(refusal('limit-invalid', fractionText(cap), 'a fraction from 0 to 1', 'cap'));
  return wrong;
}

function optionRefusals(input: ApportionmentInput): readonly Refusal[] {
  const { method, base, reserved = [], units } = input;
  if (method === 'base-and-proportion' && (base === undefined || !isCount(base.seats)))
    return [refusal('base-missing', base === undefined ? 'none' : String(base.seats), 'the base of each unit')];
  if (method !== 'base-and-proportion' && base !== undefined)
    return [refusal('base-not-used', method, 'base-and-proportion, or no base')];
  const known = new Set(units.map(({ unit }) => unit));
  const strange = reserved.filter(({ unit }) => unit !== undefined && !known.has(unit));
  if (strange.length > 0)
    return strange.map(({ name, unit = '' }) => refusal('reserved-unknown', unit, 'one of the units', name));
  return [];
}

/** The figures of a criterion, or of the rule of ties, as integers of one step. */
export function columnOf(units: readonly UnitInput[], name: string, weight: Rational): Column {
  const read = units.map(({ figures }) => readFigure(figures[name] ?? 0) ?? { digits: 0n, places: 0 });
  const places = Math.max(0, ...read.map((each) => each.places));
  return { name, weight, places, figures: read.map((each) => each.digits * 10n ** BigInt(places - each.places)) };
}

export const columnsOf = ({ units, criteria }: ApportionmentInput): readonly Column[] =>
  criteria.map(({ name, weight }) => columnOf(units, name, readFraction(weight) ?? { numerator: 0n, denominator: 1n }));
