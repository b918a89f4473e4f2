import type { Queryable } from '#libs/postgres';
import type { Fault } from './checkpoints.ts';
import type { Projection } from './projection.ts';
import type { Share } from './share.ts';

/** Where one share of a spread model stands: its own row, moved in the transaction of the documents of its keys. */
export interface ShareCheckpoint extends Share {
  readonly version: number;
  readonly generation: bigint;
  /** The first position that is not in its keys yet. */
  readonly position: bigint;
  readonly epoch: bigint;
  readonly state: 'running' | 'paused';
  readonly pausedAt: bigint | undefined;
  readonly error: Fault | undefined;
  readonly parkedKeys: number;
}

/** Numbers of 64 bits are texts where a row has come as JSON. */
export interface ShareRow extends Share {
  readonly version: number;
  readonly generation: string | bigint;
  readonly position: string | bigint;
  readonly epoch: string | bigint;
  readonly state: ShareCheckpoint['state'];
  readonly paused_at_position: string | bigint | null;
  readonly error: Fault | null;
  readonly parked_keys: number;
}

const COLUMNS = 'share, of, version, generation, position, epoch, state, paused_at_position, error, parked_keys';

/** The shares of the row of `grappe.projections` at hand, in order, as one value; null, at no cost, where it is not spread. */
export const SHARES_OF_MODEL = `case when shares > 1 then (
  select jsonb_agg(jsonb_build_object('share', share, 'of', of, 'version', part.version, 'generation', part.generation::text,
    'position', part.position::text, 'epoch', part.epoch::text, 'state', part.state,
    'paused_at_position', part.paused_at_position::text, 'error', part.error, 'parked_keys', part.parked_keys) order by share)
  from grappe.projection_shares as part where part.name = projections.name
) end as share_rows`;

export function readShareRow({
  paused_at_position: pausedAt,
  parked_keys: parkedKeys,
  ...row
}: ShareRow): ShareCheckpoint {
  return {
    ...row,
    generation: BigInt(row.generation),
    position: BigInt(row.position),
    epoch: BigInt(row.epoch),
    pausedAt: pausedAt === null ? undefined : BigInt(pausedAt),
    error: row.error ?? undefined,
    parkedKeys,
  };
}

/** Holds the rows of all shares, in order, until the end of the transaction, which holds the model's row already. */
export async function lockShares(on: Queryable, name: string): Promise<readonly ShareCheckpoint[]> {
  const found = await on.query<ShareRow>({
    text: `select ${COLUMNS} from grappe.projection_shares where name = $1 order by share for update`,
    values: [name],
  });
  return found.rows.map(readShareRow);
}

/** Holds the row of one share: its keys cannot move meanwhile. */
export async function lockShare(on: Queryable, name: string, share: number): Promise<void> {
  await on.query({
    text: 'select from grappe.projection_shares where name = $1 and share = $2 for update',
    values: [name, share],
  });
}

/** Counts the parked keys of each share anew, or of one. The caller holds the rows. */
export async function recountShares(on: Queryable, name: string, share?: number): Promise<void> {
  await on.query({
    text: `update grappe.projection_shares as part set parked_keys = (
  select count(*) from grappe.parked
  where projection = part.name and generation = part.generation and error_name is not null
    and grappe.share_of(key, part.of) = part.share
) where name = $1 and ($2::integer is null or share = $2)`,
    values: [name, share ?? null],
  });
}

/** Puts every share where a model begins. The caller holds the model's row. */
export async function resetShares(
  on: Queryable,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<void> {
  await on.query({
    text: `update grappe.projection_shares
set version = $2, position = 0, parked_keys = 0, state = 'running', paused_at_position = null, error = null where name = $1`,
    values: [name, version],
  });
}

/**
 * Puts every share where a rebuild stands that has taken the model's place. A paused one stays paused, unless the rebuild has passed
 * the event that paused it or is of a newer version. The caller holds the rows.
 */
export async function switchShares(
  on: Queryable,
  { projection, generation }: { readonly projection: Projection; readonly generation: bigint },
  position: bigint,
): Promise<void> {
  const stays = `state = 'paused' and version = $2 and position = $4`;
  await on.query({
    text: `update grappe.projection_shares set version = $2, generation = $3, position = $4, updated_at = clock_timestamp(),
  state = case when ${stays} then state else 'running' end,
  paused_at_position = case when ${stays} then paused_at_position end,
  error = case when ${stays} then error end
where name = $1`,
    values: [projection.name, projection.version, generation, position],
  });
  await recountShares(on, projection.name);
}
