import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { instant, type Instant } from '#libs/kernel';
import { eventually, ManualClock } from '#libs/kernel/testing';
import { acquireLease, connectPool } from '#libs/postgres';
import { RecycledDatabases, type TestDatabase } from '#libs/postgres/testing';
import { messagingSchema, resumeTimers, runTimers, setTimers, timersStatus } from './index.ts';
import { dueTimers, settleTimer, timersLease, type Timer } from './timer-rows.ts';
import type { TimersOptions } from './index.ts';

const NAME = 'shelf.reminders';
const NOON = instant('2016-06-01T12:00:00Z');
const EVENING = instant('2016-06-01T20:00:00Z');

const databases = new RecycledDatabases([messagingSchema]);
afterAll(() => databases.end());

describe('durable timers', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let clock: ManualClock;
  let running: { readonly stop: AbortController; readonly done: Promise<void> }[];
  let faults: unknown[];
  beforeEach(async () => {
    database = await databases.open();
    pool = connectPool(database.url);
    clock = new ManualClock('2016-06-01T08:00:00Z');
    running = [];
    faults = [];
  });
  afterEach(async () => {
    for (const each of running) await end(each);
    await pool.end();
    await database.drop();
  });

  async function end({ stop, done }: (typeof running)[number]): Promise<void> {
    stop.abort();
    await done;
  }

  function run(fire: TimersOptions['fire'], options: Partial<TimersOptions> = {}) {
    const stop = new AbortController();
    const done = runTimers({
      manager: NAME,
      clock,
      pool,
      holder: 'spec',
      signal: stop.signal,
      fire,
      policy: { attempts: 3, backoffMs: 1 },
      onFault: (error) => faults.push(error),
      pollMs: 5,
      leaseTtlMs: 60_000,
      ...options,
    });
    const timers = { stop, done };
    running.push(timers);
    return timers;
  }

  /** Writes down what was fired; `failures` says how often a timer fails first. */
  function recorder(failures: Readonly<Record<string, number>> = {}) {
    const [left, fired] = [{ ...failures }, [] as string[]];
    const fire = ({ id }: Timer): Promise<void> => {
      left[id] = (left[id] ?? 0) - 1;
      if (left[id] >= 0) return Promise.reject(new Error(`${id} rings in vain`));
      fired.push(id);
      return Promise.resolve();
    };
    return { fire, fired };
  }

  const timer = (id: string, dueAt: Instant, data: Timer['data'] = {}): Timer => ({ id, dueAt, data });
  const set = (...timers: readonly Timer[]) => setTimers(pool, NAME, timers);
  const status = async () => (await timersStatus(pool, [NAME], clock.now())).get(NAME);
  const idle = () => eventually('no timer is due', async () => expect(await status()).toBeUndefined());
  const stateOf = async (id: string): Promise<unknown> =>
    (await pool.query('select state from grappe.timers where id = $1', [id])).rows[0]?.state;

  it('fire once their instant has come by the clock, and not a millisecond before', async () => {
    const { fire, fired } = recorder();
    await set(timer('noon', NOON), timer('evening', EVENING));
    run(fire);
    clock.set('2016-06-01T11:59:59.999Z');
    await set(timer('due', instant('2016-06-01T09:00:00Z')));
    await eventually('the timer fires', () => expect(fired).toHaveLength(1));
    expect(fired).toEqual(['due']);
    clock.set(NOON);
    await idle();
    expect(fired).toEqual(['due', 'noon']);
    expect(await stateOf('evening')).toBe('waiting');
  });

  it('that are due together fire the earliest first, however many they are', async () => {
    const { fire, fired } = recorder();
    const early = Array.from({ length: 150 }, (_, at) => timer(String(at).padStart(3, '0'), NOON));
    await set(timer('last', EVENING), ...early.toReversed());
    clock.set(EVENING);
    run(fire);
    await idle();
    expect(fired).toEqual([...early.map(({ id }) => id), 'last']);
  });

  it('hand back what they were set with, as it was', async () => {
    const data = { text: 'l’été\u0000', list: [1, { z: null, a: 1.5 }], none: '' };
    const met: Timer[] = [];
    await set(timer('a', EVENING, data));
    clock.set(EVENING);
    run((each) => Promise.resolve(void met.push(each)));
    await idle();
    expect(met).toEqual([timer('a', EVENING, data)]);
  });

  it('set again stay as they are: neither moved, nor fired twice', async () => {
    const { fire, fired } = recorder();
    await set(timer('a', NOON, { first: true }));
    await set(timer('a', EVENING, { first: false }));
    expect(await dueTimers(pool, { manager: NAME, now: NOON })).toEqual([timer('a', NOON, { first: true })]);
    clock.set(NOON);
    run(fire);
    await idle();
    await set(timer('a', NOON), timer('b', NOON));
    await eventually('the second timer fires', () => expect(fired).toContain('b'));
    await idle();
    expect(fired).toEqual(['a', 'b']);
  });

  it('do not fire again when the clock goes back and passes them a second time', async () => {
    const { fire, fired } = recorder();
    await set(timer('a', NOON));
    run(fire);
    for (const moment of [NOON, '2016-06-01T08:00:00Z', EVENING]) {
      clock.set(moment);
      await idle();
    }
    await set(timer('b', NOON));
    await idle();
    expect(fired).toEqual(['a', 'b']);
  });

  it('in years of which a timestamp knows nothing come in their order', async () => {
    const { fire, fired } = recorder();
    const moments = ['-000001-12-31T23:50:39.000Z', '0001-01-01T00:00:00.000Z', '9999-12-31T22:59:59.999Z'];
    await set(...moments.map((moment) => timer(moment, instant(moment))).toReversed());
    run(fire);
    await idle();
    expect(fired).toEqual(moments.slice(0, 2));
  });

  it('of another process manager are its own', async () => {
    const { fire, fired } = recorder();
    await setTimers(pool, 'shelf.other', [timer('theirs', NOON)]);
    await set(timer('ours', NOON));
    clock.set(NOON);
    run(fire);
    await idle();
    expect(fired).toEqual(['ours']);
    expect((await timersStatus(pool, ['shelf.other'], NOON)).get('shelf.other')).toMatchObject({ due: 1 });
    expect(await timersStatus(pool, [], NOON)).toEqual(new Map());
  });

  describe('that cannot be fired', () => {
    const failed = () => eventually('a timer has failed', async () => expect((await status())?.failed).toBeDefined());

    it('are tried again, and nobody has to know', async () => {
      const { fire, fired } = recorder({ a: 2 });
      await set(timer('a', NOON));
      clock.set(NOON);
      run(fire);
      await idle();
      expect(fired).toEqual(['a']);
      expect(faults).toEqual([new Error('a rings in vain'), new Error('a rings in vain')]);
    });

    it('are shown after the last try with what went wrong, and hold no other up', async () => {
      const { fire, fired } = recorder({ a: 3 });
      await set(timer('a', NOON), timer('b', EVENING));
      clock.set(NOON);
      run(fire);
      await failed();
      clock.set(EVENING);
      await eventually('the sound timer fires', () => expect(fired).toHaveLength(1));
      await eventually('it is recorded as fired', async () => expect(await stateOf('b')).toBe('fired'));
      expect(await status()).toEqual({ due: 1, failed: { id: 'a', dueAt: NOON, message: 'a rings in vain' } });
      expect([fired, faults.length]).toEqual([['b'], 3]);
    });

    it('are shown at once when it is a bug', async () => {
      await set(timer('a', NOON));
      clock.set(NOON);
      run(() => Promise.reject(new TypeError('no bell')));
      await failed();
      expect(faults).toEqual([new TypeError('no bell')]);
    });

    it('are shown though the clock went back since', async () => {
      await set(timer('a', NOON));
      clock.set(NOON);
      run(() => Promise.reject(new TypeError('no bell')));
      await failed();
      clock.set('2016-06-01T08:00:00Z');
      expect(await status()).toMatchObject({ due: 0, failed: { id: 'a' } });
    });

    it('are tried again once they are resumed', async () => {
      const { fire, fired } = recorder({ a: 3 });
      await set(timer('a', NOON));
      clock.set(NOON);
      expect(await resumeTimers(pool, NAME)).toBe(false);
      run(fire);
      await failed();
      expect(await resumeTimers(pool, NAME)).toBe(true);
      await idle();
      expect([fired, await stateOf('a')]).toEqual([['a'], 'fired']);
      expect(await resumeTimers(pool, NAME)).toBe(false);
    });
  });

  describe('in several processes', () => {
    it('fire in one of them; the next one goes on when it ends', async () => {
      const [one, two] = [recorder(), recorder()];
      await set(timer('a', NOON), timer('b', EVENING));
      clock.set(NOON);
      const first = run(one.fire);
      await idle();
      run(two.fire);
      await end(first);
      clock.set(EVENING);
      await idle();
      expect([one.fired, two.fired]).toEqual([['a'], ['b']]);
    });

    it('killed between the effect and its record fire again in the next one, and what the dead one still says is not heard', async () => {
      const survivor = recorder();
      const effects: string[] = [];
      const hanging = gate();
      await set(timer('a', NOON));
      clock.set(NOON);
      run(async ({ id }) => {
        effects.push(id);
        await hanging.opened;
        throw new TypeError('it was dead');
      });
      await eventually('the timer has its effect', () => expect(effects).toHaveLength(1));
      await pool.query(`update grappe.leases set expires_at = '-infinity'`);
      run(survivor.fire);
      await idle();
      expect([effects, survivor.fired]).toEqual([['a'], ['a']]);
      hanging.open();
      await eventually('the dead one is refused', () => expect(faults.length).toBeGreaterThan(0));
      await set(timer('b', NOON));
      await idle();
      expect(await stateOf('a')).toBe('fired');
    });

    it('are settled by the newest owner only', async () => {
      await set(timer('a', NOON));
      const owner = async () => ({
        manager: NAME,
        epoch: (await acquireLease(pool, { name: timersLease(NAME), holder: 'x', ttlMs: 0 }))!.epoch,
      });
      const old = await owner();
      const current = await owner();
      await expect(settleTimer(pool, old, 'a')).rejects.toMatchObject({ name: 'StaleEpoch' });
      await expect(settleTimer(pool, old, 'a', 'no')).rejects.toMatchObject({ name: 'StaleEpoch' });
      expect(await stateOf('a')).toBe('waiting');
      await settleTimer(pool, current, 'a');
      await settleTimer(pool, current, 'a', 'too late');
      expect(await stateOf('a')).toBe('fired');
    });
  });

  it('live through connections that die', async () => {
    const { fire, fired } = recorder();
    run(fire, { policy: { attempts: 50, backoffMs: 1 } });
    for (let round = 0; round < 10; round += 1) {
      await set(timer(String(round), NOON));
      if (round === 5) clock.set(NOON);
      await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
    }
    await eventually('no timer is due', async () => expect(await status().catch(() => ({}))).toBeUndefined());
    expect([...new Set(fired)].toSorted()).toEqual(Array.from({ length: 10 }, (_, round) => String(round)));
  });
});

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
