import type pg from 'pg';
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

/** As `inTransaction`, in two round trips instead of one for each statement, `begin` and `commit` too. */
export async function inTwoTrips(pool: pg.Pool, first: readonly Statement[], second: SecondTrip): Promise<void> {
  await onConnection(pool, async (client) => {
    const [, ...found] = await sendTogether(client, [{ text: 'begin' }, ...first]);
    const last = await second(client, found);
    requireCommit((await sendTogether(client, [...last, { text: 'commit' }])).at(-1));
  });
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
