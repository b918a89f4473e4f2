import { inTransaction, type Queryable } from '#libs/postgres';
import type pg from 'pg';
import { StaleOwner } from '../tables/checkpoints.ts';
import { discardCount, loadDiscards } from '../parking/dead-letter-log.ts';
import type { Discards } from '../folding/fold.ts';
import { NOTHING_FOLDED, type FoldPoint } from './meter.ts';
import { forgetParked, insertParked, parkedKeys } from '../parking/parked-rows.ts';
import type { Projection } from '../projection.ts';
import type { FoldTarget } from './rebuild-fold.ts';
import type { Transact } from '../parking/refusals.ts';
import {
  createIndexes,
  createTable,
  dropTable,
  quoteName,
  shadowOf,
  sqlName,
  tableExists,
  type Place,
} from '../tables/table.ts';

/** A model in the making: a table of its own and a checkpoint of its own. */
export interface Shadow {
  readonly projection: Projection;
  readonly place: Place;
  readonly generation: bigint;
  /** Under whose lease it is written. */
  readonly epoch: bigint;
  readonly point: FoldPoint;
  /** The events that keys go on without, as of the beginning of the shadow. */
  readonly discards: Discards;
}

interface Row extends FoldPoint {
  readonly version: number;
  readonly generation: bigint;
  readonly discards: bigint;
}

/**
 * The shadow that an interrupted rebuild left, or a new one. The old one is taken only when it is of the same version, no
 * other rebuild has taken the model's place since, and nothing was discarded since.
 */
export async function openShadow(
  pool: pg.Pool,
  projection: Projection,
  liveGeneration: bigint,
  epoch: bigint,
): Promise<Shadow> {
  return await inTransaction(pool, async (client) => {
    const generation = liveGeneration + 1n;
    const place = shadowOf(projection, generation);
    const left = await adoptRow(client, projection, epoch);
    const discards = await loadDiscards(client, projection);
    const shadow = { projection, place, generation, epoch, discards };
    if (
      left?.version === projection.version &&
      left.generation === generation &&
      left.discards === discardCount(discards) &&
      (await tableExists(client, place))
    )
      return { ...shadow, point: left };
    if (left !== undefined) await dropTable(client, shadowOf(projection, left.generation));
    await forgetParked(client, projection.name, liveGeneration);
    return await createShadow(client, { ...shadow, point: NOTHING_FOLDED });
  });
}

async function adoptRow(client: Queryable, projection: Projection, epoch: bigint): Promise<Row | undefined> {
  const found = await client.query<Row>({
    text: `update grappe.projection_shadows set epoch = $2 where name = $1 and epoch <= $2
returning version, generation, position, events, discards`,
    values: [projection.name, epoch],
  });
  return found.rows[0];
}

async function createShadow(client: Queryable, shadow: Shadow): Promise<Shadow> {
  const { projection, place, generation, epoch, discards } = shadow;
  await createTable(client, projection, place);
  const made = await client.query({
    text: `insert into grappe.projection_shadows (name, version, generation, epoch, discards) values ($1, $2, $3, $4, $5)
on conflict (name) do update
  set version = $2, generation = $3, discards = $5, position = 0, events = 0, started_at = clock_timestamp()
where projection_shadows.epoch = $4`,
    values: [projection.name, projection.version, generation, epoch, discardCount(discards)],
  });
  if (made.rowCount !== 1) throw new StaleOwner(projection.name);
  return shadow;
}

/**
 * A fold into the shadow. The shadow's checkpoint is moved in the transaction of its documents; keys that fail are parked in its own
 * generation. It is refused (StaleOwner) where the shadow is another's.
 */
export function shadowTarget(shadow: Shadow, transact: Transact): FoldTarget {
  return {
    ...shadow,
    transact,
    begin: () =>
      transact(async (client) => ({
        from: await shadowPoint(client, shadow),
        parkedKeys: await parkedKeys(client, shadow),
      })),
    mark: async (client, { from, to, parked }) => {
      const marked = await client.query({
        text: `update grappe.projection_shadows set position = $5, events = $6, updated_at = clock_timestamp()
where name = $1 and epoch = $2 and generation = $3 and position = $4
returning set_config('synchronous_commit', 'off', true)`,
        values: [shadow.projection.name, shadow.epoch, shadow.generation, from.position, to.position, to.events],
      });
      if (marked.rowCount !== 1) throw new StaleOwner(shadow.projection.name);
      await insertParked(client, shadow, parked, { live: false });
    },
  };
}

/** How far the shadow is written. @throws StaleOwner */
async function shadowPoint(client: Queryable, { projection, epoch, generation }: Shadow): Promise<FoldPoint> {
  const found = await client.query<FoldPoint>({
    text: 'select position, events from grappe.projection_shadows where name = $1 and epoch = $2 and generation = $3',
    values: [projection.name, epoch, generation],
  });
  const [row] = found.rows;
  if (row === undefined) throw new StaleOwner(projection.name);
  return row;
}

/** Indexes and statistics, made once the table is filled. */
export async function finishTable(client: Queryable, { projection, place }: Shadow): Promise<void> {
  await createIndexes(client, projection, place);
  // Without the documents: no plan depends on their contents, and they would be most of a sample.
  const columns = ['key', ...Object.keys(projection.columns)].map(quoteName).join(', ');
  await client.query(`analyze ${sqlName(place)} (${columns})`);
}

/** Forgets the shadow: its table unless it took the model's place, and its checkpoint. */
export async function closeShadow(client: Queryable, shadow: Shadow): Promise<void> {
  await dropTable(client, shadow.place);
  await client.query({
    text: 'delete from grappe.projection_shadows where name = $1 and epoch = $2',
    values: [shadow.projection.name, shadow.epoch],
  });
}
