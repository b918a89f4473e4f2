import type { Queryable } from '#libs/postgres';
import { leadingColumns } from '../folding/rereading.ts';
import type { DerivedColumn, Projection } from '../projection.ts';

/** Where the documents of a model stand. */
export interface Place {
  readonly schema: string;
  readonly table: string;
}

/** Where readers find a read model: `<context>.<read_model>`. */
export function placeOf(projection: { readonly name: string }): Place {
  const dot = projection.name.indexOf('.');
  return { schema: projection.name.slice(0, dot), table: projection.name.slice(dot + 1).replaceAll('-', '_') };
}

/** Where a rebuild of that generation collects documents until it takes the model's place; names of its indexes begin with its own. */
export function shadowOf(projection: Projection, generation: bigint): Place {
  const { schema, table } = placeOf(projection);
  return { schema, table: `${table}_g${String(generation)}` };
}

/** The place as it is written in a statement. */
export function sqlName({ schema, table }: Place): string {
  return `${quoteName(schema)}.${quoteName(table)}`;
}

export function quoteName(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Makes the table of a model anew, empty and without the indexes of its definition. `label` keeps the names of its constraints apart
 * from those of the table whose place it will take, because names of indexes are one space in a schema; they stay when it is renamed.
 */
export async function createTable(
  on: Queryable,
  projection: Projection,
  place: Place,
  label = place.table,
): Promise<void> {
  const columns = Object.entries(projection.columns).map(
    ([column, derived]) =>
      `${quoteName(column)} ${typeOf(derived)} generated always as (${derivation(derived)}) stored`,
  );
  await on.query(ensureSchemaSql(place.schema));
  await dropTable(on, place);
  await on.query(
    `create table ${sqlName(place)} (${[
      `key text collate "C" constraint ${quoteName(`${label}_pkey`)} primary key`,
      'document jsonb not null',
      ...columns,
      ...(projection.order === undefined ? [] : HISTORY_COLUMNS),
    ].join(', ')}) with (${STORAGE})`,
  );
}

/**
 * Documents with the events they are made of are around 2 kB, from where PostgreSQL compresses each on its way in and expands it for every
 * read. That costs more than the space, so that it begins as late as a page allows.
 */
const STORAGE = 'toast_tuple_target = 8160';

/** What a read as of an instant looks at: which of the columns that lead an index ever had another value, and which documents are gone. */
const HISTORY_COLUMNS = [`changed_columns jsonb generated always as (document -> '$changed') stored`];

/** Asks first, because `create schema if not exists` wants the right to create schemas even where there is nothing to create. */
function ensureSchemaSql(schema: string): string {
  return `do $$ begin
  if to_regnamespace(${literal(quoteName(schema))}) is null then create schema ${quoteName(schema)}; end if;
end $$;`;
}

/** The indexes of a definition; a rebuild makes them once its table is filled. */
export async function createIndexes(
  on: Queryable,
  { indexes, searched = [], order }: Projection,
  place: Place,
  label = place.table,
): Promise<void> {
  for (const [index, columns] of indexes.entries())
    await on.query(
      `create index if not exists ${quoteName(`${label}_${String(index + 1)}`)} on ${sqlName(place)} (${columns.map(quoteName).join(', ')})`,
    );
  // Without a list of what is to be indexed later: a search would read through it.
  for (const [index, column] of searched.entries())
    await on.query(
      `create index if not exists ${quoteName(`${label}_search_${String(index + 1)}`)} on ${sqlName(place)} using gin (${quoteName(column)} gin_trgm_ops) with (fastupdate = off)`,
    );
  for (const [index, column] of (order === undefined ? [] : leadingColumns({ indexes, searched })).entries())
    await on.query(
      `create index if not exists ${quoteName(`${label}_was_${String(index + 1)}`)} on ${sqlName(place)} (key) where ${hasChanged(column)}`,
    );
}

/** Whether a column of a document ever had another value, as SQL: few ever had, so that an index finds them beside those that fit. */
export function hasChanged(column: string): string {
  return `changed_columns @> '["${column}"]'`;
}

export async function tableExists(on: Queryable, place: Place): Promise<boolean> {
  const answer = await on.query<{ present: boolean }>({
    text: 'select to_regclass($1) is not null as present',
    values: [sqlName(place)],
  });
  return answer.rows[0]?.present === true;
}

export async function dropTable(on: Queryable, place: Place): Promise<void> {
  await on.query(`drop table if exists ${sqlName(place)}`);
}

function typeOf({ type, isSortKey }: DerivedColumn): string {
  return isSortKey === true ? `${type} collate "C"` : type;
}

/** Only immutable expressions may be stored: a cast from text to date depends on settings, its parts do not. */
function derivation({ type, from }: DerivedColumn): string {
  const text = `(document #>> ${literal(`{${from.split('.').join(',')}}`)})`;
  if (type === 'text') return text;
  if (type !== 'date') return `${text}::${type}`;
  return `make_date(left(${text}, 4)::integer, substr(${text}, 6, 2)::integer, substr(${text}, 9, 2)::integer)`;
}
