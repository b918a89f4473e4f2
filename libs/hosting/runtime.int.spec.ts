import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { directBus } from '#libs/commands';
import { instant, type RecordedEvent } from '#libs/kernel';
import { countedUuid, eventually } from '#libs/kernel/testing';
import type { AnyProcessManager } from '#libs/process-managers';
import { connectPool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { react } from './reactions.ts';
import type { Runtime } from './runtime.ts';
import { organisationStream, Register, startRuntime } from './testing/register.ts';

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
    await runtime.untilSettled();
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

  it('is not ready while events wait for positions and none is given, whatever the mark of the sequencer is', async () => {
    const { runtime } = await startRuntime([register.context()], database, { stallMs: 50 });
    running.add(runtime);
    await register.put(runtime, 'Alto');
    await runtime.untilSettled();
    const admin = connectPool(database.url, { max: 1 });
    await admin.query(`
      insert into store.events (seq, event_id, stream, revision, type, recorded_at, record)
      select 9000000000000000000, gen_random_uuid(), stream || 'x', 1, type, recorded_at, record from store.events`);
    await eventually('it is found', async () => {
      const { ready, unsequenced, error } = await runtime.health();
      return (
        (!ready && unsequenced === '1' && error?.includes('1 committed events have no position') === true) || error
      );
    });
    await admin.end();
  });

  it('reads your writes: waits for an event until the read models of its context have it', async () => {
    const runtime = await start();
    const last = await register.put(runtime, 'Alto', 'Boréa');
    await runtime.waitForEvent([register.model], last);
    expect(await namesIn(runtime)).toEqual(['Alto', 'Boréa']);
  });

  it('does not wait for ever for an event that never was', async () => {
    const runtime = await start();
    await expect(runtime.waitForEvent([register.model], countedUuid(1, 0xdead))).rejects.toMatchObject({
      name: 'ReadModelBehind',
    });
  });

  it('goes on where it was after a stop', async () => {
    const first = await start(true);
    await register.put(first, 'Alto');
    await first.untilSettled();
    await stop(first);
    await expect(register.put(first, 'Boréa')).rejects.toMatchObject({ name: 'StoreUnavailable' });
    const second = await start(true);
    await register.put(second, 'Cima');
    await second.untilSettled();
    expect(await namesIn(second)).toEqual(['Alto', 'Cima']);
    expect(await typesOf(second)).toEqual([
      'membership.OrganisationRegistered',
      'membership.OrganisationRegistered',
      'membership.OrganisationRenamed',
      'membership.OrganisationRenamed',
    ]);
  });

  it('that cannot start leaves no connection open', async () => {
    const openMessages = (): Promise<never> => Promise.reject(new Error('no topics'));
    await expect(startRuntime([register.context({ manager: true })], database, { openMessages })).rejects.toThrow(
      'no topics',
    );
    const pool = connectPool(database.url, { max: 1, applicationName: 'looks' });
    const others = `select from pg_stat_activity where datname = current_database() and application_name <> 'looks'
      and backend_type = 'client backend'`;
    await eventually('the connections of the runtime are gone', async () =>
      expect((await pool.query(others)).rowCount).toBe(0),
    );
    await pool.end();
  });

  it('beside another takes no second effect, and goes on when the other stops', async () => {
    const [one, two] = [await start(true), await start(true)];
    await register.put(one, 'Alto', 'Boréa');
    await two.untilSettled();
    await stop(one);
    await register.put(two, 'Cima');
    await two.untilSettled();
    expect(await namesIn(two)).toEqual(['Alto', 'Boréa', 'Cima']);
    expect((await typesOf(two)).filter((type) => type.endsWith('Renamed'))).toHaveLength(3);
  });

  it('is not ready while a consumer does nothing with work before it, and says which; it is again afterwards', async () => {
    let goOn: () => void = () => undefined;
    const open = new Promise<void>((resolve) => (goOn = resolve));
    const deaf: AnyProcessManager = {
      ...register.manager,
      name: 'membership.test-deaf',
      gather: () => open,
      react: () => [],
    };
    const context = { ...register.context(), processManagers: [deaf] };
    const { runtime } = await startRuntime([context], database, { stallMs: 50 });
    running.add(runtime);
    await register.put(runtime, 'Alto');
    await eventually('the runtime is not ready', async () =>
      expect(await runtime.health()).toMatchObject({ ready: false }),
    );
    expect((await runtime.health()).consumers).toEqual([
      expect.objectContaining({ name: 'membership.test-register', position: '1', healthy: true }),
      expect.objectContaining({ name: 'membership.test-deaf', position: '0', healthy: false }),
    ]);
    goOn();
    await eventually('the runtime is ready again', async () =>
      expect(await runtime.health()).toMatchObject({ ready: true }),
    );
  });

  describe('with a consumer that fails for good', () => {
    const unhealthy = async (runtime: Runtime) =>
      (await runtime.health()).consumers.filter(({ healthy }) => !healthy).map(({ name, state }) => [name, state]);

    it('pauses it there, names it, and is not ready; the other one goes on', async () => {
      const runtime = await start(true);
      await register.put(runtime, 'Alto', 'poison', 'Boréa');
      await eventually('two consumers are unhealthy', async () => expect(await unhealthy(runtime)).toHaveLength(2));
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
      await eventually('two consumers are unhealthy', async () => expect(await unhealthy(runtime)).toHaveLength(2));
      register.healed = true;
      expect(await runtime.resume('membership.test-register')).toBe(true);
      await eventually('three consumers are named', async () => expect(await namesIn(runtime)).toHaveLength(3));
      expect(await unhealthy(runtime)).toEqual([['membership.test-renamer', 'paused']]);
      expect(await runtime.resume('membership.test-renamer')).toBe(true);
      await runtime.untilSettled();
      expect(await unhealthy(runtime)).toEqual([]);
      expect((await typesOf(runtime)).filter((type) => type.endsWith('Renamed'))).toHaveLength(3);
    });

    it.each([['membership.test-register'], ['membership.nobody']])('has nothing to resume in %s', async (name) => {
      const runtime = await start(true);
      await runtime.untilSettled();
      expect(await runtime.resume(name)).toBe(false);
    });
  });

  describe('with a process manager that waits for an instant', () => {
    /** Does what the register's manager does, but at an instant that is over. */
    async function startLater(): Promise<Runtime> {
      const events = new Map<string, RecordedEvent>();
      const later: AnyProcessManager = {
        ...register.manager,
        react: () => [],
        timers: {
          setBy: (event) => {
            events.set(event.id, event);
            return [{ id: event.id, dueAt: instant('2016-04-01T00:00:00Z'), data: {} }];
          },
          fire: ({ id }) => {
            const cause = events.get(id)!;
            const [[step] = []] = register.manager.react(cause, { state: undefined, facts: undefined });
            return { step: step!, cause };
          },
        },
      };
      const { runtime } = await startRuntime([{ ...register.context(), processManagers: [later] }], database);
      running.add(runtime);
      return runtime;
    }
    const renamed = async (runtime: Runtime) => (await typesOf(runtime)).filter((type) => type.endsWith('Renamed'));
    const later = async (runtime: Runtime) =>
      (await runtime.status()).consumers.find(({ name }) => name === 'membership.test-renamer');

    it('is settled once everything due is done, and what came of it has its position', async () => {
      const runtime = await startLater();
      for (const count of [1, 2, 3, 4, 5]) {
        await register.put(runtime, `Alto ${String(count)}`);
        await runtime.untilSettled();
        expect(await renamed(runtime)).toHaveLength(count);
      }
      expect(await later(runtime)).toEqual({
        ...{ name: 'membership.test-renamer', state: 'running', position: '10', healthy: true, caughtUp: true },
      });
    });

    it('is not ready while it cannot do that, names it, and is neither settled; resumed, it does it', async () => {
      const runtime = await startLater();
      await register.put(runtime, 'poison');
      await eventually('the later one is unhealthy', async () => expect((await later(runtime))?.healthy).toBe(false));
      expect((await runtime.health()).ready).toBe(false);
      expect(await later(runtime)).toMatchObject({
        ...{ state: 'paused', caughtUp: false, dueTimers: 1 },
        error: expect.stringMatching(/timer .*, due 2016-04-01T00:00:00.000Z: nobody is called poison/),
      });
      await expect(runtime.untilSettled(AbortSignal.abort())).rejects.toThrow('not settled');
      register.healed = true;
      expect(await runtime.resume('membership.test-renamer')).toBe(true);
      expect(await runtime.resume('membership.test-register')).toBe(true);
      await runtime.untilSettled();
      expect(await renamed(runtime)).toHaveLength(1);
      expect((await runtime.health()).ready).toBe(true);
    });
  });

  it('keeps the id of a reaction, so that a second handling by hand does nothing', async () => {
    const runtime = await start(true);
    const { organisationId, stream, event } = register.registration('Alto');
    await runtime.store.append(stream, 'no-stream', [event]);
    await runtime.untilSettled();
    for await (const page of runtime.store.readAll(0n))
      for (const each of page.events)
        if (register.manager.on.includes(each.type)) await react(register.manager, each, servicesOf(runtime));
    const revisions: bigint[] = [];
    for await (const { revision } of runtime.store.read(organisationStream(organisationId))) revisions.push(revision);
    expect(revisions).toEqual([0n, 1n]);
  });
});

function servicesOf(runtime: Runtime) {
  const { unitOfWork, readModels, clock, ids } = runtime;
  return { bus: directBus(runtime), unitOfWork, readModels, clock, ids };
}
