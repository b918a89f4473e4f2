import type pg from 'pg';

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
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('begin');
    const result = await work(client);
    const { command } = await client.query('commit');
    broken = false;
    if (command !== 'COMMIT') throw new TransactionRolledBack();
    return result;
  } catch (error) {
    if (broken) broken = !(await tryRollback(client));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function tryRollback(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
