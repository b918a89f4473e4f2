import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { searchesFor, searchOf, type OrganisationSearch } from './search.ts';

const SIREN = '331518498';
const described = {
  names: [{ name: 'Esker' }, { name: 'Œuvre Numérique' }],
  locations: [{ department: '42' }, { department: '2A' }, { department: '42' }],
  identifiers: [
    { identifier: { scheme: 'siren', value: SIREN } as const },
    { identifier: { scheme: 'rna', value: 'W9P1002760' } as const },
    { identifier: { scheme: 'court-register', value: 'STRASBOURG 12/34' } as const },
  ],
};
const ofEstablishment = {
  ...described,
  identifiers: [{ identifier: { scheme: 'siret', value: `${SIREN}00075` } as const }],
};

function finds(query: string, { names, identifiers }: OrganisationSearch): boolean {
  return searchesFor(query).some(
    (each) =>
      each.names.every((part) => names.includes(part)) && each.identifiers.every((part) => identifiers.includes(part)),
  );
}

describe('what an organisation is searched in', () => {
  it('are its names, its departments and its identifiers, and it is ordered by its last name', () => {
    expect(searchOf(described)).toEqual({
      names: ' esker  oeuvre numerique  @42  @2A ',
      identifiers: ` ${SIREN}  w9p1002760  strasbourg 12/34 `,
      sortKey: expect.stringMatching(/^oeuvre numerique/),
    });
  });

  it.each<[string, boolean]>([
    ['esker', true],
    ['OEUVRE', true],
    ['œuvre num', true],
    ['numérique esker', true],
    ['ske', true],
    ['nu', true],
    ['sk', false],
    ['axess', false],
    ['331 518 498', true],
    ['331.518.498', true],
    ['FR 38 331518498', false],
    ['SIREN : 331518498', true],
    ['331518498 00075', true],
    ['331-518', true],
    ['518498', false],
    ['w9p1002760', true],
    ['W 9P1 002760', true],
    ['W9P1', true],
    ['Strasbourg vol. 12 fol. 34', true],
    ['732829320', false],
    ['@42', false],
    ['…', false],
  ])('%j finds it: %s', (query, isFound) => {
    expect(finds(query, searchOf(described))).toBe(isFound);
  });

  it('a SIREN finds who has a SIRET of it, and a SIRET who has its SIREN; not who has another SIRET', () => {
    expect(finds(SIREN, searchOf(ofEstablishment))).toBe(true);
    expect(finds('331 518 498 00075', searchOf(ofEstablishment))).toBe(true);
    expect(finds('331 518 498 00083', searchOf(ofEstablishment))).toBe(false);
  });

  const letter = fc.constantFrom(...Array.from('aàâçeéèœæuzAÉŒ0189 -&’.'));
  it('is found by any name that it had', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(letter, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 }),
        (drawn) => {
          const names = drawn.map((letters) => ({ name: letters.join('') }));
          const search = searchOf({ ...described, names });
          for (const { name } of names)
            expect([name, finds(name, search) || searchesFor(name).length === 0]).toEqual([name, true]);
        },
      ),
      { seed: propertySeed() },
    );
  });
});
