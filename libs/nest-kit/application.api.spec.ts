import { afterEach, describe, expect, it } from '@jest/globals';
import { incubationContext } from '../../apps/incubation/src/incubation.context.ts';
import { TestApplication } from './testing/test-application.ts';

const OIDC = {
  OIDC_ISSUER: 'https://issuer.example/',
  OIDC_AUDIENCE: 'grappe',
  // Nobody listens there; keys are fetched when the first token comes.
  OIDC_JWKS_URL: 'http://127.0.0.1:9/keys',
};

describe('the HTTP application', () => {
  let app: TestApplication;
  afterEach(() => app.stop());

  const start = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
    app = await TestApplication.start([incubationContext], environment);
  };
  const request = async (method: 'GET' | 'POST', url: string, payload?: object) =>
    await app.application.inject({ method, url, ...(payload === undefined ? {} : { payload }) });

  it('lets one address make so many requests a second, and answers the next with 429 as a problem', async () => {
    await start({ RATE_LIMIT_PER_SECOND: '2' });
    const allowed = await request('GET', '/health/live');
    expect(allowed).toMatchObject({ statusCode: 200, headers: { 'x-ratelimit-limit': '2' } });
    let limited = allowed;
    // Asked again and again, because a slow machine may need a second for two requests.
    while (limited.statusCode !== 429) limited = await request('GET', '/health/live');
    expect(limited.headers['content-type']).toContain('application/problem+json');
    expect(limited.json()).toMatchObject({ code: 'API_TOO_MANY_REQUESTS', status: 429, instance: '/health/live' });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });

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
