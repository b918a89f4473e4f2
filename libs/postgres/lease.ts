import type pg from 'pg';
import { joined } from './joined.ts';
import type { Queryable } from './transaction.ts';

/** The right to be the one that does something, for a while. */
export interface Lease {
  readonly name: string;
  /** Counts the takeovers, from 1. A write that has to be the holder's carries it (see `assertEpoch`). */
  readonly epoch: bigint;
  /** Prolongs the lease by its full time from now. False when another holder has taken it over, or it was released. */
  renew(): Promise<boolean>;
  /** Gives the lease back at once; without effect when it is no longer held. */
  release(): Promise<void>;
}

export interface LeaseRequest {
  readonly name: string;
  /** The name of the holder in the table. Two requests of one holder are two holders. */
  readonly holder: string;
  readonly ttlMs: number;
}

/** The lease was taken over: work under the older epoch has to stop. */
export class StaleEpoch extends Error {
  override readonly name = 'StaleEpoch';
  constructor(
    readonly lease: string,
    readonly epoch: bigint,
    readonly currentEpoch: bigint | undefined,
  ) {
    super(
      `lease "${lease}" is no longer held under epoch ${String(epoch)}` +
        (currentEpoch === undefined ? '' : ` (it is at epoch ${String(currentEpoch)})`),
    );
  }
}

/**
 * A lease that is locked by a transaction of its holder is left alone: a frozen holder must not freeze the others.
 * The second condition on expires_at is checked again on the newest version of the row.
 */
const ACQUIRE = `
  with free as (
    select name from grappe.leases where name = $1 and expires_at <= clock_timestamp() for no key update skip locked
  ), taken as (
    update grappe.leases l
       set holder = $2, epoch = l.epoch + 1, expires_at = clock_timestamp() + $3 * interval '1 millisecond'
      from free where l.name = free.name and l.expires_at <= clock_timestamp()
    returning l.epoch
  ), made as (
    insert into grappe.leases (name, holder, epoch, expires_at)
    values ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
    on conflict (name) do nothing
    returning epoch
  )
  select epoch from taken union all select epoch from made`;

/**
 * Takes a lease that is free, released or expired (by the database's clock). Taking over raises the epoch by one.
 * Undefined when it is held. Needs the tables that `migrate` makes, and a pool of `connectPool`.
 */
export async function acquireLease(pool: pg.Pool, request: LeaseRequest): Promise<Lease | undefined> {
  const { name, holder, ttlMs } = request;
  const { rows } = await pool.query<{ epoch: bigint }>(ACQUIRE, [name, holder, ttlMs]);
  const epoch = rows[0]?.epoch;
  if (epoch === undefined) return undefined;
  return {
    name,
    epoch,
    renew: () => renew(pool, { name, epoch, ttlMs }),
    release: () => release(pool, name, epoch),
  };
}

interface Renewal extends Pick<LeaseRequest, 'name' | 'ttlMs'> {
  readonly epoch: bigint;
}

/**
 * An expired lease that was not taken over may be prolonged: no other holder has acted in between. One that a transaction of its holder has
 * locked holds up none of those that are renewed in the same moment: it is asked for again by itself.
 */
const renew = joined<Renewal, boolean>(async (pool, renewals) => {
  const renewed = renewals.length < 2 ? new Set() : await renewFree(pool, renewals);
  return renewals.map((each) => renewed.has(`${each.name} ${String(each.epoch)}`) || renewOne(pool, each));
});

async function renewFree(pool: pg.Pool, renewals: readonly Renewal[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ readonly key: string }>(
    `with asked as (
       select * from unnest($1::text[], $2::bigint[], $3::double precision[]) as asked (name, epoch, ttl)
     ), free as (
       select l.name, asked.ttl from grappe.leases l join asked on l.name = asked.name and l.epoch = asked.epoch
        where l.holder is not null order by l.name for no key update of l skip locked
     )
     update grappe.leases l set expires_at = clock_timestamp() + free.ttl * interval '1 millisecond'
       from free where l.name = free.name
     returning l.name || ' ' || l.epoch as key`,
    [renewals.map(({ name }) => name), renewals.map(({ epoch }) => epoch), renewals.map(({ ttlMs }) => ttlMs)],
  );
  return new Set(rows.map(({ key }) => key));
}

async function renewOne(pool: pg.Pool, { name, epoch, ttlMs }: Renewal): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update grappe.leases set expires_at = clock_timestamp() + $3 * interval '1 millisecond'
      where name = $1 and epoch = $2 and holder is not null`,
    [name, epoch, ttlMs],
  );
  return rowCount === 1;
}

/** The row stays, so that the next holder's epoch is higher. */
async function release(pool: pg.Pool, name: string, epoch: bigint): Promise<void> {
  await pool.query(`update grappe.leases set holder = null, expires_at = '-infinity' where name = $1 and epoch = $2`, [
    name,
    epoch,
  ]);
}

const IDLE_LIMIT_MS = 30_000;

/**
 * Makes sure that the caller's transaction is the holder's: until it ends, no takeover can begin. To be called inside the
 * transaction of the write. A holder that freezes in the middle of it loses its connection after the idle limit, so that
 * others can take over.
 * @param idleLimitMs how long the transaction may stand idle before the server ends it. Default: 30,000 ms.
 * @throws StaleEpoch when the lease was taken over or released
 */
export async function assertEpoch(
  client: Queryable,
  name: string,
  epoch: bigint,
  idleLimitMs = IDLE_LIMIT_MS,
): Promise<void> {
  const { rows } = await client.query<{ epoch: bigint; held: boolean }>(
    `select epoch, holder is not null as held, set_config('idle_in_transaction_session_timeout', $2, true)
       from grappe.leases where name = $1 for share`,
    [name, String(idleLimitMs)],
  );
  const row = rows[0];
  if (row?.epoch !== epoch || !row.held) throw new StaleEpoch(name, epoch, row?.epoch);
}

/**
 * Takes a lease that is free and gives it back, inside the caller's transaction: when that commits, every earlier holder is
 * out, and the next one has a higher epoch than the one that is returned here. Undefined while it is held.
 */
export async function passLease(client: Queryable, name: string): Promise<bigint | undefined> {
  const { rows } = await client.query<{ epoch: bigint }>(
    `insert into grappe.leases as lease (name, holder, epoch, expires_at) values ($1, null, 1, '-infinity')
on conflict (name) do update set holder = null, epoch = lease.epoch + 1, expires_at = '-infinity'
where lease.expires_at <= clock_timestamp()
returning epoch`,
    [name],
  );
  return rows[0]?.epoch;
}

/** The leases that are held now, of those whose name begins so, in order of name. */
export async function findHeldLeases(
  on: Queryable,
  prefix: string,
): Promise<readonly { readonly name: string; readonly holder: string }[]> {
  const { rows } = await on.query<{ name: string; holder: string }>(
    `select name, holder from grappe.leases
where starts_with(name, $1) and holder is not null and expires_at > clock_timestamp() order by name`,
    [prefix],
  );
  return rows;
}
