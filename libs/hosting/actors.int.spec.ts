import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CountedIds } from '#libs/kernel/testing';
import { connectPool, migrate, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { actorsSchema, PostgresActors } from './actors.ts';

const ISSUER = 'https://issuer.example';

describe('actors', () => {
  let database: TestDatabase;
  let pool: Pool;
  const ids = new CountedIds();
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = connectPool(database.url, { max: 8 });
    await migrate(pool, actorsSchema);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('have one id for good, whichever processes meet them first', async () => {
    const processes = Array.from({ length: 8 }, () => new PostgresActors(pool, ids));
    const found = await Promise.all(processes.map((actors) => actors.idOf({ issuer: ISSUER, subject: 'anna' })));
    expect(new Set(found).size).toBe(1);
    expect(await new PostgresActors(pool, ids).idOf({ issuer: ISSUER, subject: 'anna' })).toBe(found[0]);
  });

  it('are others under another issuer, and their ids say nothing about them', async () => {
    const actors = new PostgresActors(pool, ids);
    const one = await actors.idOf({ issuer: ISSUER, subject: 'bruno' });
    const other = await actors.idOf({ issuer: 'https://other.example', subject: 'bruno' });
    expect(one).not.toBe(other);
    expect([...(await actors.identitiesOf([one, other, one, 'process:membership.succession']))]).toEqual(
      expect.arrayContaining([
        [one, { issuer: ISSUER, subject: 'bruno' }],
        [other, { issuer: 'https://other.example', subject: 'bruno' }],
      ]),
    );
  });

  it('lead nowhere once erased, and come back as others', async () => {
    let nowMs = 0;
    const actors = new PostgresActors(pool, ids, () => nowMs);
    const identity = { issuer: ISSUER, subject: 'clara' };
    const id = await actors.idOf(identity);
    await pool.query('delete from grappe.actors where id = $1', [id]);
    expect(await actors.identitiesOf([id])).toEqual(new Map());
    nowMs = 60_001;
    expect(await actors.idOf(identity)).not.toBe(id);
  });
});
