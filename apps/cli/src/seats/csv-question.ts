import type { ApportionmentInput, ReservedSeats, UnitInput } from '#libs/apportionment';
import { openTable, UnreadableTable, unguarded, type Table } from '#libs/csv';
import { WrongUse } from '../failures.ts';
import { plain } from '../imports/cells.ts';
import { readCell, readCount } from './numbers.ts';
import type { Draft, Settings } from './options.ts';

/** What the columns of a file are known by; every other column may be a figure. */
const COLUMNS = {
  unit: ['unit', 'unité', 'antenne', 'antenna', 'nom', 'name', 'district', 'college', 'collège'],
  minimum: ['minimum', 'min'],
  maximum: ['maximum', 'max'],
  reserved: ['reserved', 'réservés', 'sièges réservés', 'reserved seats'],
} as const;

/** The units of a file of CSV; the rest of the question is in the options. @throws WrongUse */
export async function questionOfCsv(name: string, bytes: Uint8Array, settings: Settings): Promise<Draft> {
  return await readTable(name, await tableOf(name, bytes), settings);
}

async function tableOf(name: string, bytes: Uint8Array): Promise<Table> {
  try {
    return await openTable(async function* () {
      yield bytes;
    });
  } catch (error) {
    if (error instanceof UnreadableTable) throw new WrongUse(`${name}: ${error.message}`);
    throw error;
  }
}

async function readTable(name: string, table: Table, settings: Settings): Promise<Draft> {
  const header = table.header.map((cell) => unguarded(cell).trim());
  const indexOf = (field: keyof typeof COLUMNS): number =>
    header.findIndex((cell) => COLUMNS[field].some((known) => plain(known) === plain(cell)));
  const at = { unit: Math.max(indexOf('unit'), 0), minimum: indexOf('minimum'), maximum: indexOf('maximum') };
  const reservedAt = indexOf('reserved');
  const taken = [at.unit, at.minimum, at.maximum, reservedAt];
  const figures = header.filter((cell, index) => cell !== '' && !taken.includes(index));
  const criteria = settings.criteria ?? onlyCriterion(name, figures);
  const wanted = [...criteria.map((each) => each.name), ...(settings.tieRule ?? [])].filter(
    (each) => each !== 'weight',
  );
  const missing = wanted.find((each) => !header.includes(each));
  if (missing !== undefined) throw new WrongUse(`${name}: no column ${missing}; there are ${header.join(', ')}`);
  const units: UnitInput[] = [];
  const reserved: ReservedSeats[] = [];
  try {
    for await (const { line, cells } of table.rows()) {
      const cell = (index: number): string => unguarded(cells[index] ?? '').trim();
      const place = (column: number): string => `${name}, line ${String(line)}, ${header[column] ?? ''}`;
      const seats = (index: number): number | undefined =>
        index === -1 ? undefined : seatsIn(place(index), cell(index));
      const unit = cell(at.unit);
      if (unit === '') throw new WrongUse(`${place(at.unit)}: a name is needed, found an empty cell`);
      const values = wanted.map((each) => [each, figureIn(place(header.indexOf(each)), cell(header.indexOf(each)))]);
      units.push({
        unit,
        figures: Object.fromEntries(values) as UnitInput['figures'],
        minimum: seats(at.minimum),
        maximum: seats(at.maximum),
      });
      const own = seats(reservedAt);
      if (own !== undefined && own > 0) reserved.push({ name: unit, unit, seats: own });
    }
  } catch (error) {
    if (error instanceof UnreadableTable) throw new WrongUse(`${name}: ${error.message}`);
    throw error;
  }
  if (units.length === 0) throw new WrongUse(`${name}: a line for each unit is needed, found a header only`);
  return { ...settings, criteria, units, ...(reserved.length > 0 ? { reserved } : {}) };
}

function onlyCriterion(name: string, figures: readonly string[]): ApportionmentInput['criteria'] {
  const [only, ...others] = figures;
  if (only !== undefined && others.length === 0) return [{ name: only, weight: { numerator: '1', denominator: '1' } }];
  if (only === undefined)
    throw new WrongUse(`${name}: a column of names and one of figures are needed, found one column`);
  const example = figures.map((column) => `${column}=1/${String(figures.length)}`).join(',');
  throw new WrongUse(`${name}: several columns of figures: which of them count, and how much: --weights ${example}`);
}

function figureIn(place: string, cell: string): string {
  const read = readCell(cell);
  if ('figure' in read) return read.figure;
  throw new WrongUse(`${place}: found ${cell === '' ? 'an empty cell' : cell}; needed is ${read.required}`);
}

function seatsIn(place: string, cell: string): number | undefined {
  if (cell === '') return undefined;
  const seats = readCount(cell);
  if (seats === undefined) throw new WrongUse(`${place}: found ${cell}; needed is a number of seats`);
  return seats;
}
