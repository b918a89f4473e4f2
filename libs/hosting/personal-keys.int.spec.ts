import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { GrappeEvents } from '#libs/contracts';
import { KEY_BYTES } from '#libs/event-store';
import { KeyWrap } from '#libs/event-store/personal';
import { ContractSamples } from '#libs/event-store/testing';
import type { ProposedEvent } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { connectPool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import type { AnyProcessManager } from '#libs/process-managers';
import { creates, projection } from '#libs/projections';
import type { ContextDefinition } from './context.ts';
import type { Runtime } from './runtime.ts';
import { startRuntime } from './testing/register.ts';

interface Holder {
  readonly mandateId: string;
  readonly name: string;
}

const MANDATE = 'governance.MandateStarted';
const NAMES = ['Ada Durand', 'Berthe Martin', 'Chloé Petit'];

const holders = projection<GrappeEvents, Holder>({
  name: 'governance.test-holders',
  version: 1,
  columns: {},
  indexes: [],
  key: 'mandateId',
  on: { [MANDATE]: creates(({ data: { mandateId, person } }) => ({ mandateId, name: person.name })) },
});

/** A key ring that was restored without the key of one person. */
describe('a consumer that meets a text whose key is missing', () => {
  const samples = new ContractSamples(0x4b);
  let database: TestDatabase;
  let owner: pg.Pool;
  let met: string[];
  let mandates: readonly ProposedEvent[];
  let runtime: Runtime | undefined;

  beforeEach(async () => {
    met = [];
    database = await createTestDatabase();
    owner = connectPool(database.url, { max: 1 });
    const { runtime: writing } = await startRuntime([], database);
    mandates = NAMES.map((name) => samples.mandateOf(samples.id(), name));
    await writing.store.append(samples.office(), 'no-stream', mandates);
    await writing.untilSettled();
    await writing.stop();
  });
  afterEach(async () => {
    await runtime?.stop();
    await owner.end();
    await database.drop();
  });

  /** Meets everybody, and does nothing. */
  const manager = (): AnyProcessManager => ({
    name: 'governance.test-greeter',
    on: [MANDATE],
    commands: [],
    reads: [],
    react: () => [],
    gather: ({ data }) => {
      met.push((data as GrappeEvents[typeof MANDATE]).person.name);
      return Promise.resolve(undefined);
    },
  });
  const context = (): ContextDefinition => ({
    name: 'governance',
    port: 0,
    aggregates: [],
    commands: [],
    projections: [holders],
    processManagers: [manager()],
    queries: [],
  });
  const namesIn = async (running: Runtime) =>
    (await running.readModels.of(holders).all({})).map(({ name }) => name).toSorted();

  it('is none where the keys were wrapped by another key-encryption key: nothing starts, and no key is drawn', async () => {
    const count = async () => Number((await owner.query('select count(*) as n from keys.personal')).rows[0].n);
    const before = await count();
    const other = new KeyWrap(Buffer.alloc(KEY_BYTES, 0x99));
    await expect(startRuntime([context()], database, { personal: { wrap: other, seals: true } })).rejects.toMatchObject(
      {
        name: 'ForeignWrap',
        found: other.id,
        message: expect.stringContaining('KEK_FILE names the file that was there when they were drawn'),
      },
    );
    expect([await count(), met]).toEqual([before, []]);
    expect(before).toBe(NAMES.length);
  });

  it('stops before it, says which it is, and goes on when it is resumed with the key back', async () => {
    const [, second] = mandates;
    const { personId } = (second?.data as GrappeEvents[typeof MANDATE]).person;
    await owner.query('create table kept as select * from keys.personal where subject = $1', [personId]);
    await owner.query('delete from keys.personal where subject = $1', [personId]);
    ({ runtime } = await startRuntime([context()], database));
    const running = runtime;
    await eventually('both consumers are paused', async () =>
      expect((await running.health()).consumers.map(({ state }) => state)).toEqual(['paused', 'paused']),
    );
    const { ready, consumers } = await running.health();
    expect(ready).toBe(false);
    const error = expect.stringContaining(
      `the key ${personId}/1 of the text at ${String(second?.id)}/data/person/name is not in the key ring`,
    );
    expect(consumers).toMatchObject([
      { name: holders.name, position: '1', error },
      { name: 'governance.test-greeter', position: '1', error },
    ]);
    expect([await namesIn(running), met]).toEqual([NAMES.slice(0, 1), NAMES.slice(0, 1)]);

    await owner.query('insert into keys.personal select * from kept');
    for (const { name } of consumers) expect(await running.resume(name)).toBe(true);
    await running.untilSettled();
    expect((await running.health()).ready).toBe(true);
    expect([await namesIn(running), met]).toEqual([NAMES, NAMES]);
  });
});
