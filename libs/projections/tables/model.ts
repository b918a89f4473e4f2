import { inTransaction, type Queryable } from '#libs/postgres';
import type pg from 'pg';
import { lockCheckpoint, setRows, type Checkpoint } from './checkpoints.ts';
import { forgetParked } from '../parking/parked-rows.ts';
import type { Projection } from '../projection.ts';
import { createIndexes, createTable, placeOf, shadowOf, tableExists } from './table.ts';

/** `create schema if not exists` fails when two do it at once. The lock ends with its transaction. */
const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(7_270_713_002)';

/**
 * Makes sure that a read model can be queried: its table stands and its checkpoint exists. A dropped table is
 * made again, empty, with its checkpoint at 0. The model of another version is left as it is and serves until it is rebuilt.
 */
export async function prepareModel(pool: pg.Pool, projection: Projection): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(ONE_AT_A_TIME);
    await client.query({
      text: 'insert into grappe.projections (name, version) values ($1, $2) on conflict (name) do nothing',
      values: [projection.name, projection.version],
    });
    const place = placeOf(projection);
    if (await tableExists(client, place)) return;
    const found = await lockCheckpoint(client, projection.name);
    if (found === undefined) throw new TypeError(`${projection.name}: no checkpoint after it was made`);
    if (!(await tableExists(client, place))) await createModel(client, projection, found);
  });
}

async function createModel(client: Queryable, projection: Projection, { generation }: Checkpoint): Promise<void> {
  const place = placeOf(projection);
  const { table: label } = shadowOf(projection, generation);
  await createTable(client, projection, place, label);
  await createIndexes(client, projection, place, label);
  await forgetParked(client, projection.name);
  await setRows(
    client,
    `version = $2, position = 0, parked_keys = 0, state = 'running', paused_at_position = null, error = null`,
    [projection.name, projection.version],
  );
  await client.query({
    text: 'update grappe.projections set releases = releases + 1 where name = $1',
    values: [projection.name],
  });
}
