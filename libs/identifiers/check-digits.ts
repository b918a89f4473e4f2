import type { Refusal } from '#libs/kernel';

/**
 * A SIREN is nine digits of which the last is a Luhn check digit (Code de commerce, art. R123-221; ISO/IEC 7812-1 annex B). Nine zeros pass the check and
 * are nobody's: forms are filled with them.
 */
export function isSiren(value: string): boolean {
  return /^\d{9}$/.test(value) && value !== '000000000' && isLuhn(value);
}

/** The establishments of La Poste are more than the check digit can tell apart. */
const LA_POSTE = '356000000';

/**
 * A SIRET is the SIREN of a company and five digits of its establishment, the last of which is a Luhn check digit over all. Those of La Poste, but for its seat,
 * have a sum of digits that five divides (INSEE, documentation of the Sirene directory).
 */
export function isSiret(value: string): boolean {
  if (!/^\d{14}$/.test(value) || !isSiren(value.slice(0, 9))) return false;
  return isLuhn(value) || (value.startsWith(LA_POSTE) && sumOf(value) % 5 === 0);
}

function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

function sumOf(digits: string): number {
  return Array.from(digits, Number).reduce((sum, digit) => sum + digit, 0);
}

export type SirenInvalid = Refusal<'MBR_SIREN_INVALID', 'found' | 'required'>;

export function sirenInvalid(found: string): SirenInvalid {
  return { type: 'MBR_SIREN_INVALID', found, required: 'nine digits of which the last is the Luhn check digit' };
}
