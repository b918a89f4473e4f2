import { z } from 'zod';
import {
  DIVISOR_METHODS,
  METHODS,
  type ApportionmentInput,
  type BiproportionalInput,
  type ReservedSeats,
  type UnitInput,
} from '#libs/apportionment';
import { openTable, UnreadableTable, unguarded, type Table } from '#libs/csv';
import { WrongUse } from '../failures.ts';
import { plain } from '../imports/cells.ts';
import { tableQuestionSchema } from './table-question.ts';
import { readCell, readCount, readFraction } from './numbers.ts';
import type { Settings } from './options.ts';

/** What the columns of a file are known by; every other column may be a figure. */
const COLUMNS = {
  unit: ['unit', 'unité', 'antenne', 'antenna', 'nom', 'name', 'district', 'college', 'collège'],
  minimum: ['minimum', 'min'],
  maximum: ['maximum', 'max'],
  reserved: ['reserved', 'réservés', 'sièges réservés', 'reserved seats'],
} as const;

/** Seats between units, or in a table of rows and columns. */
export type Question =
  | { readonly kind: 'units'; readonly input: ApportionmentInput }
  | { readonly kind: 'table'; readonly input: BiproportionalInput };

/** The question that a file and the options ask together. @throws WrongUse for a file that asks none: what was found, and what is needed */
export async function readQuestion(name: string, bytes: Uint8Array, settings: Settings): Promise<Question> {
  const begin = new TextDecoder('utf-8').decode(bytes.subarray(0, 64)).trimStart();
  if (!/\.json$/i.test(name) && !begin.startsWith('{')) {
    const table = await tableOf(name, bytes);
    return { kind: 'units', input: complete(name, await readTable(name, table, settings)) };
  }
  const value = jsonOf(name, bytes);
  if (typeof value === 'object' && value !== null && 'rows' in value)
    return { kind: 'table', input: parsed(name, tableQuestionSchema, value) };
  return { kind: 'units', input: complete(name, { ...parsed(name, fileSchema, value), ...settings }) };
}

type Draft = Settings & Pick<ApportionmentInput, 'units'>;

function complete(name: string, { house, method, criteria, ...rest }: Draft): ApportionmentInput {
  if (house === undefined) throw new WrongUse(`${name}: how many seats are there: --house <seats>`);
  if (method === undefined) throw new WrongUse(`${name}: by which method: --method ${METHODS.join('|')}`);
  if (criteria === undefined) throw new WrongUse(`${name}: criteria are needed, each with a name and a weight`);
  return { house, method, criteria, ...rest };
}

const fractionSchema = z
  .union([z.strictObject({ numerator: z.string(), denominator: z.string() }), z.string()])
  .transform((value, context) => {
    if (typeof value !== 'string') return value;
    const fraction = readFraction(value);
    if (fraction !== undefined) return fraction;
    context.addIssue({ code: 'custom', message: `a fraction such as 1/3 is needed, found ${value}` });
    return z.NEVER;
  });
const figureSchema = z.union([z.number(), z.string()]);
const count = z.int().min(0);
const fileSchema = z.strictObject({
  house: count.optional(),
  method: z.enum(METHODS).optional(),
  criteria: z.array(z.strictObject({ name: z.string(), weight: fractionSchema })).optional(),
  units: z.array(
    z.strictObject({
      unit: z.string(),
      figures: z.record(z.string(), figureSchema),
      minimum: count.optional(),
      maximum: count.optional(),
    }),
  ),
  base: z.strictObject({ seats: count, rounding: z.enum(DIVISOR_METHODS) }).optional(),
  degression: z.enum(['none', 'square-root']).optional(),
  minimum: count.optional(),
  maximum: count.optional(),
  cap: fractionSchema.optional(),
  reserved: z.array(z.strictObject({ name: z.string(), unit: z.string().optional(), seats: count })).optional(),
  tieRule: z.array(z.string()).optional(),
  lots: z.array(z.strictObject({ drawn: z.array(z.string()) })).optional(),
  vacancies: z.boolean().optional(),
});

function jsonOf(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'text that is no UTF-8';
    throw new WrongUse(`${name}: JSON is needed, found ${reason}`);
  }
}

function parsed<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const complaints = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new WrongUse([`${name}:`, ...complaints].join('\n  '));
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
