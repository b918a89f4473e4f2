import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { isSiren, isSiret } from './check-digits.ts';
import { identifierKey, readIdentifier, readIdentifierAs, type Scheme } from './identifier.ts';

const read = (text: string): unknown => {
  const reading = readIdentifier(text);
  return reading.ok ? [reading.identifier.scheme, reading.identifier.value] : 'unreadable';
};

describe('an identifier of an organisation', () => {
  it.each<[string, Scheme, string]>([
    ['732829320', 'siren', '732829320'],
    ['732 829 320', 'siren', '732829320'],
    ['732.829.320', 'siren', '732829320'],
    ['732-829-320', 'siren', '732829320'],
    ['732\u00a0829\u202f320', 'siren', '732829320'],
    [' 732829320\t', 'siren', '732829320'],
    ['７３２８２９３２０', 'siren', '732829320'],
    ['SIREN : 732 829 320', 'siren', '732829320'],
    ['siren n° 732829320', 'siren', '732829320'],
    ['FR44732829320', 'siren', '732829320'],
    ['FR 44 732 829 320', 'siren', '732829320'],
    ['356000000', 'siren', '356000000'],
    ['069805133', 'siren', '069805133'],
    ['73282932000074', 'siret', '73282932000074'],
    ['732 829 320 00074', 'siret', '73282932000074'],
    ['SIRET 732 829 320 00074', 'siret', '73282932000074'],
    // The seat of La Poste has a check digit, its establishments a sum that five divides.
    ['35600000000048', 'siret', '35600000000048'],
    ['35600000049837', 'siret', '35600000049837'],
    ['35600000009075', 'siret', '35600000009075'],
    ['W751234567', 'rna', 'W751234567'],
    ['w751234567', 'rna', 'W751234567'],
    ['W75 123 4567', 'rna', 'W751234567'],
    ['RNA: W751234567', 'rna', 'W751234567'],
    // Overseas prefixes have a letter.
    ['W9P1002760', 'rna', 'W9P1002760'],
    ['W9r1000123', 'rna', 'W9R1000123'],
    ['W2A1002760', 'rna', 'W2A1002760'],
    // Alsace-Moselle: the court's register.
    ['Strasbourg, volume 98, folio 123', 'court-register', 'STRASBOURG 98/123'],
    ['STRASBOURG vol. 98 fol. 0123', 'court-register', 'STRASBOURG 98/123'],
    ['Sélestat Volume 12 Folio 7', 'court-register', 'SELESTAT 12/7'],
    ['Saint-Avold vol 3 folio 44', 'court-register', 'SAINT-AVOLD 3/44'],
  ])('%j is read as the %s %s', (text, scheme, value) => {
    expect(read(text)).toEqual([scheme, value]);
  });

  it.each([
    ['000000000', 'nobody', undefined],
    ['732829321', '9 digits whose check digit is wrong', undefined],
    ['73282932000075', '14 digits whose check digit is wrong', undefined],
    ['73282932100074', 'first nine are no SIREN', undefined],
    ['35600000049838', '14 digits whose check digit is wrong', undefined],
    ['69805133', '8 digits', ['siren', '069805133']],
    ['6980513300076', '13 digits', ['siret', '06980513300076']],
    ['732829320.0', 'a number with decimals', ['siren', '732829320']],
    ['8,2E+13', 'a spreadsheet has shortened', undefined],
    ['8.2e13', 'a spreadsheet has shortened', undefined],
    ['73282932O', '73282932O', ['siren', '732829320']],
    ['W75123456', 'W75123456', undefined],
    ['WA51234567', 'WA51234567', undefined],
    ['FR45732829320', 'a VAT number whose key is wrong', undefined],
    ['٧٣٢٨٢٩٣٢٠', '٧٣٢٨٢٩٣٢٠', undefined],
    ['42735', '5 digits', undefined],
    ['', '', undefined],
    ['Esker', 'Esker', undefined],
  ])('%j is none, and says why', (text, why, proposal) => {
    const reading = readIdentifier(text);
    if (reading.ok) throw new Error(`it is read as ${reading.identifier.value}`);
    expect(reading.found).toContain(why);
    expect(reading.required).not.toBe('');
    expect(reading.proposal && [reading.proposal.scheme, reading.proposal.value]).toEqual(proposal);
  });

  it('of another scheme than was wanted is named', () => {
    expect(readIdentifierAs('siren', '732 829 320 00074')).toMatchObject({
      ok: false,
      found: 'the SIRET 73282932000074',
      proposal: { scheme: 'siren', value: '732829320' },
    });
    expect(readIdentifierAs('rna', '732829320')).toMatchObject({ ok: false, required: 'a RNA number' });
    expect(readIdentifierAs('siret', '73282932000074')).toMatchObject({ ok: true });
  });

  it('is the same in every spelling of its groups', () => {
    const separators = fc.array(fc.constantFrom('', ' ', '.', '-', '\u00a0', '\u202f'), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8}$/), separators, (body, between) => {
        const siren = Array.from({ length: 10 }, (_, digit) => `${body}${String(digit)}`).find(isSiren);
        fc.pre(siren !== undefined);
        const spelled = Array.from(siren, (digit, index) => `${digit}${between[index] ?? ''}`).join('');
        expect(read(spelled)).toEqual(['siren', siren]);
      }),
      { seed: propertySeed() },
    );
  });

  it('has one key, which names a stream', () => {
    expect(identifierKey({ scheme: 'court-register', value: 'SAINT-AVOLD 3/44' })).toBe(
      'court-register.saint-avold-3-44',
    );
    expect(identifierKey({ scheme: 'rna', value: 'W9P1002760' })).toBe('rna.w9p1002760');
  });
});

describe('a check digit', () => {
  it('is exactly one for any eight digits of a SIREN, and is wrong after one digit was mistyped', () => {
    const typo = fc.tuple(fc.stringMatching(/^\d{8}$/), fc.nat(8), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(typo, ([body, at, shift]) => {
        const right = Array.from({ length: 10 }, (_, digit) => `${body}${String(digit)}`).filter(isSiren);
        fc.pre(body !== '00000000');
        expect(right).toHaveLength(1);
        const [siren = ''] = right;
        const other = (Number(siren[at]) + shift) % 10;
        expect(isSiren(`${siren.slice(0, at)}${String(other)}${siren.slice(at + 1)}`)).toBe(false);
      }),
      { seed: propertySeed() },
    );
  });

  it('of a SIRET is over its SIREN too', () => {
    expect(['73282932000074', '06980513300076'].map(isSiret)).toEqual([true, true]);
    expect(['7328293200007', '73282932000074 ', '00000000000000'].map(isSiret)).toEqual([false, false, false]);
  });
});
