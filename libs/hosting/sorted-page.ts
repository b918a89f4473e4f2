import { valueAt, type Order, type Page, type PageRequest, type Projection } from '#libs/projections';
import { limitOf, pageOf, placeOfCursor } from './cursor.ts';

/** A document under its key. */
export type Row<Document> = readonly [key: string, document: Document];

/** The page that is asked for, of rows in any order, as a query in the database gives it. */
export function sortedPage<Document extends object>(
  rows: readonly Row<Document>[],
  request: PageRequest<Document>,
  columns: Projection['columns'],
): Page<Document> {
  const { order, after, keep } = request;
  const meant = keep === undefined ? rows : rows.filter(([, document]) => keep(document));
  const placed = meant.map(([key, document]) => ({ key, document, value: orderValue(document, order, columns) }));
  const sign = order?.descending === true ? -1 : 1;
  const compare = (a: Sorted, b: Sorted): number => sign * compareOne(a, b);
  const sorted = placed.filter(({ value }) => order === undefined || value !== undefined).sort(compare);
  const place = after === undefined ? undefined : placeOfCursor(after, order);
  const last = place === undefined ? undefined : { key: place.key, value: typed(place.value, order, columns) };
  const rest = last === undefined ? sorted : sorted.filter((row) => compare(row, last) > 0);
  const placeOf = ({ key, value }: Sorted) => ({ key, value: value === undefined ? undefined : String(value) });
  const page = pageOf(rest, limitOf(request), placeOf);
  return { ...page, items: page.items.map(({ document }) => document) };
}

interface Sorted {
  readonly key: string;
  readonly value: string | number | undefined;
}

function compareOne(a: Sorted, b: Sorted): number {
  if (a.value !== undefined && b.value !== undefined && a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}

function orderValue(document: object, order: Order | undefined, columns: Projection['columns']): Sorted['value'] {
  if (order === undefined) return undefined;
  return valueAt(document, columns[order.column]?.from ?? order.column) as Sorted['value'];
}

function typed(value: string | undefined, order: Order | undefined, columns: Projection['columns']): Sorted['value'] {
  return columns[order?.column ?? '']?.type === 'integer' ? Number(value) : value;
}
