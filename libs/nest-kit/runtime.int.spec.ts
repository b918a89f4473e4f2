import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import type { Runtime } from './runtime.ts';
import { organisationStream, Register, startRuntime, until } from './test/register.ts';

describe('a runtime', () => {
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

  async function start(manager = false): Promise<Runtime> {
    const { runtime } = await startRuntime([register.context({ manager })], database);
    running.add(runtime);
    return runtime;
  }

  async function stop(runtime: Runtime): Promise<void> {
    running.delete(runtime);
    await runtime.stop();
  }

  const namesIn = async (runtime: Runtime): Promise<readonly string[]> =>
    (await runtime.readModels.of(register.model).all({})).map(({ name }) => name).toSorted();
  const typesOf = async (runtime: Runtime): Promise<readonly string[]> => {
    const types: string[] = [];
    for await (const page of runtime.store.readAll(0n)) types.push(...page.events.map(({ type }) => type));
    return types.toSorted();
  };

  it('is ready at once and names its consumers', async () => {
    const runtime = await start(true);
    await runtime.settled();
    expect(await runtime.health()).toEqual({
      ready: true,
      head: '0',
      unsequenced: '0',
      consumers: [
        { name: 'membership.test-register', state: 'running', position: '0', healthy: true },
        { name: 'membership.test-renamer', state: 'running', position: '0', healthy: true },
      ],
    });
  });

  it('reads your writes: waits for an event until the read models of its context have it', async () => {
    const runtime = await start();
    const last = await register.put(runtime, 'Alto', 'Boréa');
    await runtime.waitForEvent('membership', last);
    expect(await namesIn(runtime)).toEqual(['Alto', 'Boréa']);
  });

  it('does not wait for ever for an event that never was', async () => {
    const runtime = await start();
    await expect(runtime.waitForEvent('membership', countedUuid(1, 0xdead))).rejects.toMatchObject({
      name: 'ReadModelBehind',
    });
  });

  it('goes on where it was after a stop', async () => {
    const first = await start(true);
    await register.put(first, 'Alto');
    await first.settled();
    await stop(first);
    await expect(register.put(first, 'Boréa')).rejects.toMatchObject({ name: 'StoreUnavailable' });
    const second = await start(true);
    await register.put(second, 'Cima');
    await second.settled();
    expect(await namesIn(second)).toEqual(['Alto', 'Cima']);
    expect(await typesOf(second)).toEqual([
      'membership.OrganisationRegistered',
      'membership.OrganisationRegistered',
      'membership.OrganisationRenamed',
      'membership.OrganisationRenamed',
    ]);
  });

  it('beside another takes no second effect, and goes on when the other stops', async () => {
    const [one, two] = [await start(true), await start(true)];
    await register.put(one, 'Alto', 'Boréa');
    await two.settled();
    await stop(one);
    await register.put(two, 'Cima');
    await two.settled();
    expect(await namesIn(two)).toEqual(['Alto', 'Boréa', 'Cima']);
    expect((await typesOf(two)).filter((type) => type.endsWith('Renamed'))).toHaveLength(3);
  });

  describe('with a consumer that fails for good', () => {
    const unhealthy = async (runtime: Runtime) =>
      (await runtime.health()).consumers.filter(({ healthy }) => !healthy).map(({ name, state }) => [name, state]);

    it('pauses it there, names it, and is not ready; the other one goes on', async () => {
      const runtime = await start(true);
      await register.put(runtime, 'Alto', 'poison', 'Boréa');
      await until(async () => (await unhealthy(runtime)).length === 2);
      const { ready, consumers } = await runtime.health();
      expect(ready).toBe(false);
      expect(consumers).toEqual([
        expect.objectContaining({
          name: 'membership.test-register',
          error: expect.stringContaining('nobody is called'),
        }),
        expect.objectContaining({
          name: 'membership.test-renamer',
          error: expect.stringContaining('nobody is called'),
        }),
      ]);
      expect(await namesIn(runtime)).toEqual(['Alto']);
      await expect(runtime.readModels.waitFor(register.model, 2n)).rejects.toMatchObject({ name: 'ReadModelBehind' });
    });

    it('lets it try again when it is resumed: it skips nothing', async () => {
      const runtime = await start(true);
      await register.put(runtime, 'Alto', 'poison', 'Boréa');
      await until(async () => (await unhealthy(runtime)).length === 2);
      register.healed = true;
      expect(await runtime.resume('membership.test-register')).toBe(true);
      await until(async () => (await namesIn(runtime)).length === 3);
      expect(await unhealthy(runtime)).toEqual([['membership.test-renamer', 'paused']]);
      expect(await runtime.resume('membership.test-renamer')).toBe(true);
      await runtime.settled();
      expect(await unhealthy(runtime)).toEqual([]);
      expect((await typesOf(runtime)).filter((type) => type.endsWith('Renamed'))).toHaveLength(3);
    });

    it.each([['membership.test-register'], ['membership.nobody']])('has nothing to resume in %s', async (name) => {
      const runtime = await start(true);
      await runtime.settled();
      expect(await runtime.resume(name)).toBe(false);
    });
  });

  it('keeps the id of a reaction, so that a second handling by hand does nothing', async () => {
    const runtime = await start(true);
    const { organisationId, stream, event } = register.registration('Alto');
    await runtime.store.append(stream, 'no-stream', [event]);
    await runtime.settled();
    for await (const page of runtime.store.readAll(0n))
      for (const each of page.events)
        if (register.manager.on.includes(each.type)) await register.manager.handle(each, runtime.processes.services);
    const revisions: bigint[] = [];
    for await (const { revision } of runtime.store.read(organisationStream(organisationId))) revisions.push(revision);
    expect(revisions).toEqual([0n, 1n]);
  });
});
