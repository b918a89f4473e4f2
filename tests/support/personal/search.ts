import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ContextDefinition } from '#libs/hosting';
import { readTopics, type KafkaSettings } from '#libs/messaging/kafka';
import { topicNames } from '#libs/messaging/kafka/testing';
import { connectPool, type Pool } from '#libs/postgres';
import type { Canaries } from './canaries.ts';

/** Where a text was found in clear. */
export interface Finding {
  readonly where: string;
  readonly canary: string;
}

/** What was searched, and what was found there. */
export interface Searched {
  readonly places: readonly string[];
  readonly found: readonly Finding[];
}

class Search {
  readonly #places = new Set<string>();
  readonly #found = new Map<string, Finding>();

  constructor(private readonly canaries: Canaries) {}

  look(where: string, text: string): void {
    this.#places.add(where);
    for (const canary of this.canaries.in(text)) this.#found.set(`${where} ${canary}`, { where, canary });
  }

  get outcome(): Searched {
    return { places: [...this.#places].sort(), found: [...this.#found.values()] };
  }
}

/** Rows that are searched as one text: fewer passes, and no text grows beyond what a string may hold. */
const ROWS_AT_ONCE = 500;

/**
 * Searches every row of every table but those of the read models, which show texts to those who may read them. A table that comes later is searched too.
 * @param except tables that hold such texts on purpose, `<schema>.<table>`
 */
export async function searchDatabase(
  url: string,
  contexts: readonly Pick<ContextDefinition, 'name'>[],
  canaries: Canaries,
  except: readonly string[] = [],
): Promise<Searched> {
  const search = new Search(canaries);
  const pool = connectPool(url, { max: 1, applicationName: 'search for personal texts' });
  try {
    for (const table of await tablesBeside(pool, [
      'pg_catalog',
      'information_schema',
      ...contexts.map(({ name }) => name),
    ])) {
      if (except.includes(table)) continue;
      const { rows } = await pool.query<{ row: string }>(`select each::text as row from ${table} as each`);
      const texts = rows.map(({ row }) => row);
      search.look(table, '');
      for (let at = 0; at < texts.length; at += ROWS_AT_ONCE)
        search.look(table, texts.slice(at, at + ROWS_AT_ONCE).join('\n'));
    }
  } finally {
    await pool.end();
  }
  return search.outcome;
}

async function tablesBeside(pool: Pool, schemas: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname <> all ($1::text[]) order by 1`,
    [schemas],
  );
  return rows.map(({ name }) => name);
}

/** Searches every record of every topic whose name begins with the prefix: value, key and headers. */
export async function searchTopics(settings: KafkaSettings, canaries: Canaries): Promise<Searched> {
  const search = new Search(canaries);
  for (const topic of await topicNames(settings)) {
    search.look(topic, '');
    for await (const page of readTopics(settings, [topic], { signal: new AbortController().signal }))
      search.look(
        topic,
        page.map(({ key, value, headers }) => `${String(key)} ${JSON.stringify(headers)} ${value}`).join('\n'),
      );
  }
  return search.outcome;
}

/** The lines that hold a personal text in clear. */
export function linesIn(text: string, canaries: Canaries): readonly string[] {
  if (canaries.in(text).length === 0) return [];
  return text.split('\n').filter((line) => canaries.in(line).length > 0);
}

/** Searches the files of a folder, and of the folders in it, whose names end so. */
export async function searchFiles(folder: string, ending: string, canaries: Canaries): Promise<Searched> {
  const search = new Search(canaries);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(ending)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const where = path.relative(folder, file);
    search.look(where, '');
    for (const line of linesIn(await readFile(file, 'utf8'), canaries))
      search.look(`${where}: ${line.slice(0, 300)}`, line);
  }
  return search.outcome;
}
