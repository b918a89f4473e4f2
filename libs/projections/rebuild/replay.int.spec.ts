import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { InvalidProjection } from '../projection.ts';
import { PoisonEvent } from '../folding/fold.ts';
import { dropReplay, replay, type ReplayOptions, type ReplayUntil } from './replay.ts';
import { accounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { closed, credited, history, renamed } from '../test/histories.ts';
import { given } from '../testing/index.ts';

const at = (moment: string): ReplayUntil => ({ instant: instant(moment) });
const upTo = (position: bigint): ReplayUntil => ({ position });

describe('a replay', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(async () => {
    await bench.close();
  });

  const replayed = (until: ReplayUntil, options: Partial<ReplayOptions> = {}) =>
    replay(accounts, { pool: bench.pool, reader: bench.store, until, tag: 'spec', ...options });

  it.each([0n, 1n, 30n, 59n])('up to position %s has the events up to it, and it', async (position) => {
    const events = history(60);
    await bench.happened(...events);
    const { place, lastPosition, digest } = await replayed(upTo(position), { limits: { pageSize: 7 } });
    const expected = given(accounts, events.slice(0, Number(position) + 1)).documents();
    expect(await bench.documents(place)).toEqual(Object.fromEntries(expected));
    expect(lastPosition).toBe(position);
    expect(digest.documents).toBe(BigInt(expected.size));
  });

  it('beyond the head is the head', async () => {
    await bench.happened(credited('a', 1));
    expect(await replayed(upTo(99n))).toMatchObject({ lastPosition: 0n, events: 1n });
  });

  describe('as of an instant', () => {
    beforeEach(async () => {
      const on = (recordedAt: string, event: ReturnType<typeof credited>) => ({ ...event, recordedAt });
      await bench.happened(
        on('2016-03-30T10:00:00Z', credited('a', 1)),
        on('2016-03-31T10:00:00Z', credited('a', 2)),
        on('2016-03-31T10:00:00.001Z', closed('a')),
      );
    });

    it.each([
      ['2016-03-30T09:59:59.999Z', undefined, {}],
      ['2016-03-30T10:00:00Z', 0n, { a: { balance: 1 } }],
      ['2016-03-31T10:00:00Z', 1n, { a: { balance: 3 } }],
      ['2016-03-31T10:00:00.001Z', 2n, {}],
      ['2030-01-01T00:00:00Z', 2n, {}],
    ])('%s ends at position %s', async (moment, lastPosition, documents) => {
      const answer = await replayed(at(moment));
      expect(answer.lastPosition).toBe(lastPosition);
      const found = await bench.documents(answer.place);
      expect(Object.keys(found)).toEqual(Object.keys(documents));
      expect(found).toMatchObject(documents);
    });
  });

  it('leaves the live model and its checkpoint alone', async () => {
    const runner = await bench.started([accounts]);
    await runner.waitFor(accounts.name, await bench.happened(...history(20)), { timeoutMs: 10_000 });
    const before = { documents: await bench.documents(accounts), status: await runner.status() };
    await replayed(upTo(5n));
    expect({ documents: await bench.documents(accounts), status: await runner.status() }).toEqual(before);
  });

  it('stands beside others, takes the place of one with its tag, and can be dropped', async () => {
    await bench.happened(...history(20));
    await replayed(upTo(4n), { tag: 'early' });
    await replayed(upTo(4n), { tag: 'late' });
    await replayed(upTo(19n), { tag: 'late' });
    expect(await bench.tables('bank')).toEqual(['replay_open_accounts_early', 'replay_open_accounts_late']);
    expect(await dropReplay(bench.pool, accounts, 'early')).toBe(true);
    expect(await dropReplay(bench.pool, accounts, 'early')).toBe(false);
    expect(await bench.tables('bank')).toEqual(['replay_open_accounts_late']);
  });

  it('has the columns and indexes of the read model', async () => {
    await bench.happened({ type: 'bank.Renamed', data: { account: 'a', name: 'n', since: '2016-02-29' } });
    await replayed(upTo(0n));
    const { rows } = await bench.pool.query('select since, name, balance from bank.replay_open_accounts_spec');
    expect(rows).toEqual([{ since: '2016-02-29', name: 'n', balance: 0 }]);
    const indexes = await bench.pool.query(`select 1 from pg_indexes where tablename = 'replay_open_accounts_spec'`);
    expect(indexes.rowCount).toBe(3);
  });

  it('reports how far it is, and ends when aborted', async () => {
    await bench.happened(...history(40));
    const stop = new AbortController();
    const seen: bigint[] = [];
    const onProgress = ({ position }: { position: bigint }) => {
      seen.push(position);
      if (position >= 20n) stop.abort(new Error('enough'));
    };
    const ending = replayed(upTo(39n), { limits: { pageSize: 5 }, onProgress, signal: stop.signal });
    await expect(ending).rejects.toThrow('enough');
    expect(seen.length).toBeGreaterThan(1);
  });

  it('stops at a poison event', async () => {
    await bench.happened(credited('a', 1), renamed('a', 'poison'));
    await expect(replayed(upTo(1n))).rejects.toBeInstanceOf(PoisonEvent);
    expect((await replayed(upTo(0n))).events).toBe(1n);
  });

  it.each(['', 'A', 'a-b', '"; drop', 'x'.repeat(13)])('refuses the tag %j', async (tag) => {
    await expect(replayed(upTo(0n), { tag })).rejects.toBeInstanceOf(InvalidProjection);
  });
});

afterAll(() => Workbench.end());
