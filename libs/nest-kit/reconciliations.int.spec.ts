import { pino } from 'pino';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/commands';
import { inProcessMessages, Runtime } from '#libs/hosting';
import { Register, testPersonalSettings } from '#libs/hosting/testing';
import type { TopicMessage } from '#libs/messaging/records';
import type { TopicPublisher, TopicRecord } from '#libs/messaging/records';
import { runRelay } from '#libs/messaging/relay';
import { connectPool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { openAdmin } from './test/admin-application.ts';

/** One partition of one topic. */
class Topic implements TopicPublisher {
  readonly log: TopicRecord[] = [];

  publish(records: readonly TopicRecord[]): Promise<void> {
    this.log.push(...records);
    return Promise.resolve();
  }

  async *read(): AsyncGenerator<readonly TopicMessage[]> {
    await Promise.resolve();
    yield this.log.map(({ topic, key, value, headers }, offset) => {
      return { topic, partition: 0, offset: BigInt(offset), key, value, headers };
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('reconciliations over HTTP', () => {
  const register = new Register();
  const topic = new Topic();
  const log = pino({ level: 'silent' });
  let database: TestDatabase;
  let runtime: Runtime;
  let application: NestFastifyApplication;
  let send: (body: object, role: Role) => Promise<{ readonly status: number; readonly last: unknown }>;

  beforeAll(async () => {
    database = await createTestDatabase();
    runtime = await Runtime.start({
      databaseUrl: database.url,
      contexts: [register.context()],
      personal: testPersonalSettings(),
      holder: 'spec',
      log,
      openMessages: async (store, personal) => ({
        ...(await inProcessMessages(store, personal)),
        topics: { read: () => topic.read(), publisher: () => Promise.resolve(topic) },
      }),
    });
    const { token, ...opened } = await openAdmin(runtime, [register.context()]);
    ({ application } = opened);
    send = async (body, role) => {
      const answer = await application.inject({
        method: 'POST',
        url: '/api/v1/admin/reconciliations',
        headers: { authorization: `Bearer ${await token(role)}` },
        payload: body,
      });
      const last: unknown = JSON.parse(answer.body.trim().split('\n').at(-1) ?? '');
      return { status: answer.statusCode, last };
    };
    await register.put(runtime, 'Alto', 'Boréa', 'Cima');
    await runtime.untilSettled();
  });
  afterAll(async () => {
    await application.close();
    await runtime.stop();
    await database.drop();
  });

  async function relayEverything(): Promise<void> {
    const pool = connectPool(database.url, { max: 2 });
    const done = new AbortController();
    await runRelay({
      store: runtime.store,
      pool,
      publisher: topic,
      holder: 'spec',
      signal: done.signal,
      onPublished: ({ position }) => {
        if (position === 3n) done.abort();
      },
    });
    await pool.end();
  }

  it('before the relay has run everything waits, and nothing is wrong', async () => {
    expect(await send({}, 'auditor')).toMatchObject({
      status: 200,
      last: { kind: 'result', of: 'topics', result: { ok: true, events: 0, waiting: 3, records: 0 } },
    });
  });

  it('what the relay has published is compared', async () => {
    await relayEverything();
    expect(await send({}, 'auditor')).toMatchObject({
      last: { result: { ok: true, events: 3, waiting: 0, records: 3, findings: [] } },
    });
  });

  it('names what is missing to auditors, and lets administrators mend it', async () => {
    topic.log.splice(1, 1);
    const missing = { counts: { missing: 1 }, findings: [{ kind: 'missing', position: '1' }] };
    expect(await send({}, 'auditor')).toMatchObject({ last: { result: { ok: false, ...missing } } });
    expect(await send({ repair: true }, 'auditor')).toMatchObject({ status: 403, last: { code: 'API_FORBIDDEN' } });
    expect(topic.log).toHaveLength(2);
    expect(await send({ repair: true }, 'admin')).toMatchObject({ last: { result: { repair: { published: 1 } } } });
    expect(await send({}, 'auditor')).toMatchObject({ last: { result: { ok: true, repairedBefore: 1 } } });
  });

  it.each([
    ['operator', {}, 403, 'API_FORBIDDEN'],
    ['subscriber', {}, 403, 'API_FORBIDDEN'],
    ['admin', { repair: 'yes' }, 400, 'API_MALFORMED'],
    ['admin', { nonsense: true }, 400, 'API_MALFORMED'],
  ] as const)('%s with %j: %i', async (role, body, status, code) => {
    expect(await send(body, role)).toMatchObject({ status, last: { code } });
  });
});

describe('a process without brokers', () => {
  it('has no topics to reconcile', async () => {
    const register = new Register();
    const database = await createTestDatabase();
    const personal = testPersonalSettings();
    const options = { databaseUrl: database.url, contexts: [register.context()], personal, holder: 'spec' };
    const runtime = await Runtime.start({ ...options, log: pino({ level: 'silent' }) });
    expect(() => runtime.admin.reconcile(false, new AbortController().signal)).toThrow(
      expect.objectContaining({ body: expect.objectContaining({ code: 'API_NOT_FOUND' }) }),
    );
    await runtime.stop();
    await database.drop();
  });
});
