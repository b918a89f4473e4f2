import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { sqlName, type Place } from './table.ts';

/** Characters of a chunk of COPY data: large enough that the calls do not count, small enough to be sent at once. */
const CHUNK = 256 * 1024;

/** Adds documents that the table does not have; keys and JSON texts stand side by side. */
export async function copyDocuments(
  client: pg.PoolClient,
  place: Place,
  keys: readonly string[],
  texts: readonly string[],
): Promise<void> {
  const copy = client.query(copyFrom(`copy ${sqlName(place)} (key, document) from stdin`));
  await pipeline(Readable.from(copyData(keys, texts)), copy);
}

/** PostgreSQL's text format. JSON texts have no raw tabs or line ends; keys may have anything. */
function* copyData(keys: readonly string[], texts: readonly string[]): Generator<string> {
  let chunk = '';
  for (let index = 0; index < keys.length; index += 1) {
    chunk += `${escaped(keys[index] ?? '')}\t${(texts[index] ?? '').replaceAll('\\', '\\\\')}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(key: string): string {
  return key.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}
