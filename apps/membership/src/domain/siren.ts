import type { Refusal } from '#libs/kernel';

/**
 * A SIREN is nine digits of which the last is a Luhn check digit (Code de commerce, art. R123-221; ISO/IEC 7812-1 annex B).
 * The exception of La Poste concerns SIRET numbers only.
 */
export function isSiren(value: string): boolean {
  return /^\d{9}$/.test(value) && value !== NONE && luhnSum(value) % 10 === 0;
}

/** Passes the check and is nobody's: forms are filled with it. */
const NONE = '000000000';

function luhnSum(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}

export type SirenInvalid = Refusal<'MBR_SIREN_INVALID', 'found' | 'required'>;

export function sirenInvalid(found: string): SirenInvalid {
  return { type: 'MBR_SIREN_INVALID', found, required: 'nine digits of which the last is the Luhn check digit' };
}
