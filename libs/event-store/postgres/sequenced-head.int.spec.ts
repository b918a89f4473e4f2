import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractSamples } from '../testing/index.ts';
import type { PostgresEventStore } from './index.ts';
import { createStoreDatabase, openTransaction, type StoreDatabase } from './testing/index.ts';

/** `sequencedHead` where positions are late, or never come. */
describe('the head above what is committed, in a process without a sequencer', () => {
  const samples = new ContractSamples(5);
  let db: StoreDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    db = await createStoreDatabase();
  });
  beforeEach(async () => {
    store = await db.open({ sequencer: false, pollMs: 10 });
  });
  afterAll(() => db.close());

  const appendOne = async () => {
    const event = samples.renamed();
    await store.append(samples.organisation(), 'no-stream', [event]);
    return event;
  };
  /** Gives an event its position by hand. */
  const give = (position: bigint, id: string) =>
    db.sql.query(
      `insert into store.ledger (position, seq, leaf_hash) select $1, seq, sha256('x') from store.events where event_id = $2`,
      [position, id],
    );

  it('what is committed after the call is not waited for', async () => {
    const first = await appendOne();
    const asked = store.sequencedHead();
    await expect(store.sequencedHead({ timeoutMs: 1 })).rejects.toMatchObject({ name: 'PositionsLate', head: 0n });
    await appendOne();
    await give(0n, first.id);
    expect(await asked).toBe(1n);
  });

  it('without anybody that gives positions: PositionsLate with how far they are, and then what was waited for', async () => {
    await appendOne();
    await expect(store.sequencedHead({ timeoutMs: 30 })).rejects.toMatchObject({
      name: 'PositionsLate',
      waitedMs: 30,
      head: 1n,
    });
    const asked = store.sequencedHead();
    await db.open();
    expect(await asked).toBe(3n);
  });

  it('a transaction that has its number and is not committed is not waited for', async () => {
    const open = await openTransaction(db.sql);
    await open.insert(samples.organisation(), 0, samples.renamed());
    await appendOne();
    const head = await store.sequencedHead();
    await open.commit();
    expect(head).toBe(4n);
    expect(await store.sequencedHead()).toBe(5n);
  });

  it('a store that is closed meanwhile: StoreUnavailable', async () => {
    const lonely = await createStoreDatabase();
    const closing = await lonely.open({ sequencer: false });
    await closing.append(samples.organisation(), 'no-stream', [samples.renamed()]);
    const asked = closing.sequencedHead();
    const refused = expect(asked).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(closing.sequencedHead({ timeoutMs: 1 })).rejects.toMatchObject({ name: 'PositionsLate' });
    await closing.close();
    await refused;
    await lonely.close();
  });
});
