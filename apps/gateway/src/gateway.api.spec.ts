import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { InvalidConfig, readConfig } from '#libs/hosting';
import { startGateway, type Gateway } from './gateway.ts';
import { addressesOf, ROUTES, SERVICES, TOKENS_ROUTE, UPSTREAMS } from './routes.ts';

/** A service that says what it was asked. */
interface Echo {
  readonly server: Server;
  readonly address: string;
  /** How it answers for its health; undefined: not at all. */
  health: { readonly status: number; readonly body: object };
  /** What it was asked so far, its health aside. */
  asked: number;
  /** So many of the next questions it meets with a closed connection. */
  drops: number;
  status: number | undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function startEcho(name: string): Promise<Echo> {
  const health: Echo['health'] = { status: 200, body: { status: 'ready' } };
  const echo: Omit<Echo, 'server' | 'address'> = { health, asked: 0, drops: 0, status: undefined };
  const server = createServer((request, response) => {
    const { url = '', method, headers } = request;
    if (url === '/health/ready') {
      response.writeHead(echo.health.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(echo.health.body));
      return;
    }
    echo.asked += 1;
    if (echo.drops > 0) {
      echo.drops -= 1;
      request.socket.destroy();
      return;
    }
    void bodyOf(request).then((body) => {
      response.writeHead(echo.status ?? (method === 'POST' ? 201 : 200), {
        'content-type': 'application/json',
        etag: '"3"',
      });
      response.end(
        JSON.stringify({
          name,
          url,
          method,
          body,
          authorization: headers.authorization,
          forwardedFor: headers['x-forwarded-for'],
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(echo, { server, address: `http://127.0.0.1:${String(port)}` });
}

describe('the gateway', () => {
  let gateway: Gateway;
  const echoes = new Map<string, Echo>();

  beforeEach(async () => {
    for (const { name } of UPSTREAMS) echoes.set(name, await startEcho(name));
    const addresses = new Map([...echoes].map(([name, { address }]) => [name, address]));
    const config = readConfig({
      AUTH: 'development',
      PORT: '0',
      RATE_LIMIT_PER_SECOND: '50',
      BODY_LIMIT_BYTES: '2048',
    });
    gateway = await startGateway({ config, log: pino({ level: 'silent' }), addresses });
  });
  afterEach(async () => {
    await gateway.stop();
    for (const { server } of echoes.values()) await close(server);
  });

  const get = (path: string) => fetch(`${gateway.url}${path}`);

  async function close(server: Server): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  it.each([TOKENS_ROUTE, ...ROUTES].map((route) => [route.prefix, route] as const))(
    '%s goes to its service',
    async (prefix, route) => {
      const answer = await get(`${prefix}/some?where=here&x=%C3%A9`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({
        name: route.service,
        url: `${route.rewrite}/some?where=here&x=%C3%A9`,
      });
    },
  );

  it('hands bodies, headers and the answer on as they are', async () => {
    const body = JSON.stringify({ name: 'Numélink', effectiveAt: '2014-01-01' });
    const answer = await fetch(`${gateway.url}/api/v1/membership/clusters`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    });
    expect([answer.status, answer.headers.get('etag')]).toEqual([201, '"3"']);
    expect(await answer.json()).toMatchObject({ method: 'POST', body, authorization: 'Bearer x' });
  });

  it('says which service does not answer, and when to ask again; others go on', async () => {
    await close(echoes.get('mergers')?.server ?? createServer());
    const answer = await get('/api/v1/mergers/operations');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'API_SERVICE_UNAVAILABLE', found: 'mergers' });
    expect((await get('/api/v1/membership/clusters')).status).toBe(200);
  });

  it('asks again, once, when a service closed the connection; never for what may have taken effect', async () => {
    const mergers = echoes.get('mergers')!;
    mergers.drops = 1;
    expect((await get('/api/v1/mergers/operations')).status).toBe(200);
    expect(mergers.asked).toBe(2);
    mergers.drops = 1;
    const command = await fetch(`${gateway.url}/api/v1/mergers/operations`, { method: 'POST', body: '{}' });
    expect([command.status, mergers.asked]).toEqual([503, 3]);
  });

  it('refuses a body over the limit itself: the service that refused it would count as gone', async () => {
    const send = (length: number) =>
      fetch(`${gateway.url}/api/v1/mergers/operations`, { method: 'POST', body: 'a'.repeat(length) });
    expect((await send(2_048)).status).toBe(201);
    const answer = await send(2_049);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'API_TOO_LARGE' });
    expect(echoes.get('mergers')?.asked).toBe(1);
  });

  it('refuses one without a length as soon as it is over the limit', async () => {
    const send = (lengths: readonly number[]) => {
      const body = ReadableStream.from(lengths.map((length) => Buffer.alloc(length, 'a')));
      const init = { method: 'POST', body, duplex: 'half' } as const;
      return fetch(`${gateway.url}/api/v1/mergers/operations`, init);
    };
    const taken = await send([1_024, 1_024]);
    expect([taken.status, await taken.json()]).toMatchObject([201, { body: 'a'.repeat(2_048) }]);
    const answer = await send([1_024, 1_024, 1]);
    expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'API_TOO_LARGE' }]);
    expect((await get('/api/v1/mergers/operations')).status).toBe(200);
  });

  it('lets who is refused finish sending, so that it reads why', async () => {
    for (let round = 0; round < 5; round += 1) {
      const body = ReadableStream.from(Array.from({ length: 200 }, () => Buffer.alloc(16_384, 'a')));
      const init = { method: 'POST', body, duplex: 'half' } as const;
      expect((await fetch(`${gateway.url}/api/v1/mergers/operations`, init)).status).toBe(413);
    }
  });

  it('answers 100 Continue to a caller that expects it, as curl does before a long body', async () => {
    const url = `${gateway.url}/api/v1/mergers/operations`;
    const sent = request(url, { method: 'POST', headers: { expect: '100-continue' } });
    sent.on('continue', () => sent.end('{"name":"Alto"}'));
    sent.flushHeaders();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect([answer.statusCode, JSON.parse(await bodyOf(answer))]).toMatchObject([201, { body: '{"name":"Alto"}' }]);
  });

  it('hands on that a service is busy, and does not press it', async () => {
    const mergers = echoes.get('mergers')!;
    mergers.status = 503;
    expect((await get('/api/v1/mergers/operations')).status).toBe(503);
    expect(mergers.asked).toBe(1);
  });

  it('is ready when all are, and names who is not', async () => {
    expect((await get('/health/ready')).status).toBe(200);
    const audit = echoes.get('audit');
    if (audit !== undefined) audit.health = { status: 503, body: { status: 'not-ready', consumers: [] } };
    await close(echoes.get('relay')?.server ?? createServer());
    const answer = await get('/health/ready');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'not-ready',
      services: { membership: { status: 'ready' }, audit: { status: 'not-ready' }, relay: { status: 'unreachable' } },
    });
    expect((await get('/health/live')).status).toBe(200);
  });

  it('serves its pages over plain http: no browser is sent to https for what they load', async () => {
    for (const path of ['/docs', '/openapi.json', '/nowhere']) {
      const policy = (await get(path)).headers.get('content-security-policy');
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('upgrade-insecure-requests');
    }
  });

  it('lists the services', async () => {
    expect(await (await get('/api/v1/services')).json()).toEqual({ items: SERVICES });
  });

  it.each(['/', '/api/v1/nowhere', '/api/v1/admin/consumers', '/api/v1/membershipper'])(
    'has nothing at %s',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'API_NOT_FOUND', instance: path });
    },
  );

  it.each(['/api/v1/mergers/operations', '/api/v1/services', '/nowhere'])('limits each client: %s', async (path) => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => get(path)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(await refused[0]?.json()).toMatchObject({ code: 'API_TOO_MANY_REQUESTS' });
    const probes = await Promise.all(Array.from({ length: 60 }, () => get('/health/live')));
    expect(probes.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('counts for the client that a proxy names, and hands that one on, where the proxy is trusted', async () => {
    const addresses = new Map([...echoes].map(([name, { address }]) => [name, address]));
    const settings = { AUTH: 'development', PORT: '0', RATE_LIMIT_PER_SECOND: '1', TRUST_PROXY: 'loopback' };
    const trusting = await startGateway({ config: readConfig(settings), log: pino({ level: 'silent' }), addresses });
    const clients = Array.from({ length: 8 }, (_, index) => `192.0.2.${String(index)}`);
    const answers = await Promise.all(
      clients.map(async (client) => {
        const headers = { 'x-forwarded-for': client };
        const answer = await fetch(`${trusting.url}/api/v1/mergers/operations`, { headers });
        return ((await answer.json()) as { readonly forwardedFor?: string }).forwardedFor;
      }),
    );
    await trusting.stop();
    expect(answers).toEqual(clients);
  });
});

describe('the tokens of development behind a gateway', () => {
  const log = pino({ level: 'silent' });
  const addresses = new Map(UPSTREAMS.map(({ name }) => [name, 'http://127.0.0.1:9']));
  const OIDC = {
    OIDC_ISSUER: 'https://issuer.example/',
    OIDC_AUDIENCE: 'grappe',
    OIDC_JWKS_URL: 'https://issuer.example/keys',
  };
  const ask = async (settings: Readonly<Record<string, string>>, host: string): Promise<unknown> => {
    const gateway = await startGateway({ config: readConfig({ PORT: '0', ...settings }), log, addresses });
    try {
      const sent = request(`${gateway.url}/development/tokens`, { method: 'POST', headers: { host } });
      sent.end('{}');
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return [answer.statusCode, JSON.parse(await bodyOf(answer))];
    } finally {
      await gateway.stop();
    }
  };

  it('are asked of a service, under a name of this machine only', async () => {
    const settings = { AUTH: 'development' };
    expect(await ask(settings, 'localhost')).toMatchObject([503, { found: 'membership' }]);
    expect(await ask(settings, 'evil.example')).toMatchObject([403, { code: 'API_FORBIDDEN' }]);
  });

  it('are not there where an issuer is set, and without any issuer nothing starts', async () => {
    expect(await ask(OIDC, 'localhost')).toMatchObject([404, { code: 'API_NOT_FOUND' }]);
    await expect(ask({}, 'localhost')).rejects.toThrow(InvalidConfig);
  });
});

describe('addresses of services', () => {
  const all = Object.fromEntries(UPSTREAMS.map(({ variable, name }) => [variable, `http://${name}:80`]));

  it('are read from the environment', () => {
    expect(addressesOf(all).get('audit')).toBe('http://audit');
  });

  it.each([undefined, '', 'audit:80', 'ftp://audit'])('%j is none, and is named', (AUDIT_URL) => {
    const read = () => addressesOf({ ...all, AUDIT_URL });
    expect(read).toThrow(InvalidConfig);
    expect(read).toThrow(/AUDIT_URL/);
  });
});
