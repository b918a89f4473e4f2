import type { Projection } from './projection.ts';

/** From and until, both inclusive, on a date or a number. */
export interface Range {
  readonly from?: string | number | undefined;
  readonly until?: string | number | undefined;
}

/** Each of these stands somewhere in a text. */
export interface Containing {
  readonly contains: readonly string[];
}

type Condition = string | number | boolean | readonly string[] | Range | Containing;

/** Equality on derived columns; a list means any of, a range everything within. */
export type Where = Readonly<Record<string, Condition>>;

/** Both conditions. @throws TypeError where a range or a search meets another condition on its column */
export function both(one: Where, other: Where): Where {
  const met = Object.entries(other).map(([column, condition]) => {
    const known = one[column];
    return [column, known === undefined ? condition : common(column, known, condition)] as const;
  });
  return { ...one, ...Object.fromEntries(met) };
}

function common(column: string, one: Condition, other: Condition): Condition {
  if (isRange(one) || isRange(other) || isContaining(one) || isContaining(other))
    throw new TypeError(`${column} has a range or a search and another condition`);
  const [known, wanted] = [listOf(one), listOf(other)];
  // A value that is no text has no list: it is kept, or nothing fits.
  if (typeof one === 'object' || typeof other === 'object')
    return known.filter((each) => wanted.includes(each)).map(String);
  return one === other ? one : [];
}

function listOf(condition: Exclude<Condition, Range | Containing>): readonly (string | number | boolean)[] {
  return typeof condition === 'object' ? condition : [condition];
}

function isRange(condition: Condition): condition is Range {
  return typeof condition === 'object' && !Array.isArray(condition) && !isContaining(condition);
}

export function isContaining(condition: Condition): condition is Containing {
  return typeof condition === 'object' && 'contains' in condition;
}

/** Whether a document fits, as a query over its model would find it. */
export function fits(document: object, where: Where, columns: Projection['columns']): boolean {
  return Object.entries(where).every(([column, wanted]) => {
    const value = valueAt(document, columns[column]?.from ?? column);
    if (typeof wanted !== 'object') return value === wanted;
    if (isContaining(wanted)) return typeof value === 'string' && wanted.contains.every((each) => value.includes(each));
    return isRange(wanted) ? within(value, wanted) : wanted.some((each) => each === value);
  });
}

function within(value: unknown, { from, until }: Range): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  return (from === undefined || value >= from) && (until === undefined || value <= until);
}

/** The member of a document at a path of names joined by dots. */
export function valueAt(document: object, path: string): unknown {
  if (!path.includes('.')) return (document as Record<string, unknown>)[path];
  return path
    .split('.')
    .reduce<unknown>((value, member) => (value as Record<string, unknown> | undefined)?.[member], document);
}
