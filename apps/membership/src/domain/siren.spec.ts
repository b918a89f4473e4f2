import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { SIREN_OF_ESKER, SIREN_OF_LA_POSTE, SIREN_OF_NOBODY } from '../../test/facts.ts';
import { isSiren, sirenInvalid } from './siren.ts';

describe('a SIREN', () => {
  it.each([SIREN_OF_ESKER, SIREN_OF_LA_POSTE, SIREN_OF_NOBODY, '542107651'])('%s is one', (siren) => {
    expect(isSiren(siren)).toBe(true);
  });

  it.each([
    ['a wrong check digit', '732829321'],
    ['eight digits', '73282932'],
    ['ten digits', '7328293200'],
    ['a SIRET', '73282932000074'],
    ['a letter', '73282932O'],
    ['spaces', '732 829 320'],
    ['nine zeros', '000000000'],
    ['nothing', ''],
    ['digits of another script', '٧٣٢٨٢٩٣٢٠'],
  ])('%s is none', (_what, text) => {
    expect(isSiren(text)).toBe(false);
  });

  it('has exactly one check digit for any eight digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8}$/), (body) => {
        const right = Array.from({ length: 10 }, (_, digit) => isSiren(`${body}${String(digit)}`)).filter(Boolean);
        return right.length === 1;
      }),
      { seed: propertySeed() },
    );
  });

  it('is never right again after one digit was mistyped', () => {
    const typo = fc.tuple(fc.stringMatching(/^\d{9}$/), fc.nat(8), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(typo, ([digits, at, shift]) => {
        fc.pre(isSiren(digits));
        const other = (Number(digits[at]) + shift) % 10;
        return !isSiren(`${digits.slice(0, at)}${String(other)}${digits.slice(at + 1)}`);
      }),
      { seed: propertySeed() },
    );
  });

  it('is refused with what was found', () => {
    expect(sirenInvalid('123')).toMatchObject({ type: 'MBR_SIREN_INVALID', found: '123' });
  });
});
