import type pg from 'pg';
import { CATALOG_QUERIES } from './catalog-queries.ts';
import type { CatalogLine } from './catalog-queries.ts';
import { inTransaction } from '../transaction.ts';

/**
 * A stable text of what the schemas hold (tables, columns, constraints, indexes, triggers, policies, views, sequences, functions, types and who may
 * do what), the same on every server where the same migrations ran. For snapshots that are frozen in tests.
 */
export async function schemaSnapshot(pool: pg.Pool, schemas: readonly string[]): Promise<string> {
  const lines = await inTransaction(pool, async (client) => {
    // With an empty search path the server writes every name with its schema.
    await client.query(`set local search_path = ''`);
    const found: CatalogLine[] = [];
    for (const query of CATALOG_QUERIES) found.push(...(await client.query<CatalogLine>(query, [schemas])).rows);
    return found;
  });
  return lines
    .toSorted(inReadingOrder)
    .map(({ rank, line }) => (rank === 0 ? `${line}\n` : `  ${line}\n`))
    .join('');
}

/** By plain code units: no locale has a say. */
function inReadingOrder(a: CatalogLine, b: CatalogLine): number {
  return compare(a.object, b.object) || a.rank - b.rank || a.place - b.place || compare(a.line, b.line);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
