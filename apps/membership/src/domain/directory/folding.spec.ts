import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { folded, partsOf, sortKeyOf } from './folding.ts';

describe('a folded name', () => {
  it.each([
    ['Esker', ' esker '],
    ['  Numélink  ', ' numelink '],
    ['NUMÉLINK', ' numelink '],
    ['Nume\u0301link', ' numelink '],
    ['Œuvre numérique', ' oeuvre numerique '],
    ['ŒUVRE', ' oeuvre '],
    ['Ægir & fils', ' aegir fils '],
    ['Straße', ' strasse '],
    ['STRASSE', ' strasse '],
    ['STRAẞE', ' strasse '],
    ['Çà et là', ' ca et la '],
    ['L’Oréal', ' l oreal '],
    ["L'Oréal", ' l oreal '],
    ['Saint-Étienne', ' saint etienne '],
    ['e-commerce.fr', ' e commerce fr '],
    ['ﬁnance', ' finance '],
    ['ＡＢＣ　１２', ' abc 12 '],
    ['Ångström Ørsted Łódź Đà Nẵng', ' angstrom orsted lodz da nang '],
    ['İstanbul ısı', ' istanbul isi '],
    ['ΟΔΥΣΣΕΥΣ', ' οδυσσευσ '],
    ['Ὀδυσσεύς', ' οδυσσευσ '],
    ['3A+ (Lyon)', ' 3a lyon '],
    ['!!!', ''],
    ['', ''],
  ])('of %j is %j', (name, text) => {
    expect(folded(name)).toBe(text);
  });

  it.each([
    ['Esker', ['esker']],
    ['le cœur', [' le', 'coeur']],
    ['A b', [' a', ' b']],
    ['esk esk', ['esk']],
    ['…', []],
  ])('%j is searched by %j', (query, parts) => {
    expect(partsOf(query)).toEqual(parts);
  });

  const letter = fc.constantFrom(
    ...Array.from("aàâäæbcçdeéèêëfghiîïjklmnñoôöœpqrsßtuùûüvwxyÿz0123456789 -&'’.ŁłØøſﬁǆ"),
  );
  const name = fc.array(letter, { minLength: 1, maxLength: 30 }).map((letters) => letters.join(''));
  const spelled = fc.constantFrom<(text: string) => string>(
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => text.normalize('NFD'),
    (text) => text.normalize('NFC'),
    (text) => text.normalize('NFKC'),
    (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, ''),
    (text) => text.replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll('ß', 'ss'),
    (text) => text.replaceAll('-', ' ').replaceAll('’', "'"),
  );

  it('is the same in any spelling, and finds itself by any part', () => {
    fc.assert(
      fc.property(
        name,
        fc.array(spelled, { maxLength: 4 }),
        fc.nat(20),
        fc.nat(20),
        (text, spellings, from, length) => {
          const other = spellings.reduce((before, spell) => spell(before), text);
          expect(folded(other)).toBe(folded(text));
          for (const part of partsOf(other)) expect(folded(text)).toContain(part);
          for (const word of folded(text)
            .split(' ')
            .filter((each) => each !== ''))
            for (const part of partsOf(word.slice(from % word.length).slice(0, 3 + length)))
              if (!part.startsWith(' ')) expect(folded(text)).toContain(part);
          expect(folded(folded(text))).toBe(folded(text));
        },
      ),
      { seed: propertySeed(), numRuns: 500 },
    );
  });
});

describe('the order of names', () => {
  const bytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));
  const sorted = (names: readonly string[]) =>
    names.toSorted((left, right) => bytes(sortKeyOf(left), sortKeyOf(right)) || bytes(left, right));

  it.each([
    [['cote', 'coté', 'côte', 'côté']],
    [['esker', 'Esker', 'ESKER']],
    [['oeil', 'œil', 'Oermann', 'Ofis']],
    [['Abc', 'Abc Nord', 'Abcd']],
    [['3A', 'Alto', 'Élan', 'Esker', 'Zenika']],
    [['Île de France', 'Ilmatar', 'Inovaction']],
  ])('is that of a dictionary: %j', (names) => {
    expect(sorted(names.toReversed())).toEqual(names);
  });

  const letters = fc.array(fc.constantFrom(...Array.from('abcéèêeEÉzZçôo')), { minLength: 1, maxLength: 8 });
  const french = new Intl.Collator('fr');
  it('is that of the French collation', () => {
    fc.assert(
      fc.property(
        fc.array(
          letters.map((each) => each.join('')),
          { maxLength: 8 },
        ),
        (names) => {
          const mine = sorted(names);
          for (const [index, name] of mine.entries())
            if (index > 0) expect(french.compare(mine[index - 1] ?? '', name)).toBeLessThanOrEqual(0);
        },
      ),
      { seed: propertySeed(), numRuns: 500 },
    );
  });

  it('takes names of any length', () => {
    expect(Buffer.byteLength(sortKeyOf('𝒳é'.repeat(150)))).toBeLessThan(1_500);
  });
});
