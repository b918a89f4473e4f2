import { describe, expect, it } from '@jest/globals';
import { folded } from '#libs/kernel';
import { enteredAs, identifiersIn, type MemberLine } from './member-line.ts';
import { numelink, rhoneAlley } from '../../../test/facts.ts';

const line = (more: Partial<MemberLine> = {}): MemberLine => ({
  name: 'Café du Port',
  identifiers: [],
  since: '2015-01-01',
  ...more,
});
const siren = [{ scheme: 'siren', value: '552100554' }] as const;

describe('the identifiers of a line', () => {
  it('are those of its texts, each once, and of a SIRET the SIREN as well', () => {
    expect(identifiersIn(['552 100 554 00013', '552100554', 'w751234567'])).toEqual([
      ...siren,
      { scheme: 'siret', value: '55210055400013' },
      { scheme: 'rna', value: 'W751234567' },
    ]);
  });

  it('are none where one of the texts is none', () => {
    expect(identifiersIn(['552100554', '69805133'])).toMatchObject({
      found: '69805133, 8 digits',
      proposal: { scheme: 'siren', value: '069805133' },
    });
  });
});

describe('the id of an organisation that a line enters', () => {
  it('is the same for the same identifier, whatever the name', () => {
    const id = enteredAs(line({ identifiers: siren }), numelink);
    expect(enteredAs(line({ identifiers: siren, name: 'Peugeot', postalCode: '69001' }), numelink)).toBe(id);
    expect(enteredAs(line({ identifiers: siren }), rhoneAlley)).not.toBe(id);
  });

  it('is the same for the same name and postal code, however the name is written', () => {
    const id = enteredAs(line({ postalCode: '01310' }), numelink);
    expect(enteredAs(line({ name: 'CAFE  DU PORT', postalCode: '01310' }), numelink)).toBe(id);
    expect(enteredAs(line({ postalCode: '69001' }), numelink)).not.toBe(id);
  });

  it('is none without either', () => expect(enteredAs(line(), numelink)).toBeUndefined());
});

describe('two spellings of a name', () => {
  it.each([
    ['Œuvre numérique', 'OEUVRE NUMERIQUE'],
    ['L’Atelier', "l'atelier"],
    ['Peugeot S.A.', 'PEUGEOT SA'],
    ['Café\u00a0& Cie', 'cafe & cie'],
    ['Cafe\u0301', 'Café'],
    ['ﬁnance', 'finance'],
  ])('%s and %s are one', (left, right) => expect(folded(left)).toBe(folded(right)));
  it.each([
    ['Axess', 'Axes'],
    ['Nova 1', 'Nova 2'],
  ])('%s and %s are two', (left, right) => expect(folded(left)).not.toBe(folded(right)));
});
