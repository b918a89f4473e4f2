import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startKurrentDouble, type KurrentDouble } from '#libs/event-store/kurrent/testing';
import { connectPool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { InvalidConfig, readConfig } from './config.ts';
import type { Runtime } from './runtime.ts';
import { kurrentUrlOf } from './store-choice.ts';
import { Register, startRuntime } from './testing/register.ts';

describe('the store of a service', () => {
  it.each([
    ['none is set', {}, undefined],
    ['only the URL is set', { KURRENTDB_URL: 'kurrentdb://one:2113' }, undefined],
    [
      'it is named',
      { STORE: 'kurrentdb', KURRENTDB_URL: 'kurrentdb://one:2113,two:2113' },
      'kurrentdb://one:2113,two:2113',
    ],
  ])('when %s: KurrentDB at %p', (_, environment, url) => {
    expect(kurrentUrlOf(readConfig(environment))).toBe(url);
  });

  it('is refused when KurrentDB is named without its address, or with one that is none', () => {
    expect(() => kurrentUrlOf(readConfig({ STORE: 'kurrentdb' }))).toThrow(InvalidConfig);
    expect(() => readConfig({ KURRENTDB_URL: 'http://one:2113' })).toThrow(InvalidConfig);
    expect(() => readConfig({ STORE: 'cassandra' })).toThrow(InvalidConfig);
  });
});

describe('a runtime on KurrentDB', () => {
  let database: TestDatabase;
  let double: KurrentDouble;
  const running: Runtime[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    double = await startKurrentDouble();
  });
  afterEach(async () => {
    for (const runtime of running.splice(0)) await runtime.stop();
    await double.close();
    await database.drop();
  });

  async function start(register: Register, kurrentUrl: string | undefined): Promise<Runtime> {
    const { runtime } = await startRuntime([register.context()], database, { kurrentUrl });
    running.push(runtime);
    return runtime;
  }

  it('keeps its events there, and its positions, projections and queries are as ever', async () => {
    const register = new Register();
    const runtime = await start(register, double.url);
    const last = await register.put(runtime, 'Alto', 'Boréa');
    await runtime.waitForEvent([register.model], last);
    const names = (await runtime.readModels.of(register.model).all({})).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['Alto', 'Boréa']);
    const stored = double.log.records.filter(({ type }) => type.startsWith('membership.'));
    expect(stored).toHaveLength(2);
    expect((await runtime.health()).head).toBe('2');
  });

  it('goes on with what was stored when it starts again', async () => {
    const register = new Register();
    const first = await start(register, double.url);
    await register.put(first, 'Alto');
    await first.untilSettled();
    running.splice(0);
    await first.stop();
    const second = await start(register, double.url);
    const last = await register.put(second, 'Boréa');
    await second.waitForEvent([register.model], last);
    expect((await second.health()).head).toBe('2');
  });

  it('is refused on a database that keeps events itself, and changes nothing there', async () => {
    const register = new Register();
    const first = await start(register, undefined);
    await register.put(first, 'Alto');
    running.splice(0);
    await first.stop();
    await expect(start(register, double.url)).rejects.toMatchObject({ name: 'MigrationFailed' });
    const pool = connectPool(database.url, { max: 1 });
    const { rows } = await pool.query('select count(*)::int as events from store.events');
    await pool.end();
    expect(rows).toEqual([{ events: 1 }]);
  });
});
