import { afterEach, describe, expect, it } from '@jest/globals';
import { incubationContext } from '../../apps/incubation/src/incubation.context.ts';
import { TestApplication } from './testing/test-application.ts';

const OIDC = {
  AUTH: '',
  OIDC_ISSUER: 'https://issuer.example/',
  OIDC_AUDIENCE: 'grappe',
  // Nobody listens there; keys are fetched when the first token comes.
  OIDC_JWKS_URL: 'https://127.0.0.1:9/keys',
};

describe('the HTTP application', () => {
  let app: TestApplication;
  afterEach(() => app.stop());

  const start = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
    app = await TestApplication.start([incubationContext], environment, { docsPath: 'docs' });
  };
  const request = async (method: 'GET' | 'POST', url: string, payload?: object) =>
    await app.application.inject({ method, url, ...(payload === undefined ? {} : { payload }) });

  /** Asked again and again, because a slow machine may need a second for two requests. */
  const untilLimited = async (path: string) => {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const answer = await request('GET', path);
      if (answer.statusCode === 429) return answer;
    }
    throw new Error(`${path} is not limited`);
  };

  it('lets one address make so many requests a second, and answers the next with 429 as a problem', async () => {
    await start({ RATE_LIMIT_PER_SECOND: '2' });
    const allowed = await request('GET', '/asyncapi.json');
    expect(allowed).toMatchObject({ statusCode: 200, headers: { 'x-ratelimit-limit': '2' } });
    const limited = await untilLimited('/asyncapi.json');
    expect(limited.headers['content-type']).toContain('application/problem+json');
    expect(limited.json()).toMatchObject({ code: 'API_TOO_MANY_REQUESTS', status: 429, instance: '/asyncapi.json' });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each(['/nothing', '/api/v1/incubation/nothing', '/api/v1/incubation/incubators', '/development/tokens', '/docs'])(
    'limits each path, also one that it does not have, or only for others: %s',
    async (path) => {
      await start({ RATE_LIMIT_PER_SECOND: '2' });
      expect((await untilLimited(path)).json()).toMatchObject({ code: 'API_TOO_MANY_REQUESTS' });
    },
  );

  it('limits no probe of health, whatever else was limited', async () => {
    await start({ RATE_LIMIT_PER_SECOND: '1' });
    await untilLimited('/nothing');
    for (let probes = 0; probes < 20; probes += 1)
      for (const path of ['/health/live', '/health/ready']) expect((await request('GET', path)).statusCode).toBe(200);
  });

  it.each([
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.0/8, loopback', '10.0.0.7', true],
    ['', '10.0.0.7', false],
    ['10.0.0.8', '10.0.0.7', false],
  ])(
    'behind TRUST_PROXY=%j, a request that comes from %s counts for the client that it names: %s',
    async (TRUST_PROXY, remoteAddress, byClient) => {
      await start({ RATE_LIMIT_PER_SECOND: '1', TRUST_PROXY });
      const from = (client: string) =>
        app.application.inject({ url: '/nothing', remoteAddress, headers: { 'x-forwarded-for': client } });
      let status = 0;
      for (let tries = 0; tries < 1_000 && status !== 429; tries += 1) status = (await from('192.0.2.1')).statusCode;
      const clients = ['192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'];
      const answers = await Promise.all(clients.map(async (client) => (await from(client)).statusCode));
      expect(answers.filter((answer) => answer === 404).length >= clients.length).toBe(byClient);
    },
  );

  it('takes bodies up to its limit', async () => {
    await start({ BODY_LIMIT_BYTES: '1024' });
    const body = (length: number) => ({ name: 'A', site: 'x'.repeat(length) });
    const tooLarge = await app.post('incubation/incubators', body(1_024));
    expect(tooLarge).toMatchObject({ status: 413, body: { code: 'API_TOO_LARGE' } });
    expect((await app.post('incubation/incubators', body(100))).status).toBe(201);
  });

  it('sends the headers that protect a browser', async () => {
    await start();
    const { headers } = await request('GET', '/health/live');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it.each([
    ['GET', '/nothing'],
    ['GET', '/api/v1/incubation/nothing'],
    ['POST', '/api/v1/incubation/incubators/1/2/3'],
    ['GET', '/health'],
  ] as const)('%s %s is no route: a problem too', async (method, url) => {
    await start();
    const answer = await request(method, url);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(answer.json()).toMatchObject({ code: 'API_NOT_FOUND', instance: url });
  });

  it('serves its documentation to people', async () => {
    await start();
    const { statusCode, body } = await request('GET', '/docs');
    expect(statusCode).toBe(200);
    expect(body).toContain('swagger-ui');
  });

  it('hands out no tokens where an issuer is set, and takes none of its own', async () => {
    await start({ ...OIDC, NODE_ENV: 'production' });
    const claims = { sub: 'somebody', roles: ['admin'] };
    expect((await request('POST', '/development/tokens', claims)).statusCode).toBe(404);
    expect((await request('POST', '/api/v1/incubation/incubators', {})).statusCode).toBe(401);
  });

  it.each(['localhost', 'localhost:8080', '127.0.0.1:8080', '127.1.2.3', '[::1]:8080', 'LOCALHOST'])(
    'gives development tokens to this machine under its name %s',
    async (host) => {
      await start();
      const payload = { sub: 'somebody', roles: ['admin'] };
      const answer = await app.application.inject({
        method: 'POST',
        url: '/development/tokens',
        payload,
        headers: { host },
      });
      expect(answer.statusCode).toBe(201);
    },
  );

  it.each([
    ['/development/tokens', 'evil.example:8080'],
    ['/development/tokens', '127.0.0.1.evil.example'],
    ['/development/tokens', 'localhost.evil.example'],
    ['/development/tokens', 'localhost@evil.example'],
    ['/development/tokens', '192.168.1.1:8080'],
    ['/%64evelopment/tokens', 'evil.example'],
    ['//development/tokens', 'evil.example'],
    ['/development/tokens/', 'evil.example'],
  ])('gives none at %s to a page of another name: Host %j (DNS rebinding)', async (url, host) => {
    await start();
    const payload = { sub: 'somebody', roles: ['admin'] };
    const answer = await app.application.inject({ method: 'POST', url, payload, headers: { host } });
    expect([403, 404]).toContain(answer.statusCode);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    if (url === '/development/tokens') expect(answer.json()).toMatchObject({ code: 'API_FORBIDDEN' });
    const live = await app.application.inject({ method: 'GET', url: '/health/live', headers: { host } });
    expect(live.statusCode).toBe(200);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'gives none for a body that a form of any page can send: %s',
    async (type) => {
      await start();
      const answer = await app.application.inject({
        method: 'POST',
        url: '/development/tokens',
        payload: 'sub=x&roles=admin&roles=auditor',
        headers: { 'content-type': type },
      });
      expect(answer.statusCode).toBe(415);
    },
  );

  it.each([
    ['no role', { sub: 'x', roles: [] }, '/roles'],
    ['an unknown role', { sub: 'x', roles: ['king'] }, '/roles/0'],
    ['no subject', { roles: ['admin'] }, '/sub'],
    ['a lifetime of years', { sub: 'x', roles: ['admin'], lifetimeSeconds: 100_000_000 }, '/lifetimeSeconds'],
  ])('asks back for %s in a development token', async (_what, claims, path) => {
    await start();
    const answer = await request('POST', '/development/tokens', claims);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'API_MALFORMED', errors: [{ path }] });
  });

  it.each([['%%%'], ['e30'], ['x'.repeat(201)]])('a read token %j that no command gave is malformed', async (token) => {
    await start();
    expect(await app.get(`incubation/incubators?readToken=${encodeURIComponent(token)}`)).toMatchObject({
      status: 400,
      body: { code: 'API_MALFORMED' },
    });
  });
});
