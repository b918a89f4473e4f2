import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { beforeDoubleEncoding } from './encoding.ts';
import { openTable, UnreadableTable, type TableRow } from './table.ts';
import { rowsIn } from './testing/index.ts';
import { fromWindows1252, toWindows1252 } from './windows-1252.ts';

/** Bytes in pieces of a size that cuts characters, line breaks and quotes. */
const inPieces = (bytes: Uint8Array, size: number) =>
  async function* () {
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
  };

const utf16 = (text: string, encoding: 'le' | 'be', mark = true): Uint8Array => {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le');
  return encoding === 'le' ? bytes : bytes.swap16();
};
const ENCODINGS: Readonly<Record<string, readonly [encoding: string, encode: (text: string) => Uint8Array]>> = {
  'UTF-8': ['utf-8', (text) => Buffer.from(text)],
  'UTF-8 with a mark': ['utf-8', (text) => Buffer.from(`\ufeff${text}`)],
  'UTF-16LE with a mark': ['utf-16le', (text) => utf16(text, 'le')],
  'UTF-16BE with a mark': ['utf-16be', (text) => utf16(text, 'be')],
  'UTF-16LE': ['utf-16le', (text) => utf16(text, 'le', false)],
  'UTF-16BE': ['utf-16be', (text) => utf16(text, 'be', false)],
  'Windows-1252': ['windows-1252', (text) => toWindows1252(text) ?? new Uint8Array()],
};

const HEADER = ['Dénomination', 'SIREN', 'Note'];
const LINES = [
  ['L’Œuvre numérique', '552100554', 'à 12 €'],
  ['Société "Générale"\nd’électricité', '331518498', ''],
  ['Café & Cie; SARL, fils', '356000000', 'œil'],
];
const WITH_BREAK = 1;

const quoted = (cell: string): string => (/[";,\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const written = (delimiter: string, lineBreak: string, rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.map(quoted).join(delimiter) + '\n')
    .join('')
    .replaceAll('\n', lineBreak);

async function rowsOf(bytes: Uint8Array, size = 7): Promise<readonly TableRow[]> {
  const table = await openTable(inPieces(bytes, size));
  return await rowsIn(table);
}

const CASES = Object.keys(ENCODINGS).flatMap((encoding) =>
  [';', ',', '\t'].flatMap((delimiter) =>
    ['\r\n', '\n', '\r'].map((lineBreak) => ({ encoding, delimiter, lineBreak })),
  ),
);

describe('a table as bytes', () => {
  it.each(CASES)('in $encoding, with $delimiter and $lineBreak, says the same', async (how) => {
    const [expected, encode] = ENCODINGS[how.encoding] ?? ['', () => new Uint8Array()];
    const bytes = encode(written(how.delimiter, how.lineBreak, [HEADER, ...LINES]));
    for (const size of [1, 7, 4_096]) {
      const table = await openTable(inPieces(bytes, size));
      expect([table.encoding, table.delimiter, table.header, table.lines]).toEqual([
        expected,
        how.delimiter,
        HEADER,
        5,
      ]);
      const rows = await rowsIn(table);
      expect(rows.map(({ cells }) => cells)).toEqual(LINES);
      // The second row has two lines.
      expect(rows.map(({ line }) => line)).toEqual([2, 3, 3 + WITH_BREAK + 1]);
    }
  });

  it('in decomposed letters says the same as in composed ones', async () => {
    const rows = await rowsOf(Buffer.from('Nom\nSocie\u0301te\u0301\n'));
    expect(rows).toEqual([{ line: 2, cells: ['Société'] }]);
  });

  it('names the lines of rows behind empty ones, and rows with too few and too many cells as they are', async () => {
    const rows = await rowsOf(Buffer.from('a;b\n\n1;2\n;\n3\n4;5;6'));
    expect(rows).toEqual([
      { line: 3, cells: ['1', '2'] },
      { line: 5, cells: ['3'] },
      { line: 6, cells: ['4', '5', '6'] },
    ]);
  });

  it('may say in its first line what separates cells', async () => {
    const table = await openTable(inPieces(Buffer.from('sep=,\r\na,b;c\r\n1,2\r\n'), 3));
    expect([table.delimiter, table.header]).toEqual([',', ['a', 'b;c']]);
    expect(await rowsIn(table)).toEqual([{ line: 3, cells: ['1', '2'] }]);
  });

  it('takes a quotation mark inside of a cell as it is', async () => {
    expect(await rowsOf(Buffer.from('a;b\nDupont "le grand";2\n'))).toEqual([
      { line: 2, cells: ['Dupont "le grand"', '2'] },
    ]);
  });

  it.each([
    ['to the end', 'a;b\n1;2\n3;"x\n4;y\n'],
    ['for long', `a;b\n1;2\n3;"x\n${'4;y\n'.repeat(100_000)}`],
  ])('whose quotation mark is open %s cannot be read from that line on', async (_how, text) => {
    const table = await openTable(inPieces(Buffer.from(text), 4_096));
    const rows: TableRow[] = [];
    const reading = (async () => {
      for await (const row of table.rows()) rows.push(row);
    })();
    await expect(reading).rejects.toThrow(
      new UnreadableTable(3, 'a quotation mark that opens a cell of this row is not closed'),
    );
    expect(rows).toEqual([{ line: 2, cells: ['1', '2'] }]);
  });

  it('of which a row is too long cannot be read from that line on, and nobody looks for a quotation mark', async () => {
    const table = await openTable(inPieces(Buffer.from(`a;b\n1;2\n3;${'é'.repeat(200_000)}\n5;6\n`), 4_096));
    const rows: TableRow[] = [];
    const reading = (async () => {
      for await (const row of table.rows()) rows.push(row);
    })();
    await expect(reading).rejects.toThrow(new UnreadableTable(3, 'this row is longer than 262144 bytes'));
    expect(rows).toEqual([{ line: 2, cells: ['1', '2'] }]);
  });

  it('that is empty has no header', async () => {
    await expect(openTable(inPieces(Buffer.from(''), 1))).rejects.toThrow('a header is needed');
  });

  it('can be left before its end', async () => {
    const table = await openTable(inPieces(Buffer.from(`a\n${'b\n'.repeat(10_000)}`), 64));
    for await (const row of table.rows()) {
      expect(row).toEqual({ line: 2, cells: ['b'] });
      break;
    }
  });
});

describe('text that was encoded twice', () => {
  const twice = (text: string): string => fromWindows1252(Buffer.from(text));
  it.each([
    ['SociÃ©tÃ©', 'Société'],
    ['Lâ€™Å“uvre', 'L’Œuvre'.replace('Œ', 'œ')],
    ['12 â‚¬', '12 €'],
  ])('%s was %s', (text, before) => expect(beforeDoubleEncoding(text)).toBe(before));
  it.each(['Société', 'L’Œuvre', 'CAFÉ’S', 'ç»»', 'Ã la carte', 'SÃO PAULO', 'Esker', '日本'])('%s was not', (text) =>
    expect(beforeDoubleEncoding(text)).toBeUndefined(),
  );
  it('is found in any words of French', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...Array.from('aeéèêëàâçîïôùûüÿœæ’« »-')),
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(letters, (text) => {
        const broken = twice(text);
        expect(broken === text ? text : beforeDoubleEncoding(broken)).toBe(text);
        expect(beforeDoubleEncoding(text)).toBeUndefined();
      }),
      { seed: propertySeed() },
    );
  });
});
