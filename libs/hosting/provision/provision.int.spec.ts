import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { openPostgresEventStore, type PostgresEventStore } from '#libs/event-store/postgres';
import { ContractSamples } from '#libs/event-store/testing';
import { instant } from '#libs/kernel';
import { eventually, ManualClock } from '#libs/kernel/testing';
import { runTimers, setTimers, timersStatus } from '#libs/messaging';
import { connectPool, type Pool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { Register, startRuntime } from '../testing/register.ts';
import { contextRole, provisionDatabase } from './provision.ts';

/** insufficient_privilege */
const DENIED = { code: '42501' };
const LOGINS = ['membership', 'incubation'].map((context) => ({ context, password: undefined }));

describe('the database role of a context', () => {
  const samples = new ContractSamples(0x5e);
  let database: TestDatabase;
  let admin: Pool;
  let membership: Pool;
  let store: PostgresEventStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    await provisionDatabase(database.url, LOGINS);
    const role = contextRole('membership');
    admin = connectPool(database.url, { max: 2 });
    membership = connectPool(database.url, { max: 2, role });
    store = await openPostgresEventStore({ url: database.url, catalog, holder: 'spec', role, sequencer: false });
  });
  afterAll(async () => {
    await store.close();
    await Promise.all([membership.end(), admin.end()]);
    await database.drop();
  });

  const countOf = async (stream: string): Promise<number> =>
    Number((await admin.query('select count(*) as n from store.events where stream = $1', [stream])).rows[0].n);

  it('adds events to streams of its context', async () => {
    const stream = samples.organisation();
    await store.append(stream, 'no-stream', [samples.registered()]);
    expect(await countOf(stream)).toBe(1);
  });

  it('keeps answers of its own commands, and lets those go that stand no more', async () => {
    const [commandId, at] = [samples.id(), samples.nextInstant()];
    const until = samples.nextInstant();
    const keeping = { commandId, context: 'membership', answer: {}, at, until };
    expect(await store.keepAnswer(keeping)).toEqual({ kept: true });
    const now = samples.nextInstant();
    await store.keepAnswer({ ...keeping, commandId: samples.id(), at: now, until: samples.nextInstant() });
    const { rows } = await admin.query('select command_id from store.answers where command_id = $1', [commandId]);
    expect(rows).toEqual([]);
  });

  it('adds none to streams of another one, not even together with its own', async () => {
    const [own, other] = [samples.organisation(), samples.incubator()];
    const appends = [
      { stream: own, expected: 'no-stream' as const, events: [samples.registered()] },
      { stream: other, expected: 'no-stream' as const, events: [samples.incubatorOpened()] },
    ];
    await expect(store.appendAll(appends)).rejects.toMatchObject(DENIED);
    expect([await countOf(own), await countOf(other)]).toEqual([0, 0]);
  });

  it('reads the events of all', async () => {
    const stream = samples.incubator();
    const all = await openPostgresEventStore({ url: database.url, catalog, holder: 'spec' });
    await all.append(stream, 'no-stream', [samples.incubatorOpened()]);
    await all.close();
    const types: string[] = [];
    for await (const { type } of store.read(stream)) types.push(type);
    expect(types).toEqual(['incubation.IncubatorOpened']);
  });

  it.each([
    ['changes no event', `update store.events set record = '{}'`],
    ['removes no event', 'delete from store.events'],
    ['empties no table', 'truncate store.events'],
    ['gives no position', `insert into store.ledger values (0, 1, decode(repeat('00', 32), 'hex'))`],
    ['moves no sequencer', 'update store.sequencer set head = 9'],
    ['makes no table in the schema of another', 'create table incubation.mine ()'],
    ['makes no schema', 'create schema mine'],
    ['makes no table in the schema of the store', 'create table store.mine ()'],
    ['turns no row security off', 'alter table store.events disable row level security'],
    ['makes no role', 'create role mine'],
    ['becomes no other role', 'reset role; set role grappe_app'],
    ['records no migration', `insert into grappe.migrations values ('x', 1, 'x', 'x', now())`],
    ['moves no relay', 'update grappe.relay set position = 9'],
    [
      'keeps no answer for another',
      `insert into store.answers (command_id, context, until, answer) values (gen_random_uuid(), 'incubation', now(), '{}')`,
    ],
    ['claims no checkpoint of another', `insert into grappe.projections (name, version) values ('incubation.x', 1)`],
    [
      'claims no shard of another',
      `insert into grappe.projection_shards (name, shard, of, version, generation, position)
       values ('incubation.x', 1, 2, 1, 1, 0)`,
    ],
    ['claims no position of another', `insert into grappe.consumers (name) values ('incubation.x')`],
    [
      'sets no timer of another',
      `insert into grappe.timers (manager, id, due_at, data) values ('incubation.x', '1', '2016', '{}')`,
    ],
    ['removes no timer of its own', 'delete from grappe.timers'],
    [
      'takes no lease of the timers of another',
      `insert into grappe.leases (name, holder, epoch, expires_at) values ('timers:incubation.x', 'me', 1, now())`,
    ],
    [
      'takes no lease of another',
      `insert into grappe.leases (name, holder, epoch, expires_at) values ('projection:incubation.x', 'me', 1, now())`,
    ],
    [
      'takes no lease of the sequencer',
      `insert into grappe.leases (name, holder, epoch, expires_at) values ('sequencer', 'me', 1, now())`,
    ],
    [
      'gives no number to an event, which would hold up all that come after it',
      `insert into store.events (seq, event_id, stream, revision, type, recorded_at, record)
       values (9000000000000000000, gen_random_uuid(), 'membership.x-1', 0, 'membership.X', now(), '{}')`,
    ],
    [
      'adds no event of another type to its own stream',
      `insert into store.events (event_id, stream, revision, type, recorded_at, record)
       values (gen_random_uuid(), 'membership.x-1', 0, 'incubation.IncubatorOpened', now(), '{}')`,
    ],
  ])('%s', async (_what, statement) => {
    const login = await loginAs('membership');
    try {
      await expect(login.query(statement)).rejects.toMatchObject(DENIED);
    } finally {
      await login.end();
    }
  });

  describe('adds no event whose record is of another one than its row', () => {
    const row = {
      id: '01900000-0000-7000-8000-00000000000a',
      stream: 'membership.organisation-01900000-0000-7000-8000-00000000000b',
      type: 'membership.OrganisationRenamed',
      metadata: { recordedAt: '2016-03-31T10:00:00.123Z' },
    };
    const agreeing = { ...row, data: { name: 'a \u0000 \\u0000 b' }, schemaVersion: 1 };
    const insert = async (record: string): Promise<number | null> => {
      const login = await loginAs('membership');
      try {
        const { id, stream, type, metadata } = row;
        const added = await login.query(
          `insert into store.events (event_id, stream, revision, type, recorded_at, record) values ($1, $2, 0, $3, $4, $5)`,
          [id, stream, type, metadata.recordedAt, record],
        );
        return added.rowCount;
      } finally {
        await login.end();
      }
    };
    const other = '01900000-0000-7000-8000-0000000000ff';
    const text = JSON.stringify(agreeing);

    it.each([
      ['id', JSON.stringify({ ...agreeing, id: other })],
      ['stream', JSON.stringify({ ...agreeing, stream: `governance.office-${other}` })],
      ['stream of its own context', JSON.stringify({ ...agreeing, stream: `membership.organisation-${other}` })],
      ['type', JSON.stringify({ ...agreeing, type: 'governance.MandateStarted' })],
      ['instant', JSON.stringify({ ...agreeing, metadata: { recordedAt: '2015-03-31T10:00:00.123Z' } })],
      ['stream, said twice', text.replace(/}$/, ',"stream":"governance.office-1"}')],
      ['stream, with its name escaped', text.replace(/}$/, ',"\\u0073tream":"governance.office-1"}')],
      ['stream inside its data', JSON.stringify({ ...agreeing, stream: undefined, data: { stream: row.stream } })],
      ['nothing', '{}'],
    ])('%s', async (_what, record) => {
      await expect(insert(record)).rejects.toMatchObject(DENIED);
    });

    it('nor one whose record is no JSON', async () => {
      await expect(insert('{')).rejects.toMatchObject({ code: '22P02' });
    });

    it('and adds one whose record agrees, whatever text it holds', async () => {
      expect(await insert(text)).toBe(1);
    });
  });

  describe('and the keys of persons', () => {
    const KEY = `insert into keys.personal (subject, number, kek, wrapped) values ('somebody', 1, 'spec', '\\x00')`;
    beforeAll(() => admin.query(KEY));
    // Another key-encryption key than that of the runtimes here has wrapped it.
    afterAll(() => admin.query('delete from keys.personal'));

    it.each([
      ['reads none', 'select from keys.personal'],
      ['adds none', KEY],
      ['counts none', 'select count(*) from keys.personal'],
      ['changes none as the role of key rings', 'set role grappe_keys; update keys.personal set wrapped = null'],
      [
        'destroys none as that role',
        'set role grappe_keys; update keys.personal set destroyed_at = now(), wrapped = null',
      ],
      ['deletes none as that role', 'set role grappe_keys; delete from keys.personal'],
      ['empties no table as that role', 'set role grappe_keys; truncate keys.personal'],
      ['reads no event as that role', 'set role grappe_keys; select from store.events'],
    ])('%s', async (_what, statement) => {
      const login = await loginAs('membership');
      try {
        await expect(login.query(statement)).rejects.toMatchObject(DENIED);
      } finally {
        await login.end();
      }
    });

    it('reads and adds them as the role of key rings', async () => {
      const login = await loginAs('membership');
      try {
        await login.query('set role grappe_keys');
        await login.query(KEY.replace('somebody', 'somebody else'));
        expect((await login.query('select from keys.personal')).rowCount).toBe(2);
      } finally {
        await login.end();
      }
    });
  });

  it('neither sees nor moves the checkpoint of another', async () => {
    await admin.query(`insert into grappe.projections (name, version) values ('incubation.theirs', 1)`);
    const moved = await membership.query('update grappe.projections set position = 9');
    const seen = await membership.query(`select 1 from grappe.projections where name = 'incubation.theirs'`);
    expect([moved.rowCount, seen.rowCount]).toEqual([0, 0]);
  });

  it('sets and fires the timers of its own process managers, and neither sees nor settles those of another', async () => {
    const [own, other] = ['membership.embargo', 'incubation.embargo'];
    const timer = { id: '1', dueAt: instant('2016-06-01T00:00:00Z'), data: { who: 'nobody' } };
    await setTimers(admin, other, [timer]);
    await setTimers(membership, own, [timer]);
    expect([...(await timersStatus(membership, [own, other], timer.dueAt)).keys()]).toEqual([own]);
    const stop = new AbortController();
    const clock = new ManualClock('2016-06-02T00:00:00Z');
    const fire = async () => stop.abort();
    await runTimers({ manager: own, clock, pool: membership, holder: 'spec', signal: stop.signal, fire });
    const states = await admin.query('select manager, state from grappe.timers order by manager');
    expect(states.rows).toEqual([
      { manager: other, state: 'waiting' },
      { manager: own, state: 'fired' },
    ]);
    expect((await membership.query(`update grappe.timers set state = 'waiting'`)).rowCount).toBe(1);
  });

  it('shards and runs a read model of its context', async () => {
    const register = new Register();
    const { runtime } = await startRuntime([register.context()], database, {
      role: contextRole('membership'),
      shards: { [register.model.name]: { shard: 1, of: 2 } },
    });
    try {
      await eventually('the model has two shards', async () =>
        expect((await runtime.health()).consumers.map(({ shards }) => shards?.length)).toContain(2),
      );
      expect((await runtime.health()).consumers).toMatchObject([{ state: 'running', healthy: true, shard: '1/2' }]);
    } finally {
      await runtime.stop();
    }
  });

  it('makes, fills and drops tables in the schema of its context', async () => {
    await membership.query('create table membership.mine (key text)');
    await membership.query(`insert into membership.mine values ('a')`);
    await expect(membership.query('drop table membership.mine')).resolves.toBeDefined();
  });

  it('is given the read models that one process had made before', async () => {
    await admin.query('create table membership.made_before (key text)');
    await provisionDatabase(database.url, LOGINS);
    await expect(membership.query('drop table membership.made_before')).resolves.toBeDefined();
  });

  it('leaves the store of the one process what it may', async () => {
    const all = await openPostgresEventStore({ url: database.url, catalog, holder: 'spec' });
    const [organisation, incubator] = [samples.organisation(), samples.incubator()];
    await all.append(organisation, 'no-stream', [samples.registered()]);
    await all.append(incubator, 'no-stream', [samples.incubatorOpened()]);
    expect([await countOf(organisation), await countOf(incubator)]).toEqual([1, 1]);
    await all.close();
  });

  it.each(['', 'Membership', 'a-b', "x'; drop table y; --"])('has no name for a context called %j', (context) => {
    expect(() => contextRole(context)).toThrow(TypeError);
  });

  /** Logged in as the role itself, which nothing can be reset to. */
  async function loginAs(context: string): Promise<Pool> {
    const url = new URL(database.url);
    url.username = contextRole(context);
    const pool = connectPool(url.toString(), { max: 1 });
    await pool.query('select 1');
    return pool;
  }
});
