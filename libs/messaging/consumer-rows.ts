import type pg from 'pg';
import { storableJson } from '#libs/kernel';
import { joined, type Queryable } from '#libs/postgres';

/** Why a consumer is paused, and at which event. */
export interface ConsumerError {
  readonly message: string;
  readonly stream?: string | undefined;
  readonly type?: string | undefined;
  readonly eventId?: string | undefined;
}

/** The position and the state of a consumer. */
export interface ConsumerStatus {
  readonly name: string;
  /** The first position that it has not handled: everything below it took effect. */
  readonly position: bigint;
  readonly epoch: bigint;
  readonly state: 'running' | 'paused';
  readonly pausedAt: bigint | undefined;
  readonly error: ConsumerError | undefined;
}

/** The consumer is not where this owner left it: another epoch, another position, or paused. Ask again. */
export class StaleConsumer extends Error {
  override readonly name = 'StaleConsumer';
  constructor(readonly consumer: string) {
    super(`${consumer}: moved by another owner, or paused since`);
  }
}

/** The one that may move the position: the newest epoch of the consumer's lease. */
export interface ConsumerOwner {
  readonly name: string;
  readonly epoch: bigint;
}

type Row = Pick<ConsumerStatus, 'name' | 'state'> & {
  readonly position: string | bigint;
  readonly epoch: string | bigint;
  readonly pausedAt: string | bigint | null;
  readonly error: ConsumerError | null;
};

const COLUMNS = `name, position, epoch, state, paused_at_position as "pausedAt", error`;

function statusOf({ name, position, epoch, state, pausedAt, error }: Row): ConsumerStatus {
  return {
    name,
    position: BigInt(position),
    epoch: BigInt(epoch),
    state,
    pausedAt: pausedAt === null ? undefined : BigInt(pausedAt),
    error: error ?? undefined,
  };
}

/** Every consumer that ever ran here, by name. */
export async function findConsumers(on: Queryable): Promise<readonly ConsumerStatus[]> {
  const { rows } = await on.query<Row>(`select ${COLUMNS} from grappe.consumers order by name`);
  return rows.map(statusOf);
}

export async function findConsumer(on: Queryable, name: string): Promise<ConsumerStatus | undefined> {
  const { rows } = await on.query<Row>(`select ${COLUMNS} from grappe.consumers where name = $1`, [name]);
  return rows.map(statusOf)[0];
}

/** Lets a paused consumer try its event again, in whichever process runs it. False when it was not paused. */
export async function resumeConsumer(on: Queryable, name: string): Promise<boolean> {
  const resumed = await on.query(
    `update grappe.consumers set state = 'running', paused_at_position = null, error = null, updated_at = clock_timestamp()
where name = $1 and state = 'paused'`,
    [name],
  );
  return resumed.rowCount === 1;
}

/** Takes the consumer over (a new one begins at 0): from now on an older epoch moves nothing. @throws StaleConsumer */
export async function claimConsumer(on: Queryable, { name, epoch }: ConsumerOwner): Promise<ConsumerStatus> {
  const { rows } = await on.query<Row>(
    `insert into grappe.consumers (name, epoch) values ($1, $2)
on conflict (name) do update set epoch = $2 where consumers.epoch <= $2 returning ${COLUMNS}`,
    [name, epoch],
  );
  if (rows[0] === undefined) throw new StaleConsumer(name);
  return statusOf(rows[0]);
}

interface Move {
  readonly owner: ConsumerOwner;
  readonly from: bigint;
  readonly next: bigint;
}

/** Moves the position after the effect. If the move is lost with the server, the event is handled twice. @throws StaleConsumer */
export async function moveConsumer(pool: pg.Pool, owner: ConsumerOwner, from: bigint, next: bigint): Promise<void> {
  await move(pool, { owner, from, next });
}

/** Consumers that have handled what a page had for them move at the same moment, in one statement. A row that is locked holds up no other: it is moved by itself. */
const move = joined<Move, unknown>(async (pool, moves) => {
  const moved = moves.length < 2 ? new Set() : await moveFree(pool, moves);
  return moves.map((each) => moved.has(keyOf(each.owner)) || moveOwn(pool, each));
});

const keyOf = ({ name, epoch }: ConsumerOwner): string => `${name} ${String(epoch)}`;

async function moveFree(pool: pg.Pool, moves: readonly Move[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ readonly key: string }>(
    `with free as (
  select c.name, asked.next from grappe.consumers c
  join unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) as asked (name, epoch, position, next)
    using (name, epoch, position)
  where c.state = 'running' order by c.name for no key update of c skip locked
)
update grappe.consumers c set position = free.next, updated_at = clock_timestamp() from free where c.name = free.name
returning c.name || ' ' || c.epoch as key, set_config('synchronous_commit', 'off', true)`,
    [
      moves.map(({ owner }) => owner.name),
      moves.map(({ owner }) => owner.epoch),
      moves.map(({ from }) => from),
      moves.map(({ next }) => next),
    ],
  );
  return new Set(rows.map(({ key }) => key));
}

async function moveOwn(pool: pg.Pool, { owner: { name, epoch }, from, next }: Move): Promise<void> {
  const moved = await pool.query(
    `update grappe.consumers set position = $4, updated_at = clock_timestamp()
where name = $1 and epoch = $2 and position = $3 and state = 'running'
returning set_config('synchronous_commit', 'off', true)`,
    [name, epoch, from, next],
  );
  if (moved.rowCount !== 1) throw new StaleConsumer(name);
}

/** @throws StaleConsumer */
export async function pauseConsumer(
  on: Queryable,
  { name, epoch }: ConsumerOwner,
  position: bigint,
  error: ConsumerError,
): Promise<void> {
  const paused = await on.query(
    `update grappe.consumers
set state = 'paused', paused_at_position = $3, error = $4, updated_at = clock_timestamp() where name = $1 and epoch = $2`,
    [name, epoch, position, storableJson(error)],
  );
  if (paused.rowCount !== 1) throw new StaleConsumer(name);
}
