import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectPool, inTwoTrips, TransactionRolledBack, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { sendTogether } from './together.ts';

const insert = (id: number) => ({ text: 'insert into entry values ($1) returning id', values: [id] });

describe('statements that are sent together', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url, { max: 1 });
    await pool.query('create table entry (id bigint primary key)');
  });
  beforeEach(async () => {
    await pool.query('truncate entry cascade');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const entries = async () => (await pool.query('select id from entry order by id')).rows.map(({ id }) => id as bigint);
  const backend = async () => (await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;

  async function together(...statements: Parameters<typeof sendTogether>[1]) {
    const client = await pool.connect();
    try {
      return await sendTogether(client, statements);
    } finally {
      client.release();
    }
  }

  it('are answered in their order, each by rows as the pool reads them', async () => {
    const answers = await together(
      { text: 'begin' },
      insert(7),
      { text: 'select id from entry where id = any($1)', values: [[6, 7]] },
      { text: 'delete from entry where id = $1', values: [6] },
      { text: `select null::text as "nothing", date '2016-03-31' as day` },
      { text: 'commit' },
    );
    expect(answers.map(({ command }) => command)).toEqual(['BEGIN', 'INSERT', 'SELECT', 'DELETE', 'SELECT', 'COMMIT']);
    expect(answers.map(({ rows }) => rows as unknown)).toEqual([
      [],
      [{ id: 7n }],
      [{ id: 7n }],
      [],
      [{ nothing: null, day: '2016-03-31' }],
      [],
    ]);
    expect(answers[3]?.rowCount).toBe(0);
    expect(await entries()).toEqual([7n]);
  });

  it.each([
    ['refuses', { text: 'select 1 / $1::integer', values: [0] }, '22012'],
    ['cannot parse', { text: 'selekt $1', values: [1] }, '42601'],
    ['cannot read a value of', { text: 'select $1::integer', values: ['one'] }, '22P02'],
  ])(
    'end at the first that the server %s: nothing of them is there, and the connection is good for the next',
    async (_what, bad, code) => {
      const before = await backend();
      await expect(together(insert(1), bad, insert(2))).rejects.toMatchObject({ code });
      expect(await entries()).toEqual([]);
      await together(insert(3));
      expect(await entries()).toEqual([3n]);
      expect(await backend()).toBe(before);
    },
  );

  it('see what was committed before each of them', async () => {
    const other = connectPool(database.url, { max: 1 });
    try {
      const client = await other.connect();
      await client.query('begin; lock table entry; insert into entry values (5)');
      // The first waits for the lock, and the second sees what was committed meanwhile.
      const answers = together(insert(6), { text: 'select id from entry order by id' });
      await client.query('commit');
      client.release();
      expect((await answers)[1]?.rows).toEqual([{ id: 5n }, { id: 6n }]);
    } finally {
      await other.end();
    }
  });

  describe('and kept by the server', () => {
    const kept = async () =>
      (await pool.query('select statement from pg_prepared_statements order by statement')).rows.map(
        ({ statement }) => statement as string,
      );
    const keep = (id: number) => ({ ...insert(id), isKept: true });
    const add = (id: number) => inTwoTrips(pool, [keep(id)], () => Promise.resolve([keep(id + 1)]));

    it('are read once for a connection', async () => {
      await together(keep(1), keep(2), insert(3));
      await together(keep(4));
      expect(await kept()).toEqual([insert(1).text]);
      expect(await entries()).toEqual([1n, 2n, 3n, 4n]);
    });

    it('are read later where one before them failed', async () => {
      const later = { text: 'select 5 as five', isKept: true };
      await expect(together({ text: 'select 1 / $1::integer', values: [0] }, later)).rejects.toThrow('zero');
      expect((await together(later, later)).map(({ rows }) => rows)).toEqual([[{ five: 5 }], [{ five: 5 }]]);
    });

    it('are not once a pooler is noticed, which has another connection behind this one', async () => {
      await add(1);
      await pool.query('deallocate all');
      await add(11);
      expect(await entries()).toEqual([1n, 2n, 11n, 12n]);
      expect(await kept()).toEqual([]);
    });

    it('end the transaction where a pooler is noticed on the second trip; the next one is good', async () => {
      const other = connectPool(database.url, { max: 1 });
      const last = { text: 'insert into entry values (21)', isKept: true };
      const write = () => inTwoTrips(other, [insert(20)], () => Promise.resolve([last]));
      try {
        await write();
        await other.query('truncate entry');
        const { rows } = await other.query<{ name: string }>(
          'select name from pg_prepared_statements where statement = $1',
          [last.text],
        );
        await other.query(`deallocate "${rows[0]?.name ?? ''}"`);
        await expect(write()).rejects.toMatchObject({ code: '26000' });
        expect(await entries()).toEqual([]);
        await write();
        expect(await entries()).toEqual([20n, 21n]);
      } finally {
        await other.end();
      }
    });
  });

  describe('as a transaction of two trips', () => {
    it('write what follows from what was found', async () => {
      await inTwoTrips(pool, [insert(1), { text: 'select max(id) as last from entry' }], (_client, [, found]) =>
        Promise.resolve([insert(Number(found?.rows[0]?.['last']) + 1), insert(9)]),
      );
      expect(await entries()).toEqual([1n, 2n, 9n]);
    });

    it('may send more between the trips', async () => {
      await inTwoTrips(pool, [insert(1)], async (client) => {
        await client.query(insert(2));
        return [];
      });
      expect(await entries()).toEqual([1n, 2n]);
    });

    it.each([
      ['the first trip', [insert(1), insert(1)], [insert(2)]],
      ['the second trip', [insert(1)], [insert(2), insert(1)]],
    ])('are taken back whole when the server refuses one of %s', async (_where, first, last) => {
      await expect(inTwoTrips(pool, first, () => Promise.resolve(last))).rejects.toMatchObject({ code: '23505' });
      expect(await entries()).toEqual([]);
    });

    it('are taken back when what is between throws, and a failure that it swallows is none', async () => {
      const refusal = new Error('no');
      await expect(inTwoTrips(pool, [insert(1)], () => Promise.reject(refusal))).rejects.toBe(refusal);
      const swallowing = inTwoTrips(pool, [insert(1)], async (client) => {
        await client.query('select 1 / 0').catch(() => undefined);
        return [];
      });
      await expect(swallowing).rejects.toThrow(TransactionRolledBack);
      expect(await entries()).toEqual([]);
    });

    it('destroy a connection that broke, and the pool makes another', async () => {
      const before = await backend();
      const dying = inTwoTrips(pool, [insert(1)], () =>
        Promise.resolve([{ text: 'select pg_terminate_backend(pg_backend_pid())' }]),
      );
      await expect(dying).rejects.toMatchObject({ code: '57P01' });
      expect(await entries()).toEqual([]);
      expect(await backend()).not.toBe(before);
    });
  });
});
