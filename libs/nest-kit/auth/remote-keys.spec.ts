import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey } from 'jose';
import { remoteKeys } from './remote-keys.ts';

/** A key of an issuer, and a token under it. */
async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  return { kid, token: await signed(kid, privateKey), jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' } };
}

const signed = (kid: string, key: CryptoKey): Promise<string> =>
  new SignJWT({}).setProtectedHeader({ alg: 'EdDSA', kid }).setExpirationTime('1h').sign(key);

const AWAY: readonly (readonly [string, RequestListener])[] = [
  ['refuses with 503', (_request, response) => void response.writeHead(503).end()],
  ['answers HTML', (_request, response) => void response.writeHead(200).end('<html>')],
  ['answers JSON that is no key set', (_request, response) => void response.writeHead(200).end('{"keys":7}')],
  ['closes the connection', (request) => void request.socket.destroy()],
];

describe('the keys of an issuer', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  let fetches = 0;
  let nowMs = 0;
  const faults: unknown[] = [];

  beforeEach(async () => {
    fetches = 0;
    faults.length = 0;
    server = createServer((request, response) => {
      fetches += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/keys`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  const publish = (...keys: readonly { readonly jwk: object }[]): void => {
    const text = JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
    answer = (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  };
  const open = () => remoteKeys(url, { onUnavailable: (error) => faults.push(error), monotonicMs: () => nowMs });

  /** Verifies as if the set had been fetched so long ago. */
  async function later(minutes: number, verify: () => Promise<unknown>): Promise<unknown> {
    const now = Date.now;
    Date.now = () => now() + minutes * 60_000;
    try {
      return await verify();
    } finally {
      Date.now = now;
    }
  }

  it.each(AWAY)('are used on while it %s, however long ago they were fetched', async (_what, away) => {
    const one = await newKey('one');
    publish(one);
    const keys = open();
    await jwtVerify(one.token, keys);
    answer = away;
    const verified = await later(30, () => jwtVerify(one.token, keys));
    expect(verified).toMatchObject({ protectedHeader: { kid: 'one' } });
    expect([fetches, faults.length]).toEqual([2, 1]);
  });

  it.each(AWAY)(
    'that are not known are not called wrong while it %s: the failure is the answer',
    async (_what, away) => {
      const [one, two] = [await newKey('one'), await newKey('two')];
      publish(one);
      const keys = open();
      await jwtVerify(one.token, keys);
      answer = away;
      await expect(later(1, () => jwtVerify(two.token, keys))).rejects.not.toMatchObject({
        code: 'ERR_JWKS_NO_MATCHING_KEY',
      });
    },
  );

  it.each(AWAY)('that never were fetched are asked for once in five seconds while it %s', async (_what, away) => {
    const one = await newKey('one');
    answer = away;
    const keys = open();
    for (let requests = 0; requests < 5; requests += 1) await expect(jwtVerify(one.token, keys)).rejects.toThrow();
    expect([fetches, faults.length]).toEqual([1, 1]);
    publish(one);
    nowMs += 5_000;
    await expect(jwtVerify(one.token, keys)).resolves.toMatchObject({ protectedHeader: { kid: 'one' } });
  });

  it('that the issuer does not have are the fault of the token, and many of them make no further fetch', async () => {
    const [one, two] = [await newKey('one'), await newKey('two')];
    publish(one);
    const keys = open();
    await jwtVerify(one.token, keys);
    for (let requests = 0; requests < 5; requests += 1)
      await expect(jwtVerify(two.token, keys)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect([fetches, faults]).toEqual([1, []]);
  });

  it('that are new are fetched when the first token comes that names them', async () => {
    const [one, two] = [await newKey('one'), await newKey('two')];
    publish(one);
    const keys = open();
    await jwtVerify(one.token, keys);
    publish(one, two);
    await expect(later(1, () => jwtVerify(two.token, keys))).resolves.toMatchObject({
      protectedHeader: { kid: 'two' },
    });
  });

  it('under a known name, and others, are not taken', async () => {
    const [one, other] = [await newKey('one'), await newKey('one')];
    publish(one);
    await expect(jwtVerify(other.token, open())).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });
});
