import { describe, expect, it } from '@jest/globals';
import { cleaned, readIdentifierCell, readName, readPostalCode, readWord } from './cells.ts';
import { readDay, type DateFormat } from './days.ts';

/** The value, or the reason with its proposal. */
const said = (verdict: ReturnType<typeof readName>): unknown =>
  verdict.ok ? verdict.value : [verdict.reason, verdict.proposal];

describe('a cell that a spreadsheet has eaten', () => {
  it.each([
    ['69805133', '8 digits; 069805133 would be valid: confirm', '069805133'],
    ['6980513300076', '13 digits; 06980513300076 would be valid: confirm', '06980513300076'],
    ['732829320.0', 'a number with decimals; 732829320 would be valid: confirm', '732829320'],
    ['732829320,00', 'a number with decimals; 732829320 would be valid: confirm', '732829320'],
    ['73282932O', 'no identifier; 732829320 would be valid: confirm', '732829320'],
    ['8,2E+13', 'a number that a spreadsheet has shortened: its last digits are lost', undefined],
    ['552100555', '9 digits whose check digit is wrong', undefined],
    ['inconnu', 'no identifier; needed is a SIREN', undefined],
  ])('%s is no identifier', (text, reason, proposal) => {
    const verdict = readIdentifierCell(text);
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as unknown });
    if (proposal !== undefined) expect(verdict).toMatchObject({ reason, proposal });
  });

  it.each(['552 100 554', '552100554', 'FR44732829320', 'w751 234 567', 'Strasbourg vol. 98 fol. 12'])(
    '%s is one, and stays as it is spelled',
    (text) => expect(said(readIdentifierCell(text))).toBe(text),
  );

  it('of the column of another kind is refused, and of a SIRET its SIREN is proposed', () => {
    expect(said(readIdentifierCell('55210055400013', 'siren'))).toEqual([
      'the SIRET 55210055400013; 552100554 would be valid: confirm',
      '552100554',
    ]);
    expect(readIdentifierCell('552100554', 'rna')).toMatchObject({ ok: false });
  });

  it.each([
    ['69001', '69001'],
    ['69 001', '69001'],
    ['1310', ['4 digits; 01310 would be valid: confirm', '01310']],
    ['1310.0', [expect.stringContaining('01310 would be valid'), '01310']],
    ['F-69001', [expect.stringContaining('69001 would be valid'), '69001']],
    ['SW1A 1AA', ['needed are the five digits of a French postal code, or nothing', undefined]],
  ])('%s as a postal code', (text, expected) => expect(said(readPostalCode(text))).toEqual(expected));
});

describe('a day', () => {
  it.each<[string, DateFormat, unknown]>([
    ['2016-12-31', 'yyyy-mm-dd', '2016-12-31'],
    ['2016-12-31', 'dd/mm/yyyy', '2016-12-31'],
    ['31/12/2016', 'dd/mm/yyyy', '2016-12-31'],
    ['1/2/2016', 'dd/mm/yyyy', '2016-02-01'],
    ['1/2/2016', 'mm/dd/yyyy', '2016-01-02'],
    ['31.12.2016', 'dd.mm.yyyy', '2016-12-31'],
    ['31-12-2016', 'dd-mm-yyyy', '2016-12-31'],
    ['29/02/2016', 'dd/mm/yyyy', '2016-02-29'],
  ])('%s in a file with %s is %s', (text, format, day) => expect(said(readDay(text, format))).toBe(day));

  it.each<[string, DateFormat, string, string | undefined]>([
    ['42735', 'dd/mm/yyyy', 'the number 42735, as spreadsheets count days', '2016-12-31'],
    ['42735.0', 'yyyy-mm-dd', 'the number 42735, as spreadsheets count days', '2016-12-31'],
    ['99999', 'yyyy-mm-dd', 'the number 99999', undefined],
    ['31/12/2016', 'yyyy-mm-dd', 'no day as yyyy-mm-dd', '2016-12-31'],
    ['03/04/2016', 'yyyy-mm-dd', 'no day as yyyy-mm-dd', undefined],
    ['31.12.2016', 'dd/mm/yyyy', 'no day as dd/mm/yyyy or yyyy-mm-dd', '2016-12-31'],
    ['12/31/2016', 'dd/mm/yyyy', 'no day of the calendar', '2016-12-31'],
    ['2016/12/31', 'yyyy-mm-dd', 'no day as yyyy-mm-dd', '2016-12-31'],
    ['2016-12-31 00:00:00', 'yyyy-mm-dd', 'a day with a time', '2016-12-31'],
    ['2016-12-31T00:00:00Z', 'yyyy-mm-dd', 'a day with a time', '2016-12-31'],
    ['31/02/2016', 'dd/mm/yyyy', 'no day of the calendar', undefined],
    ['2015-02-29', 'yyyy-mm-dd', '2015-02-29 is no day from 1800 to 2200', undefined],
    ['31/12/16', 'dd/mm/yyyy', 'no day as dd/mm/yyyy or yyyy-mm-dd', undefined],
    ['1650-01-01', 'yyyy-mm-dd', '1650-01-01 is no day from 1800 to 2200', undefined],
    ['bientôt', 'yyyy-mm-dd', 'no day as yyyy-mm-dd', undefined],
  ])('%s in a file with %s is refused', (text, format, reason, proposal) => {
    const whole = proposal === undefined ? reason : `${reason}; ${proposal} would be valid: confirm`;
    expect(said(readDay(text, format))).toEqual([whole, proposal]);
  });
});

describe('a text', () => {
  it.each([
    ['  Société \n d’électricité ', 'Société d’électricité'],
    ["'=SOMME", '=SOMME'],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
    ['a\u00a0b', 'a b'],
  ])('%j is %j once it is cleaned', (cell, text) => expect(cleaned(cell)).toBe(text));

  it.each([
    ['Esker', 'Esker'],
    ['SociÃ©tÃ©', ['text that was encoded twice; Société would be valid: confirm', 'Société']],
    ['Soci\ufffdt\ufffd', ['a character that was lost when the file was converted', undefined]],
    ['a\u202eb', ['text without control, direction or zero-width characters is required', undefined]],
  ])('%s as a name', (text, expected) => expect(said(readName(text))).toEqual(expected));

  it.each([
    ['PME', 'sme'],
    ['sme', 'sme'],
    ['Petite et Moyenne  Entreprise', 'sme'],
    ['gros', [expect.stringContaining('needed is one of sme'), undefined]],
  ])('%s as one of the words', (text, expected) =>
    expect(said(readWord(text, { sme: ['pme', 'petite et moyenne entreprise'] }))).toEqual(expected),
  );
});
