import { describe, expect, it } from '@jest/globals';
import { readConfig } from '#libs/hosting';
import { ManualClock } from '#libs/kernel/testing';
import { pino } from 'pino';
import { requireRole } from '#libs/commands';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startAuthentication } from './authentication.ts';
import { Authenticator } from './authenticator.ts';
import { newDevelopmentKey } from './development-issuer.ts';
import { remoteKeys } from './remote-keys.ts';
import { viewerOf } from './token.guard.ts';

const OIDC = {
  OIDC_ISSUER: 'https://issuer.example/',
  OIDC_AUDIENCE: 'grappe',
  OIDC_JWKS_URL: 'https://issuer.example/keys',
};
const log = pino({ level: 'silent' });
const start = (environment: Readonly<Record<string, string>>) => startAuthentication(readConfig(environment), log);
const development = (more: Readonly<Record<string, string>> = {}) => start({ AUTH: 'development', ...more });

describe('who checks tokens', () => {
  it('is the issuer of the settings, in production too, and nobody gives tokens then', async () => {
    const { developmentIssuer } = await start({ ...OIDC, NODE_ENV: 'production' });
    expect(developmentIssuer).toBeUndefined();
  });

  it('is the development issuer where it was chosen, which is warned of; without a choice nobody is', async () => {
    const lines: string[] = [];
    const said = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    const chosen = await startAuthentication(readConfig({ AUTH: 'development' }), said);
    expect(chosen).toHaveProperty('developmentIssuer.issue');
    expect(lines).toEqual([expect.stringContaining('gives tokens with any role to anybody on this machine')]);
    await expect(start({})).rejects.toMatchObject({
      name: 'InvalidConfig',
      message: expect.stringContaining('OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL'),
    });
  });
});

describe('a token of the development issuer', () => {
  const claims = { sub: 'somebody', roles: ['operator' as const], clusters: ['c1'] };

  it('is taken by every process that was handed the same key, and by no other', async () => {
    const DEVELOPMENT_KEY = await newDevelopmentKey();
    const [one, two, other] = await Promise.all([
      development({ DEVELOPMENT_KEY }),
      development({ DEVELOPMENT_KEY }),
      development(),
    ]);
    const header = `Bearer ${String(await one.developmentIssuer?.issue(claims))}`;
    expect(await two.authenticator.authenticate(header)).toEqual(claims);
    await expect(other.authenticator.authenticate(header)).rejects.toMatchObject({
      body: { code: 'API_UNAUTHENTICATED' },
    });
  });

  it.each([
    ['no JSON', 'x'],
    ['a public key', '{"crv":"Ed25519","x":"eh5KkgnYGN-m3NLPDLyHR0x8FDBvT8eHfEWZ3bPcYtI","kty":"OKP"}'],
    ['a symmetric key', '{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMko","d":"x"}'],
  ])('from %s is not given: it does not start', async (_what, DEVELOPMENT_KEY) => {
    await expect(development({ DEVELOPMENT_KEY })).rejects.toMatchObject({ name: 'InvalidConfig' });
  });

  it('gives back its claims', async () => {
    const { authenticator, developmentIssuer } = await development();
    const token = await developmentIssuer?.issue(claims);
    expect(await authenticator.authenticate(`Bearer ${String(token)}`)).toEqual(claims);
  });

  it.each([
    ['no role', { ...claims, roles: [] }],
    ['no subject', { ...claims, sub: '' }],
    ['a blank subject', { ...claims, sub: ' ' }],
    ['U+0000 in its subject', { ...claims, sub: 'a\u0000b' }],
    ['a line break in its subject', { ...claims, sub: 'a\nb' }],
    ['half a surrogate pair in its subject', { ...claims, sub: 'a\ud800' }],
  ])('with %s is none', async (_what, wrong) => {
    const { authenticator, developmentIssuer } = await development();
    const token = await developmentIssuer?.issue(wrong);
    await expect(authenticator.authenticate(`Bearer ${String(token)}`)).rejects.toMatchObject({
      body: { code: 'API_UNAUTHENTICATED', headers: { 'www-authenticate': expect.stringContaining('Bearer') } },
    });
  });

  it('whose text was changed is none', async () => {
    const { authenticator, developmentIssuer } = await development();
    const [head, , signature] = String(await developmentIssuer?.issue(claims)).split('.');
    const raised = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
    await expect(
      authenticator.authenticate(`Bearer ${String(head)}.${raised}.${String(signature)}`),
    ).rejects.toMatchObject({ body: { code: 'API_UNAUTHENTICATED' } });
  });
});

describe('a token that was found good', () => {
  const EXPECTATION = { issuer: 'urn:example', audience: 'grappe' };
  const BEGUN_MS = Date.parse('2016-03-31T10:00:00.000Z');
  const claims = { sub: 'somebody', roles: ['operator'], clusters: ['c1'] };

  async function checking(lifetimeSeconds: number) {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const header = `Bearer ${await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(EXPECTATION.issuer)
      .setAudience(EXPECTATION.audience)
      .setIssuedAt(BEGUN_MS / 1_000)
      .setExpirationTime(BEGUN_MS / 1_000 + lifetimeSeconds)
      .sign(privateKey)}`;
    const state = { looks: 0, nowMs: BEGUN_MS };
    const keys = () => {
      state.looks += 1;
      return publicKey;
    };
    const authenticator = new Authenticator(keys, EXPECTATION, () => state.nowMs);
    return { state, header, authenticator };
  }

  it('is taken for half a minute without looking at its signature, and looked at then', async () => {
    const { state, header, authenticator } = await checking(3_600);
    for (const seconds of [0, 1, 29.999]) {
      state.nowMs = BEGUN_MS + seconds * 1_000;
      expect(await authenticator.authenticate(header)).toEqual(claims);
    }
    expect(state.looks).toBe(1);
    state.nowMs = BEGUN_MS + 30_000;
    expect(await authenticator.authenticate(header)).toEqual(claims);
    expect(state.looks).toBe(2);
  });

  it('has expired at its second, however lately it was looked at', async () => {
    const { state, header, authenticator } = await checking(10);
    state.nowMs = BEGUN_MS + 9_999;
    expect(await authenticator.authenticate(header)).toEqual(claims);
    state.nowMs = BEGUN_MS + 10_000;
    await expect(authenticator.authenticate(header)).rejects.toMatchObject({ body: { code: 'API_TOKEN_EXPIRED' } });
  });

  it('makes no other one good: text, signature and all have to be the same', async () => {
    const { header, authenticator } = await checking(3_600);
    await authenticator.authenticate(header);
    const other = header.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
    await expect(authenticator.authenticate(other)).rejects.toMatchObject({ body: { code: 'API_UNAUTHENTICATED' } });
  });
});

describe('a token of another issuer', () => {
  const EXPECTATION = { issuer: 'urn:example', audience: 'grappe' };
  const NOW_MS = Date.parse('2016-03-31T10:00:00.000Z');
  const now = NOW_MS / 1_000;
  const claims = { sub: 'somebody', roles: ['operator', 'offline_access'], iat: now, exp: now + 600 };

  async function checked(
    payload: object,
    header: object = {},
    more: { readonly typ?: string | undefined } = {},
  ): Promise<unknown> {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const token = await new SignJWT({ iss: EXPECTATION.issuer, aud: EXPECTATION.audience, ...payload })
      .setProtectedHeader({ alg: 'EdDSA', ...header })
      .sign(privateKey);
    return await new Authenticator(
      () => publicKey,
      { ...EXPECTATION, ...more },
      () => NOW_MS,
    ).authenticate(`Bearer ${token}`);
  }

  it('has the roles that are known here; others beside them are left out', async () => {
    expect(await checked(claims)).toEqual({ sub: 'somebody', roles: ['operator'], clusters: [] });
  });

  it.each([
    ['no end', { ...claims, exp: undefined }, 'API_UNAUTHENTICATED'],
    ['no beginning', { ...claims, iat: undefined }, 'API_UNAUTHENTICATED'],
    ['no subject', { ...claims, sub: undefined }, 'API_UNAUTHENTICATED'],
    ['a beginning a day ahead', { ...claims, iat: now + 86_400, exp: now + 90_000 }, 'API_UNAUTHENTICATED'],
    ['an age of two days', { ...claims, iat: now - 172_800 }, 'API_TOKEN_EXPIRED'],
    ['an end that has passed', { ...claims, exp: now - 1 }, 'API_TOKEN_EXPIRED'],
    ['another audience', { ...claims, aud: 'others' }, 'API_UNAUTHENTICATED'],
    ['another issuer', { ...claims, iss: 'urn:other' }, 'API_UNAUTHENTICATED'],
    ['roles of other systems only', { ...claims, roles: ['offline_access'] }, 'API_UNAUTHENTICATED'],
  ])('with %s is none', async (_what, payload, code) => {
    await expect(checked(payload)).rejects.toMatchObject({ body: { code } });
  });

  it.each([
    ['at+jwt', { typ: 'at+jwt' }, true],
    ['at+jwt', { typ: 'AT+JWT' }, true],
    ['at+jwt', { typ: 'application/at+jwt' }, true],
    ['at+jwt', { typ: 'JWT' }, false],
    ['at+jwt', { typ: 'logout+jwt' }, false],
    ['at+jwt', {}, false],
    [undefined, { typ: 'JWT' }, true],
    [undefined, {}, true],
  ])('of which the type %s is asked, with %j in its header, is taken: %s', async (typ, header, isTaken) => {
    const answer = checked(claims, header, { typ });
    if (isTaken) expect(await answer).toHaveProperty('sub', 'somebody');
    else await expect(answer).rejects.toMatchObject({ body: { code: 'API_UNAUTHENTICATED' } });
  });

  it.each([
    [{}, 'JWT', false],
    [{}, 'at+jwt', true],
    [{ OIDC_TOKEN_TYPE: 'any' }, 'JWT', true],
  ])('with the settings %j, and the type %s, is taken: %s', async (settings, typ, isTaken) => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const jwks = JSON.stringify({ keys: [await exportJWK(publicKey)] });
    const server = createServer((_request, response) => void response.end(jwks));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const OIDC_JWKS_URL = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/keys`;
    const OIDC_ROLES_CLAIM = 'realm_access.roles';
    const { authenticator } = await start({ ...OIDC, OIDC_JWKS_URL, OIDC_ROLES_CLAIM, ...settings });
    const token = await new SignJWT({ sub: 'somebody', realm_access: { roles: ['operator'] } })
      .setProtectedHeader({ alg: 'EdDSA', typ })
      .setIssuer(OIDC.OIDC_ISSUER)
      .setAudience(OIDC.OIDC_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    const answer = authenticator.authenticate(`Bearer ${token}`);
    if (isTaken) expect(await answer).toEqual({ sub: 'somebody', roles: ['operator'], clusters: [] });
    else await expect(answer).rejects.toMatchObject({ body: { code: 'API_UNAUTHENTICATED' } });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['a token that is none', 'Bearer abc', 'Bearer realm="grappe", error="invalid_token"'],
    ['no token', undefined, 'Bearer realm="grappe"'],
  ])('%s is challenged as RFC 6750 has it', async (_what, header, challenge) => {
    const { authenticator } = await development();
    await expect(authenticator.authenticate(header)).rejects.toMatchObject({
      body: { status: 401, headers: { 'www-authenticate': challenge } },
    });
  });

  it.each([
    [undefined, 'no Authorization header'],
    ['', 'not "Bearer" and a JWT'],
    ['Bearer', 'not "Bearer" and a JWT'],
    ['Bearer abc', 'not "Bearer" and a JWT'],
    ['Basic YTpi', 'not "Bearer" and a JWT'],
  ])('%j is refused for what it is', async (header, detail) => {
    const { authenticator } = await development();
    await expect(authenticator.authenticate(header)).rejects.toMatchObject({
      body: { code: 'API_UNAUTHENTICATED', detail: expect.stringContaining(detail) as unknown },
    });
  });

  it('whose keys cannot be fetched is not called wrong: 503, and when to come again', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const token = await new SignJWT({ ...claims, iss: 'https://issuer.example/', aud: 'grappe' })
      .setProtectedHeader({ alg: 'EdDSA' })
      .sign(privateKey);
    const expectation = { issuer: 'https://issuer.example/', audience: 'grappe' };
    const authenticator = new Authenticator(remoteKeys('http://127.0.0.1:9/keys'), expectation);
    await expect(authenticator.authenticate(`Bearer ${token}`)).rejects.toMatchObject({
      body: { status: 503, code: 'API_ISSUER_UNAVAILABLE', retryAfterSeconds: 5 },
      // The log says why.
      cause: expect.anything() as unknown,
    });
  });
});

describe('a viewer', () => {
  const clock = new ManualClock('2016-03-31T22:30:00.000Z');

  it.each([
    ['admin', true],
    ['auditor', true],
    ['operator', false],
    ['subscriber', false],
  ] as const)('%s reads what is under embargo: %s', (role, mayReadEmbargoed) => {
    expect(viewerOf('https://issuer.example', { sub: 'x', roles: [role], clusters: [] }, clock)).toMatchObject({
      mayReadEmbargoed,
    });
  });

  it('stands on the civil day of Paris', () => {
    expect(viewerOf('https://issuer.example', { sub: 'x', roles: ['admin'], clusters: [] }, clock).today).toBe(
      '2016-04-01',
    );
  });

  it('needs one of the roles, where some are asked for', () => {
    const viewer = viewerOf(
      'https://issuer.example',
      { sub: 'x', roles: ['operator', 'subscriber'], clusters: [] },
      clock,
    );
    requireRole(viewer, ['admin', 'subscriber']);
    expect(() => {
      requireRole(viewer, ['admin', 'auditor']);
    }).toThrow(expect.objectContaining({ name: 'Forbidden', required: ['admin', 'auditor'] }));
  });
});
