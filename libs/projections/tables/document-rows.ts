import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer, Queryable, Statement } from '#libs/postgres';
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
  return documentsOf(await client.query<Record<string, unknown>>(loadStatement(place, keys)));
}

export function loadStatement(place: Place, keys: readonly string[]): Statement {
  return { text: `select key, document from ${sqlName(place)} where key = any($1::text[])`, values: [keys] };
}

/** What `loadStatement` has found. */
export function documentsOf({ rows }: Answer): Map<string, object | undefined> {
  return new Map(rows.map(({ key, document }) => [key as string, document as object]));
}

/** Two statements at most, whatever the number of documents. To be called inside a transaction. */
export async function writeChanges(client: pg.PoolClient, place: Place, changes: Changes): Promise<void> {
  for (const statement of await beginToWrite(client, place, changes)) await client.query(statement);
}

/** As `writeChanges`, apart from the statements that it gives back, which may be sent together with a commit. */
export async function beginToWrite(
  client: pg.PoolClient,
  place: Place,
  changes: Changes,
): Promise<readonly Statement[]> {
  const { keys, replaced, removed } = changes;
  if (keys.length < WORTH_A_COPY) return [...upsertStatements(place, changes), ...removeStatements(place, removed)];
  for (const statement of removeStatements(place, [...replaced, ...removed])) await client.query(statement);
  const copy = client.query(copyFrom(`copy ${sqlName(place)} (key, document) from stdin`));
  await pipeline(Readable.from(copyData(changes)), copy);
  return [];
}

/** Writes documents whether or not they are there. */
export async function upsertDocuments(client: Queryable, place: Place, documents: DocumentTexts): Promise<void> {
  for (const statement of upsertStatements(place, documents)) await client.query(statement);
}

function upsertStatements(place: Place, { keys, texts }: DocumentTexts): readonly Statement[] {
  if (keys.length === 0) return [];
  const text = `insert into ${sqlName(place)} (key, document)
select given.key, given.document::jsonb from unnest($1::text[], $2::text[]) as given (key, document)
on conflict (key) do update set document = excluded.document`;
  return [{ text, values: [keys, texts], isKept: true }];
}

function removeStatements(place: Place, keys: readonly string[]): readonly Statement[] {
  if (keys.length === 0) return [];
  return [{ text: `delete from ${sqlName(place)} where key = any($1::text[])`, values: [keys] }];
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
