import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { cellAt, columnsOf } from './csv-columns.ts';

const person = z.strictObject({ personId: z.string(), name: z.string() }).meta({ id: 'ColumnsPerson' });
const item = z
  .strictObject({
    id: z.string(),
    holder: person.optional(),
    succession: z.strictObject({ on: z.string(), by: person.nullable() }).optional(),
    periods: z.array(z.strictObject({ since: z.string() })),
    value: z.number().nullable(),
    either: z.union([z.string(), z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]),
  })
  .meta({ id: 'ColumnsItem' });
const page = z.strictObject({ items: z.array(item), next: z.string().optional() });

describe('the columns of a list', () => {
  const columns = columnsOf(page);
  it('follow from its schema: members of objects have their own, lists and what may be several things have one', () => {
    expect(columns.map((column) => column.join('.'))).toEqual([
      ...['id', 'holder.personId', 'holder.name', 'succession.on', 'succession.by.personId', 'succession.by.name'],
      ...['periods', 'value', 'either'],
    ]);
  });

  it('have the members of an item as cells, and nothing where there is none', () => {
    const shown = {
      id: 'x',
      succession: { on: '2016-01-01', by: null },
      periods: [{ since: 'y' }],
      value: -12.5,
      either: { a: '=1' },
    };
    expect(columns.map((column) => cellAt(shown, column))).toEqual([
      ...['x', undefined, undefined, '2016-01-01', undefined, undefined, '[{"since":"y"}]', -12.5, '{"a":"=1"}'],
    ]);
  });
});
