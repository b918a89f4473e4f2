import type { Queryable } from '#libs/postgres';
import { CHECKPOINT_COLUMNS, lockCheckpoint, readCheckpoint } from './checkpoints.ts';
import type { Checkpoint, CheckpointRow } from './checkpoints.ts';
import { lockShares, readShareRow, SHARES_OF_MODEL, type ShareCheckpoint, type ShareRow } from './share-rows.ts';
import { shareText } from './share.ts';

/**
 * A model with all of its shares. Its position is that of the share that is furthest behind, so that everything below it is in the
 * model; it is paused when one of them is, and the error names which.
 */
export interface WholeModel extends Checkpoint {
  /** In order; empty where the model is not spread. */
  readonly shares: readonly ShareCheckpoint[];
}

function whole(model: Checkpoint, shares: readonly ShareCheckpoint[]): WholeModel {
  const [first, ...others] = shares;
  if (first === undefined) return { ...model, shares };
  const paused = shares.find(({ state }) => state === 'paused');
  return {
    ...model,
    position: others.reduce((least, { position }) => (position < least ? position : least), first.position),
    parkedKeys: shares.reduce((sum, { parkedKeys }) => sum + parkedKeys, 0),
    ...(paused === undefined ? {} : { state: 'paused', pausedAt: paused.pausedAt, error: faultOfShare(paused) }),
    shares,
  };
}

function faultOfShare(paused: ShareCheckpoint): Checkpoint['error'] {
  return paused.error === undefined ? undefined : { ...paused.error, share: shareText(paused) };
}

/** Where the furthest of its shares stands, or the model itself where it is not spread. */
export function furthest({ position, shares }: WholeModel): bigint {
  return shares.reduce((most, each) => (each.position > most ? each.position : most), position);
}

/** Whether everything in the model stands at one position. */
export function isLevel(model: WholeModel): boolean {
  return furthest(model) === model.position;
}

/** What the model is now, of one moment. */
export async function findCheckpoint(on: Queryable, name: string): Promise<WholeModel | undefined> {
  const found = await on.query<CheckpointRow & { readonly share_rows: readonly ShareRow[] | null }>({
    text: `select ${CHECKPOINT_COLUMNS}, ${SHARES_OF_MODEL} from grappe.projections where name = $1`,
    values: [name],
  });
  const [row] = found.rows;
  if (row === undefined) return undefined;
  const { share_rows: shares, ...model } = row;
  return whole(readCheckpoint(model), (shares ?? []).map(readShareRow));
}

/** Holds the model's row and those of all shares until the end of the transaction: nothing in the model can move meanwhile. */
export async function lockModel(on: Queryable, name: string): Promise<WholeModel | undefined> {
  const model = await lockCheckpoint(on, name);
  if (model === undefined) return undefined;
  return whole(model, model.spreadOver === 1 ? [] : await lockShares(on, name));
}

/** Lets a paused projection, or those of its shares that are paused, try their event again. False when nothing was paused. */
export async function resumeProjection(on: Queryable, name: string): Promise<boolean> {
  const running = `set state = 'running', paused_at_position = null, error = null, updated_at = clock_timestamp()`;
  const model = await on.query({
    text: `update grappe.projections ${running} where name = $1 and state = 'paused'`,
    values: [name],
  });
  const shares = await on.query({
    text: `with paused as (
  select share from grappe.projection_shares where name = $1 and state = 'paused' order by share for update
)
update grappe.projection_shares as part ${running} from paused where part.name = $1 and part.share = paused.share`,
    values: [name],
  });
  return (model.rowCount ?? 0) + (shares.rowCount ?? 0) > 0;
}
