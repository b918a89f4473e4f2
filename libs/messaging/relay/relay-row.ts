import { storableJson } from '#libs/kernel';
import type { Queryable } from '#libs/postgres';
import { frontierOf, frontierText, type Frontier } from '../records/index.ts';

/** How far the topics hold the ledger, and what the next record needs from those before it. */
export interface RelayMark {
  /** The first position that is not known to stand on its topic. */
  readonly position: bigint;
  /** For each topic the last position below. */
  readonly frontier: Frontier;
  /** The highest timestamp (milliseconds) that a record below has. */
  readonly timestampMs: number;
}

/** Why the relay is stopped, where, and what to do about it. */
export interface RelayStop {
  readonly message: string;
  /** A position, in decimal digits. */
  readonly position: string;
}

export interface RelayRow extends RelayMark {
  /** Counts the takeovers. */
  readonly epoch: bigint;
  readonly state: 'running' | 'stopped';
  readonly error: RelayStop | undefined;
}

/** Another relay has taken over, or the row was stopped or moved since: what was sent last are duplicates. */
export class StaleRelay extends Error {
  override readonly name = 'StaleRelay';
  constructor(readonly epoch: bigint) {
    super(`the relay of epoch ${String(epoch)} was replaced by another, or stopped: it may not move its position`);
  }
}

interface Row {
  readonly position: string | bigint;
  readonly frontier: string;
  readonly timestampMs: string | bigint;
  readonly epoch: string | bigint;
  readonly state: RelayRow['state'];
  readonly error: RelayStop | null;
}

const COLUMNS = 'position, frontier, timestamp_ms as "timestampMs", epoch, state, error';

function rowOf({ position, frontier, timestampMs, epoch, state, error }: Row): RelayRow {
  return {
    position: BigInt(position),
    frontier: frontierOf(frontier),
    timestampMs: Number(timestampMs),
    epoch: BigInt(epoch),
    state,
    error: error ?? undefined,
  };
}

/** Undefined where no relay has ever run. */
export async function findRelay(on: Queryable): Promise<RelayRow | undefined> {
  const { rows } = await on.query<Row>(`select ${COLUMNS} from grappe.relay`);
  return rows.map(rowOf)[0];
}

/** Takes the relay over (the first one begins at 0): from now on an older epoch moves nothing. @throws StaleRelay */
export async function claimRelay(on: Queryable, epoch: bigint): Promise<RelayRow> {
  const { rows } = await on.query<Row>(
    `insert into grappe.relay (epoch) values ($1)
on conflict (single) do update set epoch = $1 where relay.epoch <= $1 returning ${COLUMNS}`,
    [epoch],
  );
  if (rows[0] === undefined) throw new StaleRelay(epoch);
  return rowOf(rows[0]);
}

/** Records that everything below the mark is acknowledged. If that is lost with the server, a batch is sent twice. @throws StaleRelay */
export async function moveRelay(on: Queryable, epoch: bigint, from: bigint, to: RelayMark): Promise<void> {
  const moved = await on.query(
    `update grappe.relay set position = $3, frontier = $4, timestamp_ms = $5, updated_at = clock_timestamp()
where epoch = $1 and position = $2 and state = 'running'
returning set_config('synchronous_commit', 'off', true)`,
    [epoch, from, to.position, frontierText(to.frontier), to.timestampMs],
  );
  if (moved.rowCount !== 1) throw new StaleRelay(epoch);
}

/** Stops the relay until it is resumed. @throws StaleRelay */
export async function stopRelay(on: Queryable, epoch: bigint, error: RelayStop): Promise<void> {
  const stopped = await on.query(
    `update grappe.relay set state = 'stopped', error = $2, updated_at = clock_timestamp() where epoch = $1`,
    [epoch, storableJson(error)],
  );
  if (stopped.rowCount !== 1) throw new StaleRelay(epoch);
}

/** Lets a stopped relay try again where it stopped, in whichever process runs it. False when it was not stopped. */
export async function resumeRelay(on: Queryable): Promise<boolean> {
  const resumed = await on.query(
    `update grappe.relay set state = 'running', error = null, updated_at = clock_timestamp() where state = 'stopped'`,
  );
  return resumed.rowCount === 1;
}
