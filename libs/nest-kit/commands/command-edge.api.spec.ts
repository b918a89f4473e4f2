import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ContextDefinition } from '#libs/hosting';
import { canonicalJson } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { incubationContext } from '../../../apps/incubation/src/incubation.context.ts';
import { TestApplication } from '../testing/test-application.ts';

describe('a command over HTTP', () => {
  let app: TestApplication;
  let count = 0;
  beforeAll(async () => {
    app = await TestApplication.start([incubationContext]);
  });
  afterAll(async () => {
    await app.stop();
  });

  const newId = () => countedUuid((count += 1), 9);
  const open = (more: object = {}) => ({ name: 'Quartier numérique', site: 'La Pardieu', ...more });
  const eventCount = async () => (await app.store.status()).head;

  it('is answered with id, revision, events, a read token and an ETag', async () => {
    const id = newId();
    const answer = await app.post('incubation/incubators', open({ id, effectiveAt: '2015-01-01' }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ id, revision: 0, events: [{ type: 'incubation.IncubatorOpened' }] });
    expect(answer.headers['etag']).toBe('"0"');
    expect(typeof answer.body['readToken']).toBe('string');
  });

  it('draws an id when none is given', async () => {
    const answer = await app.post('incubation/incubators', open());
    expect(answer.status).toBe(201);
    expect(answer.body['id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('stamps time, actor, capacity, evidence and trace on what it stores', async () => {
    const id = newId();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const evidence = [{ title: 'Minutes', date: '2015-01-01' }];
    await app.post('incubation/incubators', open({ id, effectiveAt: '2015-01-01', capacity: 'director', evidence }), {
      headers: { traceparent },
    });
    const [event] = await collect(app, `incubation.incubator-${id}`);
    expect(event?.metadata).toMatchObject({
      recordedAt: app.clock.now(),
      effectiveAt: '2015-01-01',
      actor: {
        id: await app.actors.idOf({ issuer: 'urn:grappe:development', subject: 'test-admin' }),
        capacity: 'director',
      },
      evidence,
      traceparent,
      visibility: { kind: 'public' },
    });
  });

  it('that is only tried is answered with its events, and nobody has them', async () => {
    const id = newId();
    const before = await eventCount();
    const tried = await app.post('incubation/incubators?dryRun=true', open({ id }));
    expect(tried).toMatchObject({
      status: 200,
      body: { id, revision: null, dryRun: true, events: [{ type: 'incubation.IncubatorOpened' }] },
    });
    expect(await eventCount()).toBe(before);
    const token = String(tried.body['readToken']);
    expect((await app.get(`incubation/incubators/${id}?readToken=${token}`)).status).toBe(404);
    expect((await app.post('incubation/incubators?dryRun=false', open({ id }))).status).toBe(201);
    const again = await app.post('incubation/incubators?dryRun=true', open({ id, name: 'Another' }));
    expect(again).toMatchObject({ status: 409, body: { code: 'INC_INCUBATOR_EXISTS' } });
  });

  it.each([
    ['dryrun=true', '/dryrun'],
    ['dryRun=yes', '/dryRun'],
    ['dryRun=true&dryRun=false', '/dryRun'],
  ])('with ?%s records nothing: whoever misspells it does not want it recorded', async (parameters, path) => {
    const before = await eventCount();
    const answer = await app.post(`incubation/incubators?${parameters}`, open());
    expect(answer).toMatchObject({ status: 400, body: { code: 'API_MALFORMED', errors: [{ path }] } });
    expect(await eventCount()).toBe(before);
  });

  it.each([
    ['an empty name', open({ name: '' }), '/name'],
    ['a day that is none', open({ effectiveAt: '2015-02-30' }), '/effectiveAt'],
    ['a member nobody knows', open({ surplus: 1 }), '/surplus'],
    ['an id that is none', open({ id: 'x' }), '/id'],
    ['a list instead of an object', [], ''],
    ['evidence without a title', open({ evidence: [{}] }), '/evidence/0/title'],
  ])('malformed: %s is named by its path and stores nothing', async (_name, body, path) => {
    const before = await eventCount();
    const answer = await app.post('incubation/incubators', body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'API_MALFORMED', status: 400, type: 'urn:grappe:problem:API_MALFORMED' });
    expect((answer.body['errors'] as { path: string }[]).map((error) => error.path)).toContain(path);
    expect(await eventCount()).toBe(before);
  });

  it('malformed: what is wrong about the day and about the body is named in one answer', async () => {
    const answer = await app.post('incubation/incubators', open({ name: '', effectiveAt: '2015-02-30' }));
    expect(answer.body['errors']).toMatchObject([{ path: '/effectiveAt' }, { path: '/name' }]);
  });

  it.each([
    ['U+0000', '{"name":"A\\u0000B","site":"x"}'],
    ['half a surrogate pair', '{"name":"A\\ud800B","site":"x"}'],
  ])('malformed: text that cannot be stored, %s', async (_what, body) => {
    const before = await eventCount();
    const answer = await app.post('incubation/incubators', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'API_MALFORMED', errors: [{ path: '/name' }] } });
    expect(await eventCount()).toBe(before);
  });

  it('of another kind: a body that is no JSON at all', async () => {
    const answer = await app.post('incubation/incubators', 'name=A', { headers: { 'content-type': 'text/plain' } });
    expect(answer).toMatchObject({ status: 415, body: { code: 'API_UNSUPPORTED_MEDIA_TYPE' } });
  });

  it('malformed: text that is no JSON', async () => {
    const answer = await app.post('incubation/incubators', '{"name":');
    expect(answer).toMatchObject({ status: 400, body: { code: 'API_MALFORMED' } });
  });

  it('too large: an event that cannot be stored is refused with its size and the bound, whatever else the body is', async () => {
    const before = await eventCount();
    const link = `https://example.org/${'x'.repeat(1_900)}`;
    const evidence = (count: number) => Array.from({ length: count }, () => ({ title: 'É'.repeat(300), link }));
    const answer = await app.post('incubation/incubators', open({ evidence: evidence(20) }));
    expect(answer).toMatchObject({
      status: 413,
      body: {
        code: 'API_EVENT_TOO_LARGE',
        found: expect.stringMatching(/^7\d{4} bytes$/),
        required: 'at most 48000 bytes',
        detail: expect.stringContaining('SHA-256'),
      },
    });
    expect(await eventCount()).toBe(before);
    expect((await app.post('incubation/incubators', open({ evidence: evidence(12) }))).status).toBe(201);
  });

  it('too large: a body of 2 MiB', async () => {
    const before = await eventCount();
    const answer = await app.post('incubation/incubators', open({ name: 'x'.repeat(2 * 1024 * 1024) }));
    expect(answer).toMatchObject({ status: 413, body: { code: 'API_TOO_LARGE' } });
    expect(await eventCount()).toBe(before);
  });

  it('refused by the domain: its code, its status and what it found', async () => {
    const answer = await app.post(`incubation/incubators/${newId()}/rename`, { name: 'Le Bivouac' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'INC_INCUBATOR_NOT_FOUND' } });
  });

  it('an id in the path that cannot be one is not found', async () => {
    const answer = await app.post('incubation/incubators/nothing/rename', { name: 'Le Bivouac' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'API_NOT_FOUND', found: 'nothing' } });
  });

  describe('with an idempotency key', () => {
    const key = { headers: { 'idempotency-key': 'once-only' } };

    it('the same body again gives the same answer and one event', async () => {
      const first = await app.post('incubation/incubators', open(), key);
      const before = await eventCount();
      const again = await app.post('incubation/incubators', open(), key);
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(await eventCount()).toBe(before);
    });

    it('another body under the key is refused', async () => {
      const other = await app.post('incubation/incubators', open({ name: 'Another' }), key);
      expect(other).toMatchObject({ status: 422, body: { code: 'API_IDEMPOTENCY_KEY_REUSED' } });
    });

    it('another subject has keys of its own', async () => {
      const other = await app.post('incubation/incubators', open({ name: 'Another' }), {
        ...key,
        as: 'operator',
        clusters: [],
      });
      expect(other.status).not.toBe(422);
    });

    it.each(['', 'with space', 'x'.repeat(256)])('a key of another form is malformed: %j', async (value) => {
      const answer = await app.post('incubation/incubators', open(), { headers: { 'idempotency-key': value } });
      expect(answer.status).toBe(400);
    });
  });

  it('its hash says nothing without the key of the installation: two of them have two hashes of one body', async () => {
    const id = newId();
    const body = open({ id, name: 'Chez Marie Curie' });
    const hashes = new Set<string>();
    for (const environment of [{}, { COMMAND_KEY: 'another installation has another key' }]) {
      const own = await TestApplication.start([incubationContext], environment);
      await own.post('incubation/incubators', body);
      for await (const { events } of own.store.readAll(0n))
        for (const { metadata } of events) hashes.add(String(metadata.commandHash));
      await own.stop();
    }
    const command = { context: 'incubation', resource: 'incubators', verb: null, id, body };
    hashes.add(createHash('sha256').update(canonicalJson(command)).digest('hex'));
    expect(hashes.size).toBe(3);
  });

  describe('with If-Match', () => {
    const rename = async (id: string, name: string, revision: string) =>
      await app.post(`incubation/incubators/${id}/rename`, { name }, { headers: { 'if-match': revision } });

    it('is accepted at the revision named and refused past it', async () => {
      const id = newId();
      await app.post('incubation/incubators', open({ id, effectiveAt: '2015-01-01' }));
      expect(await rename(id, 'Le Bivouac', '"0"')).toMatchObject({ status: 200, body: { revision: 1 } });
      expect(await rename(id, 'Le Camp', '"0"')).toMatchObject({
        status: 412,
        body: { code: 'API_PRECONDITION_FAILED', found: 1, required: 0 },
      });
    });

    it('a revision without quotes is malformed', async () => {
      expect(await rename(newId(), 'Le Bivouac', '0')).toMatchObject({ status: 400, body: { code: 'API_MALFORMED' } });
    });
  });
});

describe('a token', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([incubationContext]);
  });
  afterAll(async () => {
    await app.stop();
  });

  const withAuthorization = async (authorization: string) =>
    await app.post('incubation/incubators', { name: 'A', site: 'B' }, { headers: { authorization } });

  it.each([['Basic x'], ['Bearer '], ['Bearer a.b.c'], ['']])('%j is refused', async (authorization) => {
    const answer = await withAuthorization(authorization);
    expect(answer).toMatchObject({ status: 401, body: { code: 'API_UNAUTHENTICATED' } });
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  it('that has expired is refused with the moment it expired', async () => {
    const answer = await withAuthorization(`Bearer ${await app.token('admin', [], -60)}`);
    expect(answer).toMatchObject({ status: 401, body: { code: 'API_TOKEN_EXPIRED' } });
    expect(answer.body['found']).toMatch(/^expired at /);
  });

  it('of another issuer is refused', async () => {
    const other = await TestApplication.start([incubationContext]);
    const answer = await withAuthorization(`Bearer ${await other.token()}`);
    await other.stop();
    expect(answer).toMatchObject({ status: 401, body: { code: 'API_UNAUTHENTICATED' } });
  });

  it('with the wrong role is forbidden', async () => {
    const answer = await app.post('incubation/incubators', { name: 'A', site: 'B' }, { as: 'auditor' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'API_FORBIDDEN', found: ['auditor'] } });
  });

  it('is handed out by the development issuer over HTTP', async () => {
    const answer = await app.post('/development/tokens', { sub: 'somebody', roles: ['admin'] });
    expect(answer.status).toBe(201);
    const accepted = await withAuthorization(`Bearer ${String(answer.body['token'])}`);
    expect(accepted.status).toBe(201);
  });

  it('a production process without an issuer does not start', async () => {
    await expect(TestApplication.start([], { AUTH: '', NODE_ENV: 'production' })).rejects.toMatchObject({
      name: 'InvalidConfig',
    });
  });
});

describe('a refusal that its row does not list', () => {
  const silent: ContextDefinition = {
    ...incubationContext,
    commands: incubationContext.commands.map((table) => ({
      ...table,
      rows: table.rows.map((row) => ({ ...row, refusals: [] })),
    })),
  };

  it('is no answer that a suite could take for one', async () => {
    const app = await TestApplication.start([silent]);
    const asking = app.post(`incubation/incubators/${countedUuid(1, 9)}/rename`, { name: 'A' });
    const fault = 'incubation.incubators.rename: the row does not list INC_INCUBATOR_NOT_FOUND';
    await expect(asking).rejects.toMatchObject({ name: 'UnlistedRefusalAnswered', message: fault });
    await app.stop();
  });
});

async function collect(app: TestApplication, stream: string) {
  const events = [];
  for await (const event of app.store.read(stream as Parameters<typeof app.store.read>[0])) events.push(event);
  return events;
}
