import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { InvalidConfig } from './config.ts';
import type { RuntimeOptions } from './open-runtime.ts';
import type { Runtime } from './runtime.ts';
import { Register, startRuntime } from './testing/register.ts';

describe('a read model over two processes', () => {
  let register: Register;
  let database: TestDatabase;
  const running = new Set<Runtime>();

  beforeEach(async () => {
    register = new Register();
    database = await createTestDatabase();
  });
  afterEach(async () => {
    for (const runtime of running) await stop(runtime);
    await database.drop();
  });

  async function start(shard?: number, options: Partial<RuntimeOptions> = {}): Promise<Runtime> {
    const shards = shard === undefined ? undefined : { [register.model.name]: { shard, of: 2 } };
    const { runtime } = await startRuntime([register.context()], database, { shards, ...options });
    running.add(runtime);
    return runtime;
  }

  async function stop(runtime: Runtime): Promise<void> {
    running.delete(runtime);
    await runtime.stop();
  }

  const namesIn = async (runtime: Runtime): Promise<readonly string[]> =>
    (await runtime.readModels.of(register.model).all({})).map(({ name }) => name).toSorted();
  const NAMES = ['Alto', 'Boréa', 'Cima', 'Delta', 'Esker', 'Fjell', 'Grande', 'Haut'];

  it('is read whole in both, and each says which shard it runs', async () => {
    const [one, two] = [await start(1), await start(2)];
    await one.waitForEvent([register.model], await register.put(two, ...NAMES));
    expect([await namesIn(one), await namesIn(two)]).toEqual([NAMES, NAMES]);
    await two.untilSettled();
    for (const [index, runtime] of [one, two].entries())
      expect(await runtime.health()).toMatchObject({
        ready: true,
        consumers: [
          {
            ...{ name: 'membership.test-register', state: 'running', position: '8', healthy: true },
            shard: `${String(index + 1)}/2`,
            shards: [
              { shard: '1/2', state: 'running', position: '8' },
              { shard: '2/2', state: 'running', position: '8' },
            ],
          },
        ],
      });
  });

  it('answers no query that reads its writes before every shard has them', async () => {
    const one = await start(1);
    const last = await register.put(one, ...NAMES);
    await expect(one.waitForEvent([register.model], last)).rejects.toMatchObject({ name: 'ReadModelBehind' });
    expect((await one.status()).consumers).toMatchObject([{ position: '0', caughtUp: false }]);
    const two = await start(2, { readWaitMs: 10_000 });
    await two.waitForEvent([register.model], last);
    expect(await namesIn(one)).toEqual(NAMES);
  });

  it('is not ready where a shard is paused, and names it', async () => {
    const [one, two] = [await start(1), await start(2)];
    await register.put(two, 'Alto', 'poison');
    await eventually('a shard pauses', async () => expect((await one.health()).consumers[0]?.state).toBe('paused'));
    const { ready, consumers } = await one.health();
    const [consumer] = consumers;
    expect(ready).toBe(false);
    expect(consumer).toMatchObject({ state: 'paused', healthy: false });
    expect(consumer?.error).toMatch(/nobody is called poison.*"shard":"[12]\/2"/);
    register.healed = true;
    expect(await one.resume(register.model.name)).toBe(true);
    await eventually('the other one runs both', async () =>
      expect([(await two.health()).ready, await namesIn(two)]).toEqual([
        true,
        [expect.any(String), expect.any(String)],
      ]),
    );
  });

  it('is not ready in a process with another number of shards, which says why and takes it when the others have stopped', async () => {
    const [one, two, other] = [await start(1), await start(2), await start()];
    await eventually('the other one is not ready', async () =>
      expect(await other.health()).toMatchObject({ ready: false }),
    );
    const [consumer] = (await other.health()).consumers;
    expect(consumer).toMatchObject({
      state: 'running',
      error: expect.stringMatching(/1 shard .*projection:membership/),
    });
    expect((await one.health()).ready).toBe(true);
    await stop(one);
    await stop(two);
    await eventually('the other one is ready', async () => expect(await other.health()).toMatchObject({ ready: true }));
    await other.waitForEvent([register.model], await register.put(other, 'Alto'));
    expect((await other.health()).consumers[0]).not.toHaveProperty('shards');
  });

  it('does not start with a name that is none of its read models', async () => {
    const shards = { 'membership.test-registr': { shard: 1, of: 2 } };
    const problem = await start(undefined, { shards }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(InvalidConfig);
    expect(problem).toHaveProperty('message', expect.stringMatching(/test-registr; .*membership\.test-register$/));
  });
});
