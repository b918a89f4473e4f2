import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { ContractSamples, readStream } from '../testing/index.ts';
import type { PostgresEventStore } from './index.ts';
import { commandKey } from './stream-locks.ts';
import { createStoreDatabase, openTransaction, type StoreDatabase } from './testing/index.ts';

/** What decides between an answer that is kept and events, where two processes come at the same moment. */
describe('a kept answer and an append between processes', () => {
  const samples = new ContractSamples(14);
  let db: StoreDatabase;
  let store: PostgresEventStore;
  beforeAll(async () => {
    db = await createStoreDatabase();
    store = await db.open();
  });
  afterAll(() => db.close());

  const waiting = async (): Promise<void> => {
    const query = `select count(*)::integer as waiting from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'`;
    const found = async () => (await db.sql.query<{ waiting: number }>(query)).rows[0]?.waiting;
    await eventually('one waits for a lock', async () => expect(await found()).toBe(1));
  };
  const keeping = (commandId: string) => [
    commandId,
    commandKey(commandId),
    'membership',
    '2016-01-01',
    '2017-01-01',
    '{}',
  ];
  const KEEP = 'select kept, earlier from store.keep_answer($1, $2, $3, $4, $5, $6)';

  it.each([
    ['one event', 1],
    ['two events', 2],
  ])('an append of %s that began before the answer was committed stores nothing', async (_, count) => {
    const [stream, commandId] = [samples.organisation(), samples.id()];
    const other = await openTransaction(db.sql);
    await other.client.query(KEEP, keeping(commandId));
    const append = store.append(stream, 'no-stream', samples.renames(count), { commandId });
    await waiting();
    await other.commit();
    expect(await append).toEqual({ streams: [], repeated: true });
    expect(await readStream(store, stream)).toEqual([]);
  });

  it('an answer that comes while the events of its command are not committed yet is not kept', async () => {
    const [stream, blocked, commandId] = [samples.organisation(), samples.organisation(), samples.id()];
    const other = await openTransaction(db.sql);
    await other.insert(blocked, 0, samples.renamed());
    const appends = [stream, blocked].map((each) => ({
      stream: each,
      expected: 'any' as const,
      events: [samples.renamed()],
    }));
    const append = store.appendAll(appends, { commandId });
    await waiting();
    const keep = db.sql.query(KEEP, keeping(commandId));
    await other.rollback();
    expect((await append).repeated).toBe(false);
    expect((await keep).rows).toEqual([{ kept: false, earlier: null }]);
  });
});
