import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/commands';
import { replayBound, type Runtime } from '#libs/hosting';
import { Register, startRuntime } from '#libs/hosting/testing';
import { eventually } from '#libs/kernel/testing';
import { connectPool } from '#libs/postgres';
import type { TestDatabase } from '#libs/postgres/testing';
import { openAdmin } from './test/admin-application.ts';

const MODEL = 'membership.test-register';

describe('admin over HTTP', () => {
  const register = new Register();
  let database: TestDatabase;
  let runtime: Runtime;
  let application: NestFastifyApplication;
  let tokens: Readonly<Record<Role, string>>;

  beforeAll(async () => {
    const contexts = [register.context()];
    ({ runtime, database } = await startRuntime(contexts));
    const opened = await openAdmin(runtime, contexts);
    ({ application } = opened);
    const { token } = opened;
    tokens = {
      admin: await token('admin'),
      auditor: await token('auditor'),
      operator: await token('operator'),
      subscriber: await token('subscriber'),
    };
    await register.put(runtime, 'Alto', 'Boréa', 'Cima');
    await runtime.untilSettled();
  });
  afterAll(async () => {
    await application.close();
    await runtime.stop();
    await database.drop();
  });

  async function send(method: 'GET' | 'POST', path: string, body: object = {}, role: Role = 'admin') {
    const answer = await application.inject({
      method,
      url: `/api/v1/admin/${path}`,
      headers: { authorization: `Bearer ${tokens[role]}` },
      ...(method === 'POST' ? { payload: body } : {}),
    });
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { status: answer.statusCode, type: answer.headers['content-type'], body: lines[0], last: lines.at(-1) };
  }

  it('a rebuild that only compares ends with the digests of both, equal', async () => {
    const answer = await send('POST', 'rebuilds', { readModel: MODEL, switch: false });
    expect(answer).toMatchObject({
      status: 200,
      type: 'application/x-ndjson',
      last: { kind: 'result', of: MODEL, result: { switched: false, comparison: { same: true, differingKeys: [] } } },
    });
  });

  it('a rebuild puts a model right that somebody has changed, and names what differed', async () => {
    const [first] = await runtime.readModels.of(register.model).all({});
    const pool = connectPool(database.url);
    await pool.query(`update membership.test_register set document = document || '{"name":"Nobody"}' where key = $1`, [
      first?.organisationId,
    ]);
    await pool.end();
    expect((await send('POST', 'rebuilds', { readModel: MODEL })).last).toMatchObject({
      kind: 'result',
      result: { switched: true, comparison: { same: false, differingKeys: [first?.organisationId] } },
    });
    expect(await runtime.readModels.of(register.model).get(String(first?.organisationId))).toEqual(first);
  });

  it.each([
    ['a position', '1', 2],
    ['a position beyond the head', '999', 3],
    ['the end of a day', '2016-03-31', 3],
    ['the day before', '2016-03-30', 0],
    ['an instant', '2016-03-31T10:00:00Z', 3],
    ['an instant before', '2016-03-31T09:59:59.999Z', 0],
  ])('a replay until %s (%s) has %i documents', async (_what, until, documents) => {
    const { last } = await send('POST', 'replays', { readModel: MODEL, until, tag: 'spec' }, 'auditor');
    expect(last).toMatchObject({ kind: 'result', result: { digest: { documents } } });
  });

  it('folds every stream', async () => {
    expect((await send('POST', 'stream-folds', {}, 'auditor')).last).toEqual({
      kind: 'result',
      of: 'streams',
      result: { streams: 3, events: 3, unfoldable: [] },
    });
  });

  it('names the read models', async () => {
    expect((await send('GET', 'read-models')).body).toEqual({ items: [MODEL] });
  });

  it.each([
    [
      'rebuilds',
      { readModel: 'membership.nothing' },
      404,
      { code: 'API_NOT_FOUND', found: 'membership.nothing', required: [MODEL] },
    ],
    ['replays', { readModel: 'membership.nothing', until: '1' }, 404, { code: 'API_NOT_FOUND' }],
    ['replays', { readModel: MODEL, until: 'yesterday' }, 400, { errors: [{ path: '/until' }] }],
    ['replays', { readModel: MODEL, until: '2016-02-30' }, 400, { errors: [{ path: '/until' }] }],
    ['replays', { readModel: MODEL, until: '-1' }, 400, { errors: [{ path: '/until' }] }],
    ['replays', { readModel: MODEL, until: '1', tag: 'a-b' }, 400, { errors: [{ path: '/tag' }] }],
    ['replays', { readModel: MODEL, until: '1', tag: 'x'.repeat(13) }, 400, { errors: [{ path: '/tag' }] }],
    ['rebuilds', { readModel: 'Nothing' }, 400, { errors: [{ path: '/readModel' }] }],
    ['rebuilds', { readModel: MODEL, surplus: 1 }, 400, { code: 'API_MALFORMED' }],
    ['consumers/membership.nobody/resume', {}, 404, { code: 'API_NOT_FOUND', found: 'membership.nobody' }],
  ])('%s %j: %i', async (path, body, status, problem) => {
    expect(await send('POST', path, body)).toMatchObject({ status, body: problem });
  });

  it.each([
    ['POST', 'rebuilds', ['auditor', 'operator', 'subscriber']],
    ['POST', 'replays', ['operator', 'subscriber']],
    ['POST', 'stream-folds', ['operator', 'subscriber']],
    ['POST', `consumers/${MODEL}/resume`, ['auditor', 'operator', 'subscriber']],
    ['GET', 'consumers', ['operator', 'subscriber']],
    ['GET', 'read-models', ['operator', 'subscriber']],
  ] as const)('%s %s is forbidden to %j', async (method, path, roles) => {
    for (const role of roles) expect(await send(method, path, {}, role)).toMatchObject({ status: 403 });
  });

  it('tells that a consumer is paused, by name, with 503, until it is resumed', async () => {
    const ready = async () => {
      const { statusCode, body } = await application.inject({ method: 'GET', url: '/health/ready' });
      return { status: statusCode, body: JSON.parse(body) as Record<string, unknown> };
    };
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready' } });
    await register.put(runtime, 'poison');
    await eventually('the process is not ready', async () => expect((await ready()).status).toBe(503));
    expect(await ready()).toMatchObject({
      body: { status: 'not-ready', consumers: [{ name: MODEL, state: 'paused', position: '3', healthy: false }] },
    });
    register.healed = true;
    expect(await send('POST', `consumers/${MODEL}/resume`)).toMatchObject({ status: 200, body: { resumed: true } });
    await eventually('the process is ready again', async () => expect((await ready()).status).toBe(200));
  });
});

describe('the bound of a replay', () => {
  it.each([
    ['0', { position: 0n }],
    ['123456789012345678', { position: 123_456_789_012_345_678n }],
    ['2016-03-31', { instant: '2016-03-31T21:59:59.999Z' }],
    ['2016-12-31', { instant: '2016-12-31T22:59:59.999Z' }],
    ['2016-03-31T12:00:00+02:00', { instant: '2016-03-31T10:00:00.000Z' }],
  ])('%s', (text, bound) => {
    expect(replayBound(text)).toEqual(bound);
  });
});
