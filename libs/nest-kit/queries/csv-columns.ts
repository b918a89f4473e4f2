import { z } from 'zod';
import type { Cell } from '#libs/csv';
import { bigintsAsNumbers } from '../http/lines.ts';

/** A member of an item: its name, and behind it the names inside of it. */
export type Column = readonly string[];

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly type?: string | readonly string[];
}

/**
 * The columns of a list as a table, in the order of its schema: a member that is an object has a column for each of its members (`succession.on`), a list stands in one
 * cell. They follow from the schema and not from the items, so that a list has the same ones on every day.
 */
export function columnsOf(page: z.ZodType): readonly Column[] {
  const { $defs = {}, ...whole } = z.toJSONSchema(page, { io: 'output', unrepresentable: 'any' });
  const named = $defs as Readonly<Record<string, Schema>>;
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : resolve(named[schema.$ref.replace('#/$defs/', '')] ?? {});
  const item = resolve(resolve(whole as Schema).properties?.['items']?.items ?? {});
  const columnsIn = (schema: Schema, path: Column): readonly Column[] => {
    const { properties, anyOf = [] } = resolve(schema);
    const others = anyOf.map(resolve).filter(({ type }) => type !== 'null');
    if (others.length === 1 && others[0] !== undefined) return columnsIn(others[0], path);
    if (properties === undefined) return [path];
    return Object.entries(properties).flatMap(([name, member]) => columnsIn(member, [...path, name]));
  };
  return columnsIn(item, []);
}

/** What stands in the cell of a column: a list, and whatever has no columns of its own, as JSON. */
export function cellAt(item: unknown, column: Column): Cell {
  const value = column.reduce<unknown>((inside, name) => memberOf(inside, name), item);
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value, bigintsAsNumbers);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
