import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { managerCommand, UnitOfWork, type CommandBus } from '#libs/commands';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { calendarDate, instant, uuid } from '#libs/kernel';
import { eventually, ManualClock } from '#libs/kernel/testing';
import { findConsumer, InProcessSource, messagingSchema } from '#libs/messaging';
import { connectPool, type Pool } from '#libs/postgres';
import { step, type AnyProcessManager } from '#libs/process-managers';
import { RecycledDatabases, type TestDatabase } from '#libs/postgres/testing';
import { ProcessManagerRunner } from './process-managers.ts';
import { MemoryReadModels } from './testing/memory-read-models.ts';
import { Register, renamer } from './testing/register.ts';

const databases = new RecycledDatabases([messagingSchema]);
afterAll(() => databases.end());

describe('the runner of process managers', () => {
  let register: Register;
  let database: TestDatabase;
  let pool: Pool;
  let store: MemoryEventStore;
  let clock: ManualClock;
  const running = new Set<ProcessManagerRunner>();

  beforeEach(async () => {
    clock = new ManualClock();
    register = new Register();
    database = await databases.open();
    pool = connectPool(database.url);
    store = new MemoryEventStore(catalog);
  });
  afterEach(async () => {
    for (const runner of running) await runner.stop();
    running.clear();
    await store.close();
    await pool.end();
    await database.drop();
  });

  /** Runs what a command says, and records nothing. */
  const bus: CommandBus = {
    execute: ({ body }) => {
      (body as () => void)();
      return Promise.resolve({ ok: true, revision: undefined, events: [], repeated: false });
    },
  };
  const think = managerCommand<() => void>({
    name: 'shelf.think',
    summary: 'Thinks of somebody.',
    aggregate: renamer,
    run: () => undefined,
  });

  function start(...managers: readonly AnyProcessManager[]): ProcessManagerRunner {
    return startWith({}, ...managers);
  }

  function startWith(
    more: { readonly restMs?: number },
    ...managers: readonly AnyProcessManager[]
  ): ProcessManagerRunner {
    const { ids } = register;
    const readModels = new MemoryReadModels(store);
    const services = { bus, unitOfWork: new UnitOfWork({ store, catalog, ids }), readModels, ids, clock };
    const source = new InProcessSource(store);
    const options = { managers, source, pool, services, holder: 'spec', leaseTtlMs: 5_000, timersPollMs: 5, ...more };
    const runner = new ProcessManagerRunner(options);
    running.add(runner);
    runner.start();
    return runner;
  }

  async function put(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const { stream, event } = register.registration(name);
      await store.append(stream, 'no-stream', [event]);
    }
  }

  /** Writes down whom it met; fails so many times at a name first. */
  function listener(name: string, failures: Readonly<Record<string, number>> = {}) {
    const left = { ...failures };
    const met: string[] = [];
    const manager: AnyProcessManager = {
      name,
      on: ['membership.OrganisationRegistered'],
      commands: [],
      reads: [],
      gather: ({ data }) => {
        const { name: who } = data as GrappeEvents['membership.OrganisationRegistered'];
        if ((left[who] ?? 0) > 0) {
          left[who] = (left[who] ?? 0) - 1;
          return Promise.reject(new Error('the line is busy'));
        }
        return Promise.resolve(undefined);
      },
      react: ({ data }) => {
        met.push((data as GrappeEvents['membership.OrganisationRegistered']).name);
        return [];
      },
    };
    return { manager, met };
  }

  const at = async (runner: ProcessManagerRunner, name: string): Promise<bigint | undefined> =>
    (await runner.status()).find((status) => status.name === name)?.position;

  it('hands every event to every manager, in order', async () => {
    const [one, two] = [listener('shelf.one'), listener('shelf.two')];
    await put('a', 'b');
    const runner = start(one.manager, two.manager);
    await put('c');
    await eventually('both managers are at the head', async () =>
      expect([await at(runner, 'shelf.one'), await at(runner, 'shelf.two')]).toEqual([3n, 3n]),
    );
    expect([one.met, two.met]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });

  it('moves managers past events that they do not ask for', async () => {
    const deaf = { ...listener('shelf.deaf').manager, on: ['membership.OrganisationRenamed'] };
    await put('a', 'b');
    const runner = start(deaf);
    await eventually('the manager is past what it does not ask for', async () =>
      expect(await at(runner, 'shelf.deaf')).toBe(2n),
    );
  });

  it('knows that they have passed them before it is written down, and no longer than it runs them', async () => {
    const deaf = { ...listener('shelf.deaf').manager, on: ['membership.OrganisationRenamed'] };
    await put('a', 'b');
    const runner = startWith({ restMs: 3_600_000 }, deaf);
    await eventually('the manager is past what it does not ask for', async () =>
      expect(await at(runner, 'shelf.deaf')).toBe(2n),
    );
    expect(await findConsumer(pool, 'shelf.deaf')).toMatchObject({ position: 0n });
    await runner.stop();
    expect(await findConsumer(pool, 'shelf.deaf')).toMatchObject({ position: 2n });
    await pool.query('update grappe.consumers set position = 1');
    expect(await at(runner, 'shelf.deaf')).toBe(1n);
  });

  it('tries again what passes, and skips nothing', async () => {
    const { manager, met } = listener('shelf.one', { b: 2 });
    const runner = start(manager);
    await put('a', 'b', 'c');
    await eventually('the manager is at the head', async () => expect(await at(runner, 'shelf.one')).toBe(3n));
    expect(met).toEqual(['a', 'b', 'c']);
  });

  it('goes on where it was in the next process', async () => {
    const first = listener('shelf.one');
    const runner = start(first.manager);
    await put('a');
    await eventually('the manager is behind the first event', async () =>
      expect(await at(runner, 'shelf.one')).toBe(1n),
    );
    await runner.stop();
    const second = listener('shelf.one');
    const next = start(second.manager);
    await put('b');
    await eventually('the next one is at the head', async () => expect(await at(next, 'shelf.one')).toBe(2n));
    expect([first.met, second.met]).toEqual([['a'], ['b']]);
  });

  it('speaks of its own managers only, and of those that never ran as at the beginning', async () => {
    const other = start(listener('shelf.other').manager);
    await put('a');
    await eventually('the other one is at the head', async () => expect(await at(other, 'shelf.other')).toBe(1n));
    await other.stop();
    const runner = start(listener('shelf.one').manager);
    expect((await runner.status()).map(({ name, state }) => [name, state])).toEqual([['shelf.one', 'running']]);
    await eventually('the manager is at the head', async () => expect(await at(runner, 'shelf.one')).toBe(1n));
  });

  it('gives the lease back when it stops, so that the next one need not wait for it', async () => {
    const runner = start(listener('shelf.one').manager);
    await eventually('the manager has a row', async () =>
      expect((await pool.query('select 1 from grappe.consumers')).rowCount).toBe(1),
    );
    await runner.stop();
    const { rows } = await pool.query('select holder from grappe.leases');
    expect(rows).toEqual([{ holder: null }]);
  });

  describe('with timers', () => {
    const DAWN = '2016-04-01T05:00:00.000Z';

    /** Thinks of everybody it heard of at dawn; cannot think of those named, while the list holds them. */
    function thinker(name: string) {
      const [thought, forgotten] = [[] as string[], new Set<string>()];
      const manager: AnyProcessManager = {
        ...listener(name).manager,
        timers: {
          setBy: ({ id, data }) => [{ id, dueAt: instant(DAWN), data: { who: data['name'] } }],
          fire: ({ id, data }) => {
            const who = data['who'] as string;
            if (forgotten.has(who)) throw new TypeError(`who was ${who}?`);
            const body = () => void thought.push(who);
            const metadata = { effectiveAt: calendarDate('2016-04-01'), correlationId: uuid(id) };
            return { step: step(think, { key: 'think', id: uuid(id), body }), cause: { id: uuid(id), metadata } };
          },
        },
      };
      return { manager, thought, forgotten };
    }
    const statusOf = async (runner: ProcessManagerRunner) =>
      (await runner.status()).map(({ position: _position, ...status }) => status);

    it('fires those of a process manager when their instant has come, once, also in the process after it', async () => {
      const { manager, thought } = thinker('shelf.one');
      const runner = start(manager);
      await put('a', 'b');
      await eventually('the manager is at the head', async () => expect(await at(runner, 'shelf.one')).toBe(2n));
      expect(await statusOf(runner)).toEqual([
        expect.objectContaining({ name: 'shelf.one', state: 'running', dueTimers: 0 }),
      ]);
      await runner.stop();
      expect(thought).toEqual([]);
      clock.set(DAWN);
      const next = start(manager);
      await eventually('no timer is due', async () => expect((await next.status())[0]?.dueTimers).toBe(0));
      await put('c');
      await eventually('the manager has fired its timers', () => expect(thought).toHaveLength(3));
      expect(thought.toSorted()).toEqual(['a', 'b', 'c']);
    });

    it('shows one that fails as the error of its process manager, and tries it again when that is resumed', async () => {
      const { manager, thought, forgotten } = thinker('shelf.one');
      const other = listener('shelf.other');
      forgotten.add('a');
      clock.set(DAWN);
      const runner = start(manager, other.manager);
      await put('a', 'b');
      await eventually('the manager pauses at its timer', async () =>
        expect([(await runner.status())[0]?.state, thought.length]).toEqual(['paused', 1]),
      );
      await eventually('the other one is at the head', async () => expect(await at(runner, 'shelf.other')).toBe(2n));
      await eventually('the timer is still due', async () => expect((await runner.status())[0]?.dueTimers).toBe(1));
      const error = {
        message: expect.stringMatching(/^timer [0-9a-f-]{36}, due 2016-04-01T05:00:00.000Z: who was a\?$/),
      };
      expect(await statusOf(runner)).toEqual([
        expect.objectContaining({ name: 'shelf.one', state: 'paused', error, dueTimers: 1 }),
        expect.objectContaining({ name: 'shelf.other', state: 'running', dueTimers: 0 }),
      ]);
      forgotten.clear();
      expect(await runner.resume('shelf.other')).toBe(false);
      expect(await runner.resume('shelf.one')).toBe(true);
      await eventually('the manager runs again', async () => expect((await runner.status())[0]?.state).toBe('running'));
      await eventually('the timer is fired', () => expect(thought).toHaveLength(2));
      expect(thought).toEqual(['b', 'a']);
    });

    it('that no process manager has costs no lease', async () => {
      const runner = start(listener('shelf.one').manager);
      await put('a');
      await eventually('the manager is at the head', async () => expect(await at(runner, 'shelf.one')).toBe(1n));
      const { rows } = await pool.query('select name from grappe.leases');
      expect(rows).toEqual([{ name: 'consumer:shelf.one' }]);
    });
  });

  it('without managers has nothing to do', async () => {
    const runner = start();
    expect(await runner.status()).toEqual([]);
    await runner.stop();
  });
});
