import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/commands';
import type { Runtime } from '#libs/hosting';
import { Register, startRuntime } from '#libs/hosting/testing';
import type { TestDatabase } from '#libs/postgres/testing';
import { openAdmin } from './test/admin-application.ts';

const MODEL = 'membership.test-register';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const NOBODY = 'membership.nobody';

describe('dead letters over HTTP', () => {
  const register = new Register();
  let database: TestDatabase;
  let runtime: Runtime;
  let application: NestFastifyApplication;
  let token: (role: Role) => Promise<string>;

  beforeAll(async () => {
    const contexts = [{ ...register.context(), projections: [{ ...register.model, onPoison: 'park' as const }] }];
    ({ runtime, database } = await startRuntime(contexts));
    ({ application, token } = await openAdmin(runtime, contexts));
  });
  afterAll(async () => {
    await application.close();
    await runtime.stop();
    await database.drop();
  });

  async function send(method: 'GET' | 'POST', path: string, body: object = {}, role: Role = 'admin') {
    const answer = await application.inject({
      method,
      url: path.startsWith('/') ? path : `/api/v1/admin/${path}`,
      headers: { authorization: `Bearer ${await token(role)}` },
      ...(method === 'POST' ? { payload: body } : {}),
    });
    const last = answer.body.trim().split('\n').at(-1) ?? '';
    return { status: answer.statusCode, body: JSON.parse(last) as Record<string, unknown> };
  }
  const listed = async (query = '') => {
    const { body } = await send('GET', `dead-letters${query}`);
    return body as { readonly items: readonly { readonly key: string; readonly position: number }[]; next?: string };
  };
  const names = async () => (await runtime.readModels.of(register.model).all({})).map(({ name }) => name).sort();

  it('a handler that throws parks its key: others go on, readiness says which, a retry after the fix frees it', async () => {
    await register.put(runtime, 'Alto', 'poison', 'Boréa', 'poison', 'Cima', 'poison');
    await runtime.untilSettled();
    expect(await names()).toEqual(['Alto', 'Boréa', 'Cima']);

    const { items } = await listed();
    const keys = items.map(({ key }) => key);
    expect(items).toEqual(
      [1, 3, 5].map((position) => ({
        projection: MODEL,
        key: expect.any(String),
        position,
        eventId: expect.any(String),
        stream: expect.stringMatching(/^membership\.organisation-/),
        type: 'membership.OrganisationRegistered',
        error: { name: 'TypeError', message: 'nobody is called poison' },
        attempts: 0,
        parkedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        waiting: 0,
      })),
    );
    const parked = { keys: 3, first: [...keys].sort() };
    expect(await send('GET', '/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ready', ready: true, consumers: [{ name: MODEL, state: 'running', healthy: true, parked }] },
    });
    expect((await send('POST', 'rebuilds', { readModel: MODEL, switch: false })).body).toMatchObject({
      result: { comparison: { same: true, parked: { keys: 3 } }, parked: { keys: 3 } },
    });

    const inVain = await send('POST', 'dead-letters/retry', { projection: MODEL });
    expect(inVain.body).toMatchObject({ kind: 'result', result: { keys: 3, released: 0, stillParked: 3 } });
    expect(await listed()).toMatchObject({ items: [1, 3, 5].map((position) => ({ position, attempts: 1 })) });

    const [first = '', second = '', third = ''] = keys;
    const discard = { projection: MODEL, key: third, position: 5, reason: 'a joke' };
    expect(await send('POST', 'dead-letters/discard', { ...discard, position: 1 })).toMatchObject({
      status: 409,
      body: { code: 'API_CONFLICT', found: '5' },
    });
    expect(await send('POST', 'dead-letters/discard', discard)).toEqual({
      status: 200,
      body: { key: third, released: 0 },
    });
    expect(await send('POST', 'dead-letters/discard', discard)).toMatchObject({ status: 404, body: { found: third } });

    register.healed = true;
    expect(await send('POST', 'dead-letters/retry', { projection: MODEL, key: first })).toMatchObject({
      status: 200,
      body: { result: { keys: 1, released: 1, stillParked: 0, parked: [] } },
    });
    expect((await listed()).items.map(({ key }) => key)).toEqual([second]);
    await send('POST', 'dead-letters/retry', { projection: MODEL });
    expect(await names()).toEqual(['Alto', 'Boréa', 'Cima', 'poison', 'poison']);
    const rebuilt = (await send('POST', 'rebuilds', { readModel: MODEL, switch: false })).body;
    expect(rebuilt).toMatchObject({ result: { comparison: { same: true, parked: { keys: 0, first: [] } } } });
    const { digest, comparison } = rebuilt['result'] as { digest: object; comparison: { live: object } };
    expect(comparison.live).toEqual(digest);
    expect((await send('GET', '/health/ready')).body).not.toHaveProperty('consumers.0.parked');
  });

  it('leave a log of what was done, by whom and why, for auditors too, a page at a time', async () => {
    const logged = async (query: string) =>
      (await send('GET', `dead-letters/log?projection=${MODEL}${query}`, {}, 'auditor')).body as {
        readonly items: readonly { readonly key: string; readonly action: string }[];
        readonly next?: string;
      };
    const { items, next } = await logged('');
    expect(next).toBeUndefined();
    const [parked, failed] = [Array<string>(3).fill('parked'), Array<string>(3).fill('failed')];
    expect(items.map(({ action }) => action)).toEqual([...parked, ...failed, 'discarded', 'released', 'released']);
    const discarded = items[6];
    const admin = { actor: expect.stringMatching(UUID), issuer: 'urn:grappe:development', subject: 'admin' };
    expect([items[0], items[3], discarded]).toMatchObject([
      { position: 1, events: 1, error: { name: 'TypeError', message: 'nobody is called poison' } },
      { position: 1, ...admin, error: { name: 'TypeError', message: 'nobody is called poison' } },
      { position: 5, ...admin, reason: 'a joke', version: 1, at: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
    expect(items[0]).not.toHaveProperty('actor');

    const first = await logged('&limit=4');
    expect(first.items).toEqual(items.slice(0, 4));
    const rest = await logged(`&limit=5&after=${String(first.next)}`);
    expect(rest).toEqual({ items: items.slice(4) });
    const key = discarded?.key ?? '';
    expect(await logged(`&key=${key}`)).toEqual({ items: items.filter((item) => item.key === key) });
    expect(await logged('&key=nobody')).toEqual({ items: [] });
  });

  it('are listed a page at a time, of one read model or of all', async () => {
    register.healed = false;
    await register.put(runtime, 'poison', 'poison', 'poison');
    await runtime.untilSettled();
    const all = await listed(`?projection=${MODEL}`);
    expect(all.items).toHaveLength(3);
    expect(all.next).toBeUndefined();
    const page = await listed('?limit=2');
    expect(page.items).toEqual(all.items.slice(0, 2));
    expect(await listed(`?limit=2&after=${String(page.next)}`)).toEqual({ items: all.items.slice(2) });
  });

  it.each([
    ['GET', `dead-letters?projection=${NOBODY}`, {}, 404],
    ['GET', 'dead-letters?limit=0', {}, 400],
    ['GET', 'dead-letters?after=%25', {}, 400],
    ['GET', 'dead-letters?surplus=1', {}, 400],
    ['GET', `dead-letters/log?projection=${NOBODY}`, {}, 404],
    ['GET', 'dead-letters/log', {}, 400],
    ['GET', `dead-letters/log?projection=${MODEL}&after=${Buffer.from('later').toString('base64url')}`, {}, 400],
    ['POST', 'dead-letters/retry', { projection: NOBODY }, 404],
    ['POST', 'dead-letters/retry', { projection: MODEL, key: 'nobody' }, 404],
    ['POST', 'dead-letters/retry', {}, 400],
    ['POST', 'dead-letters/discard', { projection: MODEL, key: 'nobody', position: 1, reason: 'r' }, 404],
    ['POST', 'dead-letters/discard', { projection: MODEL, key: 'nobody', position: 1, reason: ' ' }, 400],
    ['POST', 'dead-letters/discard', { projection: MODEL, key: 'nobody', position: -1, reason: 'r' }, 400],
  ] as const)('%s %s %j: %i', async (method, path, body, status) => {
    expect(await send(method, path, body)).toMatchObject({ status });
  });

  it.each([
    ['POST', 'dead-letters/retry'],
    ['POST', 'dead-letters/discard'],
  ] as const)('%s %s is for administrators', async (method, path) => {
    for (const role of ['auditor', 'operator', 'subscriber'] as const)
      expect(await send(method, path, {}, role)).toMatchObject({ status: 403 });
  });

  it('are read by auditors too, and by nobody else', async () => {
    const statusFor = async (role: 'auditor' | 'operator' | 'subscriber') =>
      (await send('GET', 'dead-letters', {}, role)).status;
    expect([await statusFor('auditor'), await statusFor('operator'), await statusFor('subscriber')]).toEqual([
      ...[200, 403, 403],
    ]);
  });
});
