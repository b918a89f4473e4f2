import type pg from 'pg';
import type { Queryable } from '#libs/postgres';
import { copyDocuments } from './copy-documents.ts';
import { sqlName, type Place } from './table.ts';

/** Documents to write and keys to remove, each key once. */
export interface Changes {
  /** Keys and JSON texts side by side. */
  readonly keys: readonly string[];
  readonly texts: readonly string[];
  /** Those of the keys that have a document in the table already. */
  readonly replaced: readonly string[];
  readonly removed: readonly string[];
}

interface Row {
  readonly key: string;
  readonly document: object;
}

/** From so many documents on, a copy costs less than a statement that carries them as values. */
const WORTH_A_COPY = 200;

/** The documents of these keys in one query; a key without one is absent. */
export async function loadDocuments(
  client: Queryable,
  place: Place,
  keys: readonly string[],
): Promise<Map<string, object | undefined>> {
  if (keys.length === 0) return new Map();
  const found = await client.query<Row>({
    text: `select key, document from ${sqlName(place)} where key = any($1::text[])`,
    values: [keys],
  });
  return new Map(found.rows.map(({ key, document }) => [key, document]));
}

/** Two statements at most, whatever the number of documents. To be called inside a transaction. */
export async function writeChanges(client: pg.PoolClient, place: Place, changes: Changes): Promise<void> {
  const { keys, texts, replaced, removed } = changes;
  if (keys.length < WORTH_A_COPY) {
    await upsertDocuments(client, place, changes.keys, changes.texts);
    await remove(client, place, removed);
    return;
  }
  await remove(client, place, [...replaced, ...removed]);
  await copyDocuments(client, place, keys, texts);
}

/** Writes documents whether or not they are there; keys and JSON texts stand side by side. */
export async function upsertDocuments(
  client: Queryable,
  place: Place,
  keys: readonly string[],
  texts: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await client.query({
    text: `insert into ${sqlName(place)} (key, document)
select given.key, given.document::jsonb from unnest($1::text[], $2::text[]) as given (key, document)
on conflict (key) do update set document = excluded.document`,
    values: [keys, texts],
  });
}

async function remove(client: Queryable, place: Place, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await client.query({ text: `delete from ${sqlName(place)} where key = any($1::text[])`, values: [keys] });
}
