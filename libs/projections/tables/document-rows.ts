import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Queryable } from '#libs/postgres';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { sqlName, type Place } from './table.ts';

/** Keys and JSON texts of documents, side by side. */
export interface DocumentTexts {
  readonly keys: readonly string[];
  readonly texts: readonly string[];
}

/** Documents to write and keys to remove, each key once. */
export interface Changes extends DocumentTexts {
  /** Those of the keys that have a document in the table already. */
  readonly replaced: readonly string[];
  readonly removed: readonly string[];
}

/** From this number of documents on, a copy costs less than a statement that carries them as values. */
const WORTH_A_COPY = 200;
/** Characters of a chunk of COPY data: large enough that the calls do not count, small enough to be sent at once. */
const CHUNK = 256 * 1024;

/** The documents of these keys in one query; a key without one is absent. */
export async function loadDocuments(
  client: Queryable,
  place: Place,
  keys: readonly string[],
): Promise<Map<string, object | undefined>> {
  if (keys.length === 0) return new Map();
  const found = await client.query<{ key: string; document: object }>({
    text: `select key, document from ${sqlName(place)} where key = any($1::text[])`,
    values: [keys],
  });
  return new Map(found.rows.map(({ key, document }) => [key, document]));
}

/** Two statements at most, whatever the number of documents. To be called inside a transaction. */
export async function writeChanges(client: pg.PoolClient, place: Place, changes: Changes): Promise<void> {
  const { keys, replaced, removed } = changes;
  if (keys.length < WORTH_A_COPY) {
    await upsertDocuments(client, place, changes);
    await remove(client, place, removed);
    return;
  }
  await remove(client, place, [...replaced, ...removed]);
  const copy = client.query(copyFrom(`copy ${sqlName(place)} (key, document) from stdin`));
  await pipeline(Readable.from(copyData(changes)), copy);
}

/** Writes documents whether or not they are there. */
export async function upsertDocuments(client: Queryable, place: Place, { keys, texts }: DocumentTexts): Promise<void> {
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

/** PostgreSQL's text format. JSON texts have no raw tabs or line ends; keys may have anything. */
function* copyData({ keys, texts }: DocumentTexts): Generator<string> {
  let chunk = '';
  for (let index = 0; index < keys.length; index += 1) {
    chunk += `${escapeKey(keys[index] ?? '')}\t${(texts[index] ?? '').replaceAll('\\', '\\\\')}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeKey(key: string): string {
  return key.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}
