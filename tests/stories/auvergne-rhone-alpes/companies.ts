import { createHash } from 'node:crypto';
import { derivedId, type Uuid } from '#libs/kernel';

/** A company as the story registers it. Member lists are not public: these are generated, in the reported numbers. */
export interface Company {
  readonly id: Uuid;
  readonly name: string;
  readonly siren: string;
  readonly sizeClass: 'tpe' | 'sme' | 'mid-size' | 'large';
}

/** The fixed seed of the generated companies. */
export const COMPANY_SEED = 'grappe-auvergne-rhone-alpes';

const STEMS = [
  'Alto',
  'Boréa',
  'Cima',
  'Dorée',
  'Élan',
  'Forez',
  'Giffre',
  'Horizon',
  'Isère',
  'Jade',
  'Loire',
  'Meije',
  'Névé',
  'Onde',
  'Pilat',
  'Quartz',
  'Rhône',
  'Saône',
  'Trièves',
  'Vercors',
];
const TRADES = [
  'Logiciels',
  'Données',
  'Réseaux',
  'Systèmes',
  'Conseil',
  'Studio',
  'Cloud',
  'Industrie',
  'Santé',
  'Mobilité',
];
const SIZES = ['tpe', 'tpe', 'tpe', 'sme', 'sme', 'sme', 'mid-size', 'large'] as const;

/** The company of that number: the same in every run. */
export function company(number: number): Company {
  const bytes = createHash('sha256')
    .update(`${COMPANY_SEED}:${String(number)}`)
    .digest();
  const pick = <T>(list: readonly T[], index: number): T => list[(bytes[index] ?? 0) % list.length] as T;
  return {
    id: derivedId('story', 'company', String(number)),
    name: `${pick(STEMS, 0)} ${pick(TRADES, 1)} ${String(number + 1).padStart(3, '0')}`,
    siren: sirenOf(number),
    sizeClass: pick(SIZES, 2),
  };
}

/** Eight digits that differ from number to number, and their Luhn check digit. */
export function sirenOf(number: number): string {
  const digits = String(90_000_000 + number * 7);
  return `${digits}${String(luhnCheckDigit(digits))}`;
}

function luhnCheckDigit(digits: string): number {
  const sum = Array.from(digits).reduce((total, digit, index) => {
    const value = Number(digit) * ((digits.length - index) % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

/**
 * Who is where, by number. Numélink comes to 300 (170, then RhôneAlley's 80 of whom 30 were in both, then Auvergne TIC's 80);
 * Clust'R Numérique to 300 (Edit's 190 and Grilog's 110 of whom 40 were in both, then 40 newcomers); 90 are in both of the
 * last two, so that 300 and 300 give 510.
 */
export function memberLists() {
  const numelinkInTheEnd = range(0, 300);
  const inBoth = numelinkInTheEnd.filter((number) => [0, 3, 7].includes(number % 10));
  const clustrAtFirst = [...inBoth, ...range(300, 470)];
  return {
    all: range(0, 510),
    inBoth,
    numelink: range(0, 170),
    rhoneAlley: range(140, 220),
    auvergneTic: range(220, 300),
    edit: clustrAtFirst.slice(0, 190),
    grilog: clustrAtFirst.slice(150),
    clustrNewcomers: range(470, 510),
  };
}
