import type { Queryable } from '#libs/postgres';
import { sqlName, type Place } from './table.ts';

/** Documents to write and keys to remove, each key once. */
export interface Changes {
  /** Keys and JSON texts side by side. */
  readonly keys: readonly string[];
  readonly texts: readonly string[];
  readonly removed: readonly string[];
}

interface Row {
  readonly key: string;
  readonly document: object;
}

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

/** One upsert and one delete, whatever the number of documents. */
export async function writeChanges(client: Queryable, place: Place, changes: Changes): Promise<void> {
  if (changes.keys.length > 0) {
    await client.query({
      text: `insert into ${sqlName(place)} (key, document)
select given.key, given.document::jsonb from unnest($1::text[], $2::text[]) as given (key, document)
on conflict (key) do update set document = excluded.document`,
      values: [changes.keys, changes.texts],
    });
  }
  if (changes.removed.length > 0) {
    await client.query({
      text: `delete from ${sqlName(place)} where key = any($1::text[])`,
      values: [changes.removed],
    });
  }
}
