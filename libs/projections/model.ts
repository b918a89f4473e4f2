import { inTransaction, type Queryable } from '#libs/postgres';
import type pg from 'pg';
import { lockCheckpoint, type Checkpoint } from './checkpoints.ts';
import { forgetParked } from './parked-rows.ts';
import { resetShares } from './share-rows.ts';
import type { Projection } from './projection.ts';
import { createIndexesSql, createTableSql, placeOf, sqlName, type Place } from './table.ts';

/** `create schema if not exists` fails when two do it at once. The lock ends with its transaction. */
const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(7_270_713_002)';

/**
 * Makes sure that a read model can be queried: its table stands and its checkpoint exists. A table that somebody dropped is
 * made again, empty, with its checkpoint at 0. The model of another version is left as it is and serves until it is rebuilt.
 */
export async function prepareModel(pool: pg.Pool, projection: Projection): Promise<Checkpoint> {
  return await inTransaction(pool, async (client) => {
    await client.query(ONE_AT_A_TIME);
    await client.query({
      text: 'insert into grappe.projections (name, version) values ($1, $2) on conflict (name) do nothing',
      values: [projection.name, projection.version],
    });
    const found = await lockCheckpoint(client, projection.name);
    if (found === undefined) throw new TypeError(`${projection.name}: no checkpoint after it was made`);
    return (await tableExists(client, placeOf(projection))) ? found : await createModel(client, projection, found);
  });
}

async function createModel(client: Queryable, projection: Projection, found: Checkpoint): Promise<Checkpoint> {
  const place = placeOf(projection);
  const label = labelOf(place, found.generation);
  await client.query(createTableSql(projection, place, label));
  for (const statement of createIndexesSql(projection, place, label)) await client.query(statement);
  await forgetParked(client, projection.name, 'all');
  await client.query({
    text: `update grappe.projections
set version = $2, position = 0, parked_keys = 0, releases = releases + 1, state = 'running', paused_at_position = null, error = null where name = $1`,
    values: [projection.name, projection.version],
  });
  if (found.spreadOver > 1) await resetShares(client, projection);
  return {
    ...found,
    version: projection.version,
    position: 0n,
    parkedKeys: 0,
    releases: found.releases + 1n,
    state: 'running',
    pausedAt: undefined,
    error: undefined,
  };
}

/** What the names of a table's constraints and indexes begin with; it stays when the table is renamed. */
export function labelOf({ table }: Place, generation: bigint): string {
  return `${table}_g${String(generation)}`;
}

export async function tableExists(client: Queryable, place: Place): Promise<boolean> {
  const answer = await client.query<{ present: boolean }>({
    text: 'select to_regclass($1) is not null as present',
    values: [sqlName(place)],
  });
  return answer.rows[0]?.present === true;
}
