import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { CommandRunner } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { ManualClock } from '#libs/kernel/testing';
import { messagingSchema } from '#libs/messaging';
import { InProcessSource } from '#libs/messaging/in-process';
import { connectPool, migrate, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import type { ProcessManager } from './context.ts';
import { ProcessRunner } from './process-runner.ts';
import { Register, until } from './test/register.ts';
import { MemoryReadModels } from './testing/index.ts';

describe('the runner of process managers', () => {
  let register: Register;
  let database: TestDatabase;
  let pool: Pool;
  let store: MemoryEventStore;
  const running = new Set<ProcessRunner>();

  beforeEach(async () => {
    register = new Register();
    database = await createTestDatabase();
    pool = connectPool(database.url);
    await migrate(pool, messagingSchema);
    store = new MemoryEventStore(catalog);
  });
  afterEach(async () => {
    for (const runner of running) await runner.stop();
    running.clear();
    await store.close();
    await pool.end();
    await database.drop();
  });

  function start(...managers: readonly ProcessManager[]): ProcessRunner {
    const { ids } = register;
    const readModels = new MemoryReadModels(store);
    const services = { runner: new CommandRunner({ store, catalog, ids }), readModels, ids, clock: new ManualClock() };
    const log = pino({ level: 'silent' });
    const source = new InProcessSource(store);
    const runner = new ProcessRunner({ managers, source, pool, services, holder: 'spec', leaseTtlMs: 5_000, log });
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
    const manager: ProcessManager = {
      name,
      on: ['membership.OrganisationRegistered'],
      handle: ({ data }) => {
        const { name: who } = data as GrappeEvents['membership.OrganisationRegistered'];
        if ((left[who] ?? 0) > 0) {
          left[who] = (left[who] ?? 0) - 1;
          return Promise.reject(new Error('the line is busy'));
        }
        met.push(who);
        return Promise.resolve();
      },
    };
    return { manager, met };
  }

  const at = async (runner: ProcessRunner, name: string): Promise<bigint | undefined> =>
    (await runner.status()).find((status) => status.name === name)?.position;

  it('hands every event to every manager, in order', async () => {
    const [one, two] = [listener('shelf.one'), listener('shelf.two')];
    await put('a', 'b');
    const runner = start(one.manager, two.manager);
    await put('c');
    await until(async () => (await at(runner, 'shelf.one')) === 3n && (await at(runner, 'shelf.two')) === 3n);
    expect([one.met, two.met]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });

  it('moves managers past events that they do not ask for', async () => {
    const deaf = { ...listener('shelf.deaf').manager, on: ['membership.OrganisationRenamed'] };
    await put('a', 'b');
    const runner = start(deaf);
    await until(async () => (await at(runner, 'shelf.deaf')) === 2n);
  });

  it('tries again what passes, and skips nothing', async () => {
    const { manager, met } = listener('shelf.one', { b: 2 });
    const runner = start(manager);
    await put('a', 'b', 'c');
    await until(async () => (await at(runner, 'shelf.one')) === 3n);
    expect(met).toEqual(['a', 'b', 'c']);
  });

  it('goes on where it was in the next process', async () => {
    const first = listener('shelf.one');
    const runner = start(first.manager);
    await put('a');
    await until(async () => (await at(runner, 'shelf.one')) === 1n);
    await runner.stop();
    const second = listener('shelf.one');
    const next = start(second.manager);
    await put('b');
    await until(async () => (await at(next, 'shelf.one')) === 2n);
    expect([first.met, second.met]).toEqual([['a'], ['b']]);
  });

  it('speaks of its own managers only, and of those that never ran as at the beginning', async () => {
    const other = start(listener('shelf.other').manager);
    await put('a');
    await until(async () => (await at(other, 'shelf.other')) === 1n);
    await other.stop();
    const runner = start(listener('shelf.one').manager);
    expect((await runner.status()).map(({ name, state }) => [name, state])).toEqual([['shelf.one', 'running']]);
    await until(async () => (await at(runner, 'shelf.one')) === 1n);
  });

  it('gives the lease back when it stops, so that the next one need not wait for it', async () => {
    const runner = start(listener('shelf.one').manager);
    await until(async () => (await pool.query('select 1 from grappe.consumers')).rowCount === 1);
    await runner.stop();
    const { rows } = await pool.query('select holder from grappe.leases');
    expect(rows).toEqual([{ holder: null }]);
  });

  it('without managers has nothing to do', async () => {
    const runner = start();
    expect(await runner.status()).toEqual([]);
    await runner.stop();
  });
});
