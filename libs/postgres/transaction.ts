import type pg from 'pg';
import { isPoolerSwitch } from './connection-loss.ts';
import { sendTogether, type Answer, type Statement } from './together.ts';

/** What a statement can be sent through: a pool, or a client inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** A transaction was asked to commit and the server rolled it back: a statement of it had failed and the error was swallowed. */
export class TransactionRolledBack extends Error {
  override readonly name = 'TransactionRolledBack';
  constructor() {
    super('the transaction could not be committed: a statement in it had failed, and its error was not passed on');
  }
}

/**
 * Runs the work in one transaction: committed when it resolves, rolled back when it throws (the error is passed on).
 * A connection on which even the rollback fails is destroyed. Statements of the work run one after another, never in
 * `Promise.all`.
 * @throws TransactionRolledBack
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return await onConnection(pool, async (client) => {
    await client.query('begin');
    const result = await work(client);
    requireCommit(await client.query('commit'));
    return result;
  });
}

/** What a transaction does once its first statements are answered; what it gives back is sent with the commit. */
export type SecondTrip = (client: pg.PoolClient, found: readonly Answer[]) => Promise<readonly Statement[]>;

const BEGIN: Statement = { text: 'begin', isKept: true };
const COMMIT: Statement = { text: 'commit', isKept: true };

/** Pools behind which a pooler was noticed: a statement that one of its connections keeps, another does not know. */
const pooled = new WeakSet<pg.Pool>();

/**
 * As `inTransaction`, in two round trips instead of one for each statement, `begin` and `commit` too.
 * @throws as `inTransaction`; once, where a pooler is noticed in the second trip, that a kept statement is not known
 */
export async function inTwoTrips(pool: pg.Pool, first: readonly Statement[], second: SecondTrip): Promise<void> {
  let trips = 0;
  try {
    await onConnection(pool, async (client) => {
      const [, ...found] = await sendTogether(client, [BEGIN, ...first], !pooled.has(pool));
      trips += 1;
      const last = await second(client, found);
      requireCommit((await sendTogether(client, [...last, COMMIT], !pooled.has(pool))).at(-1));
    });
  } catch (error) {
    if (!isPoolerSwitch(error) || pooled.has(pool)) throw error;
    pooled.add(pool);
    if (trips > 0) throw error;
    await inTwoTrips(pool, first, second);
  }
}

async function onConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = !(await tryRollback(client));
    throw error;
  } finally {
    client.release(broken);
  }
}

function requireCommit(answer: Pick<Answer, 'command'> | undefined): void {
  if (answer?.command !== 'COMMIT') throw new TransactionRolledBack();
}

async function tryRollback(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
