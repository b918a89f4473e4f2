import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { openTable } from './table.ts';
import { rowsIn } from './testing/index.ts';
import { csvRow, guarded, unguarded } from './write.ts';

describe('a cell of an export', () => {
  it.each([
    [-12.5, '-12.5'],
    ['-12.50', '-12.50'],
    ['-12,50', '"-12,50"'],
    ['=cmd|/C calc', "'=cmd|/C calc"],
    ['+33 4 77 00 00 00', "'+33 4 77 00 00 00"],
    ['@x', "'@x"],
    ['-2+3', "'-2+3"],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['\tx', "'\tx"],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
    ["'=x", "''=x"],
    ['Esker', 'Esker'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
  ])('%j stands there as %j', (value, written) => expect(csvRow([value, ''])).toBe(`${written},\r\n`));

  it('is quoted where it has to be', () => {
    expect(csvRow(['a,b', 'c"d', 'e\nf', '\rg', 'h'])).toBe('"a,b","c""d","e\nf","\'\rg",h\r\n');
  });
});

/** Characters that mean something to spreadsheets and to CSV, and others. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(`'=+-@",;\t 1aé\n`)), maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

describe('a mark before a text', () => {
  it('is taken off again, whatever the text is', () => {
    fc.assert(
      fc.property(text, (original) => {
        expect(unguarded(guarded(original))).toBe(original);
      }),
      { seed: propertySeed() },
    );
  });

  it('leaves nothing that a spreadsheet computes', () => {
    fc.assert(
      fc.property(text, (original) => {
        expect(guarded(original)).not.toMatch(/^[=+@\t\r]|^-(?!\d+([.,]\d+)?$)/);
      }),
      { seed: propertySeed() },
    );
  });

  it('comes through a file', async () => {
    const cells = fc.array(
      text.map((each) => each.normalize('NFC')),
      { minLength: 2, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(cells, async (row) => {
        fc.pre(row.some((cell) => cell !== ''));
        const bytes = Buffer.from(csvRow(row.map((_cell, index) => `column ${String(index)}`)) + csvRow(row));
        const table = await openTable(async function* () {
          yield await Promise.resolve(bytes);
        });
        const [read] = await rowsIn(table);
        expect(read?.cells.map(unguarded)).toEqual(row.map((cell) => cell.replaceAll(/\r\n?/g, '\n')));
      }),
      { seed: propertySeed() },
    );
  });
});
