import type pg from 'pg';
import { isPoolerSwitch } from '#libs/postgres';
import { reachable } from './unavailable.ts';

/** Sends statements as prepared ones as long as connections stay the same, and as plain ones from then on. All: @throws StoreUnavailable */
export class PreparedQueries {
  #prepared = true;

  constructor(private readonly pool: pg.Pool) {}

  /** False once a pooler has been noticed. */
  get prepared(): boolean {
    return this.#prepared;
  }

  /** Rows as objects. */
  async objects<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.#sendPrepared(() =>
      this.pool.query<Row>(this.#prepared ? { name, text, values } : { text, values }),
    );
    return rows;
  }

  /** Rows as lists of columns, which costs less where there are many. */
  async lists<Row extends unknown[]>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.#sendPrepared(() => {
      const query = { text, values, rowMode: 'array' } as const;
      return this.pool.query<Row>(this.#prepared ? { ...query, name } : query);
    });
    return rows;
  }

  async #sendPrepared<Result>(send: () => Promise<Result>): Promise<Result> {
    try {
      return await reachable(send);
    } catch (error) {
      if (!isPoolerSwitch(error)) throw error;
      this.#prepared = false;
      return reachable(send);
    }
  }
}
