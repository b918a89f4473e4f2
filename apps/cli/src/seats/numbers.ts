import type { Fraction } from '#libs/apportionment';
import { rationalOf, rounded, terminalText } from '#libs/kernel';

/** `1/3`, `0.25`, `1`; undefined for anything else. */
export function readFraction(text: string): Fraction | undefined {
  const [, over, under] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (over !== undefined && under !== undefined) return { numerator: over, denominator: under };
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const { numerator, denominator } = rationalOf(text);
  return { numerator: String(numerator), denominator: String(denominator) };
}

export function fractionText({ numerator, denominator }: Fraction): string {
  return denominator === '1' ? numerator : `${numerator}/${denominator}`;
}

/** About so much, for people: the fraction itself is in the answer for programs. */
export function about({ numerator, denominator }: Fraction, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const twice = (2n * BigInt(numerator) * scale) / BigInt(denominator) + 1n;
  const text = String(twice / 2n).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `37.09 %` */
export function percent({ numerator, denominator }: Fraction): string {
  return `${about({ numerator: String(100n * BigInt(numerator)), denominator }, 2)} %`;
}

/** A figure as people write them: blanks between thousands, a decimal point or comma. What could be read in two ways is refused. */
export function readCell(cell: string): { readonly figure: string } | { readonly required: string } {
  const text = cell.replaceAll(/[\s\u00a0\u202f]/g, '');
  const required = 'a number from 0 on';
  if (/^\d{1,3}(,\d{3})+$/.test(text))
    return { required: `${text.replaceAll(',', '')}, or ${text.replace(',', '.')}: a comma stands for both` };
  if (!/^\d+([.,]\d+)?$/.test(text)) return { required };
  return { figure: text.replace(',', '.') };
}

/** A number of seats. */
export function readCount(text: string): number | undefined {
  const compact = text.replaceAll(/[\s\u00a0\u202f]/g, '');
  return /^\d{1,9}$/.test(compact) ? rounded(rationalOf(compact)) : undefined;
}

/** `A, B and C` */
export const listOf = (names: readonly string[], last = 'and'): string =>
  names.length < 2
    ? names.map(terminalText).join('')
    : `${names.slice(0, -1).map(terminalText).join(', ')} ${last} ${terminalText(names.at(-1) ?? '')}`;
