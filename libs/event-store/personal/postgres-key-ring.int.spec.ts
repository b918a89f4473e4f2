import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { KEY_BYTES } from '../index.ts';
import { keyRingContract } from '../testing/index.ts';
import { KEYS_ROLE, keysSchema, KeyWrap, PostgresKeyRing } from './index.ts';

const DESTROY = `update keys.personal set wrapped = null, destroyed_at = clock_timestamp() where subject = $1`;
const wrap = new KeyWrap(Buffer.alloc(KEY_BYTES, 1));

async function openKeys() {
  const database = await createTestDatabase();
  const owner = connectPool(database.url, { max: 1 });
  await migrate(owner, keysSchema);
  const pools = [owner];
  const connect = (role: string): pg.Pool => {
    const pool = connectPool(database.url, { max: 4, role });
    pools.push(pool);
    return pool;
  };
  const close = async (): Promise<void> => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  };
  return { database, owner, connect, close };
}

keyRingContract('postgres', async () => {
  const { owner, connect, close } = await openKeys();
  let nowMs = 0;
  const open = () => new PostgresKeyRing({ pool: connect(KEYS_ROLE), wrap, nowMs: () => nowMs });
  const destroy = async (subject: string): Promise<void> => {
    await owner.query(DESTROY, [subject]);
    nowMs += 60_000;
  };
  return { ring: open(), neighbour: open(), destroy, close };
});

describe('keys in the database', () => {
  let keys: Awaited<ReturnType<typeof openKeys>>;
  let database: TestDatabase;
  beforeAll(async () => {
    keys = await openKeys();
    ({ database } = keys);
  });
  afterAll(() => keys.close());

  it('are wrapped: who has the database alone opens nothing', async () => {
    const ring = new PostgresKeyRing({ pool: keys.connect(KEYS_ROLE), wrap, draw: () => Buffer.alloc(KEY_BYTES, 9) });
    await ring.keysFor(['wrapped']);
    const { rows } = await keys.owner.query<{ readonly wrapped: Buffer }>('select wrapped from keys.personal');
    expect(rows.map(({ wrapped }) => wrapped.includes(Buffer.alloc(KEY_BYTES, 9)))).toEqual([false]);
  });

  it('do not open under another key-encryption key, which is said before anything starts', async () => {
    const other = new KeyWrap(Buffer.alloc(KEY_BYTES, 2));
    const ring = new PostgresKeyRing({ pool: keys.connect(KEYS_ROLE), wrap: other });
    const foreign = expect.objectContaining({ name: 'ForeignWrap', found: other.id, required: wrap.id });
    await expect(ring.check()).rejects.toEqual(foreign);
    await expect(ring.keysFor(['wrapped'])).rejects.toEqual(foreign);
    await expect(ring.keysFor(['never seen'])).resolves.toBeInstanceOf(Map);
  });

  it('are used for a minute without asking again', async () => {
    let nowMs = 0;
    const ring = new PostgresKeyRing({ pool: keys.connect(KEYS_ROLE), wrap, nowMs: () => nowMs });
    const first = await ring.keysFor(['known']);
    await ring.resolve(['known/1']);
    await keys.owner.query(DESTROY, ['known']);
    nowMs = 59_999;
    expect(await ring.keysFor(['known'])).toEqual(first);
    nowMs = 60_000;
    expect([...(await ring.keysFor(['known'])), ...(await ring.resolve(['known/1']))]).toEqual([
      ['known', 'destroyed'],
      ['known/1', 'destroyed'],
    ]);
  });

  it('are neither changed nor destroyed by the role that uses them', async () => {
    const pool = keys.connect(KEYS_ROLE);
    for (const statement of ['delete from keys.personal', 'update keys.personal set wrapped = null'])
      await expect(pool.query(statement)).rejects.toThrow('permission denied');
  });

  it('are not there for the role of the store', async () => {
    await keys.owner.query('create role grappe_stranger_to_keys nologin').catch(() => undefined);
    await expect(keys.connect('grappe_stranger_to_keys').query('select from keys.personal')).rejects.toThrow(
      'permission denied',
    );
    expect(database.url).toContain('postgres');
  });

  it('that cannot be reached are a store that is unavailable', async () => {
    const pool = connectPool('postgres://nobody@127.0.0.1:1/none', { max: 1 });
    const ring = new PostgresKeyRing({ pool, wrap });
    await expect(ring.keysFor(['a'])).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await pool.end();
  });
});
