import type { ApportionmentInput, Criterion, DivisorMethod, Fraction, Lot, Method } from '#libs/apportionment';
import { WrongUse } from '../failures.ts';
import { readCount, readFraction } from './numbers.ts';

/** The words of `grappe seats`, as they were typed. */
export interface SeatsOptions {
  readonly house?: string | undefined;
  readonly method?: Method | undefined;
  readonly weights?: string | undefined;
  readonly minimum?: string | undefined;
  readonly maximum?: string | undefined;
  readonly cap?: string | undefined;
  readonly base?: string | undefined;
  readonly rounding?: DivisorMethod | undefined;
  readonly squareRoots?: boolean | undefined;
  readonly tieRule?: string | undefined;
  readonly lot?: readonly string[] | undefined;
  readonly vacancies?: boolean | undefined;
}

type WithoutUnits = Omit<ApportionmentInput, 'units'>;
export type Settings = { readonly [Name in keyof WithoutUnits]?: WithoutUnits[Name] | undefined };
/** A question of which something may still be missing. */
export type Draft = Settings & Pick<ApportionmentInput, 'units'>;

/** What the options say; it goes before what a file says. @throws WrongUse */
export function settingsOf(options: SeatsOptions): Settings {
  const {
    house,
    method,
    weights,
    minimum,
    maximum,
    cap,
    base,
    rounding,
    squareRoots,
    tieRule,
    lot = [],
    vacancies,
  } = options;
  const settings: Settings = {
    house: count('--house', house),
    method,
    criteria: weights === undefined ? undefined : words(weights).map(criterionOf),
    minimum: count('--minimum', minimum),
    maximum: count('--maximum', maximum),
    cap: cap === undefined ? undefined : fraction('--cap', cap),
    base: base === undefined ? undefined : { seats: count('--base', base) ?? 0, rounding: rounding ?? 'adams' },
    degression: squareRoots === true ? 'square-root' : undefined,
    tieRule: tieRule === undefined ? undefined : words(tieRule),
    lots: lot.length === 0 ? undefined : lot.map((text): Lot => ({ drawn: words(text) })),
    vacancies,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

const words = (text: string): readonly string[] => text.split(',').map((word) => word.trim());

function count(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seats = readCount(text);
  if (seats === undefined) throw new WrongUse(`${option} ${text}: a number of seats is needed`);
  return seats;
}

function fraction(option: string, text: string): Fraction {
  const value = readFraction(text);
  if (value === undefined) throw new WrongUse(`${option} ${text}: a fraction is needed, such as 1/2 or 0.5`);
  return value;
}

/** `jobs=1/3` */
function criterionOf(text: string): Criterion {
  const [name = '', weight = '', ...more] = text.split('=').map((part) => part.trim());
  if (name === '' || weight === '' || more.length > 0)
    throw new WrongUse(`--weights ${text}: column=weight is needed, such as jobs=1/3,members=2/3`);
  return { name, weight: fraction(`--weights ${name}=`, weight) };
}
