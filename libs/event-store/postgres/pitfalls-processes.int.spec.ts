import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { ContractSamples, countFrom, idsOf, readEvents, readStream, untilSettled, take } from '../testing/index.ts';
import { SEQUENCER_LEASE } from './index.ts';
import { createStoreDatabase, openTransaction, type StoreDatabase } from './testing/index.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';
import { startTransactionPooler } from './testing/transaction-pooler.ts';

/** The rows of PITFALLS.md about lost answers, two owners, poolers and restarts. */
describe('pitfalls of processes and connections', () => {
  const samples = new ContractSamples(2);
  let db: StoreDatabase;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    db = await createStoreDatabase();
  });
  afterEach(() => {
    child?.kill('SIGKILL');
    child = undefined;
  });
  afterAll(() => db.close());

  const lease = async () => {
    const { rows } = await db.sql.query<{ epoch: bigint; holder: string | null }>(
      'select epoch, holder from grappe.leases where name = $1',
      [SEQUENCER_LEASE],
    );
    return rows[0] ?? { epoch: 0n, holder: null };
  };
  /** Every event has one position and positions are dense. */
  const expectDense = async (): Promise<void> => {
    const { rows } = await db.sql.query<{ events: bigint; given: bigint; head: bigint }>(
      `select (select count(*) from store.events) as events, count(*) as given, coalesce(max(position) + 1, 0) as head from store.ledger`,
    );
    const [row] = rows;
    expect(row?.given).toBe(row?.events);
    expect(row?.head).toBe(row?.events);
  };

  it('the answer of an append is lost after its commit: the retry gets the first answer, and there is one copy', async () => {
    const proxy = await startTcpProxy(db.url);
    const store = await db.open({ url: proxy.url, sequencer: false });
    const stream = samples.organisation();
    const events = samples.renames(2);
    const lost = proxy.loseAnswer('heads');
    const attempt = store.append(stream, 'no-stream', events);
    await expect(attempt).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await lost;
    expect(await readStream(store, stream)).toHaveLength(2);
    await expect(store.append(stream, 'no-stream', events)).resolves.toMatchObject({
      repeated: true,
      streams: [{ firstRevision: 0n, lastRevision: 1n }],
    });
    expect(await readStream(store, stream)).toHaveLength(2);
    await store.close();
    await proxy.close();
  });

  it('every connection is cut: calls fail as StoreUnavailable, and the store comes back by itself', async () => {
    const proxy = await startTcpProxy(db.url);
    const store = await db.open({ url: proxy.url, pollMs: 20 });
    const from = await untilSettled(store);
    const feed = store.subscribe(from);
    const first = samples.renamed();
    await store.append(samples.organisation(), 'any', [first]);
    proxy.cut();
    const second = samples.renamed();
    const stream = samples.organisation();
    await eventually('an append succeeds again', () =>
      store.append(stream, 'any', [second]).then(
        () => true,
        () => false,
      ),
    );
    await untilSettled(store);
    const seen = await take(feed, 2).catch((error: unknown) => {
      expect(error).toMatchObject({ name: 'StoreUnavailable' });
      return take(store.subscribe(from), 2);
    });
    expect(idsOf(seen)).toEqual([first.id, second.id]);
    await store.close();
    await proxy.close();
  });

  it('a server that is not there: StoreUnavailable at once', async () => {
    const nowhere = new URL(db.url);
    nowhere.port = '1';
    await expect(db.open({ url: nowhere.toString() })).rejects.toMatchObject({ name: 'StoreUnavailable' });
  });

  it('two sequencers are willing: one holds the lease, the other takes over when it goes, positions go on', async () => {
    const [one, two] = [await db.open({ holder: 'one' }), await db.open({ holder: 'two' })];
    await one.append(samples.organisation(), 'any', samples.renames(3));
    await untilSettled(one);
    const { holder, epoch } = await lease();
    const [owner, heir] = holder === 'one' ? [one, two] : [two, one];
    await owner.close();
    await heir.append(samples.organisation(), 'any', samples.renames(3));
    await untilSettled(heir);
    expect((await lease()).epoch).toBe(epoch + 1n);
    await expectDense();
    await heir.close();
  });

  it('an owner of an older epoch writes nothing, whatever it believes', async () => {
    const store = await db.open();
    await untilSettled(store);
    const { epoch } = await lease();
    await store.append(samples.organisation(), 'any', [samples.renamed()]);
    const head = await untilSettled(store);
    const late = await openTransaction(db.sql);
    await late.insert(samples.organisation(), 0, samples.renamed());
    const call = 'select fenced, given from store.sequence($1, $2, $3, $4, $5, $6, 100)';
    const stale = await db.sql.query(call, [SEQUENCER_LEASE, epoch - 1n, head, 0n, [], []]);
    expect(stale.rows).toEqual([{ fenced: false, given: 0n }]);
    await late.commit();
    await untilSettled(store);
    await expectDense();
    await store.close();
  });

  it('an owner is frozen past its lease and wakes up after the takeover: dense positions, each event once', async () => {
    child = spawn(
      process.execPath,
      [
        'infra/scripts/run.mjs',
        fileURLToPath(new URL('testing/store-process.ts', import.meta.url)),
        ...[db.url, 'frozen', '300'],
      ],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const said: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => said.push(...chunk.toString().split('\n')));
    await eventually('the first one owns the lease', async () => expect((await lease()).holder).toBe('frozen'));
    const { epoch } = await lease();
    const heir = await db.open({ holder: 'heir', leaseMs: 60_000, pollMs: 20 });
    child.kill('SIGSTOP');
    await eventually('the heir owns the lease', async () => expect((await lease()).holder).toBe('heir'));
    await heir.append(samples.organisation(), 'any', samples.renames(5));
    const head = await untilSettled(heir);
    child.kill('SIGCONT');
    const noise = samples.renames(40).map((event) => heir.append(samples.organisation(), 'any', [event]));
    await Promise.all(noise);
    expect(await untilSettled(heir)).toBe(head + 40n);
    expect(await lease()).toEqual({ epoch: epoch + 1n, holder: 'heir' });
    await expectDense();
    await heir.close();
    await eventually('the first one owns the lease', async () => expect((await lease()).holder).toBe('frozen'));
    const last = samples.renamed();
    const reader = await db.open({ sequencer: false });
    await reader.append(samples.organisation(), 'any', [last]);
    expect(await untilSettled(reader)).toBe(head + 41n);
    await eventually('it gives positions up to the head', () =>
      expect(said).toContain(`sequenced ${String(head + 41n)}`),
    );
    child.stdin?.end();
    await once(child, 'exit');
    await reader.close();
  });

  it('killed between giving positions and storing its mark: the next one finds everything again, gaps too', async () => {
    const store = await db.open();
    const open = await openTransaction(db.sql);
    const late = samples.renamed();
    await open.insert(samples.organisation(), 0, late);
    const rolledBack = await openTransaction(db.sql);
    await rolledBack.insert(samples.organisation(), 0, samples.renamed());
    await rolledBack.rollback();
    await store.append(samples.organisation(), 'any', samples.renames(3));
    const head = await untilSettled(store);
    await store.close();
    await db.sql.query('update store.sequencer set mark = 0, head = 0');
    const next = await db.open();
    const feed = next.subscribe(head);
    const after = samples.renamed();
    await next.append(samples.organisation(), 'any', [after]);
    expect(idsOf(await take(next.subscribe(head), 1))).toEqual([after.id]);
    await open.commit();
    const seen = await take(feed, 2);
    expect(seen.map(({ id, position }) => [id, position])).toEqual([
      [after.id, head],
      [late.id, head + 1n],
    ]);
    await untilSettled(next);
    await expectDense();
    await next.close();
  });

  it('behind a pooler in transaction mode: appends, positions, lease and subscriptions work', async () => {
    const pooler = await startTransactionPooler(db.url);
    const store = await db.open({ url: pooler.url, pollMs: 20, holder: 'pooled' });
    const from = await untilSettled(store);
    const stream = samples.organisation();
    const events = samples.renames(40);
    const feed = take(store.subscribe(from), 41);
    const command = { commandId: samples.id() };
    await store.append(samples.organisation(), 'any', [samples.renamed()], command);
    const answers = await Promise.all(events.map((event) => store.append(stream, 'any', [event])));
    expect(answers.map(({ streams }) => streams[0]?.lastRevision)).toEqual(countFrom(0n, 40));
    await expect(store.append(stream, 'any', samples.renames(2), command)).resolves.toMatchObject({ repeated: true });
    await expect(store.append(stream, 5n, [samples.renamed()])).rejects.toMatchObject({ actual: 39n });
    expect((await feed).map(({ position }) => position)).toEqual(countFrom(from, 41));
    expect((await lease()).holder).toBe('pooled');
    expect(pooler.switches).toBeGreaterThan(0);
    await store.close();
    await pooler.close();
    expect((await lease()).holder).toBeNull();
  });

  it('20 appends at once through two processes with one expectation: 1 stored, 19 conflicts', async () => {
    const stores = [await db.open(), await db.open()];
    const stream = samples.organisation();
    const outcomes = await Promise.allSettled(
      samples.renames(20).map(async (event, index) => stores[index % 2]?.append(stream, 'no-stream', [event])),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
    const reader = await db.open({ sequencer: false });
    expect(await readStream(reader, stream)).toHaveLength(1);
    expect((await readEvents(reader.readAll(0n))).length).toBeGreaterThan(0);
    await reader.close();
  });
});
