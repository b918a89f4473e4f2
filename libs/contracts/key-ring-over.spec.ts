import { describe, expect, it } from '@jest/globals';
import { keyRingOver, type KeyRingSettings } from './key-ring-over.ts';

const KEY = Buffer.alloc(32, 7);
const PERSON = '018f2c5e-7a10-7000-8000-00000000a001';

/** A system that answers in turn, and writes down what it was asked. */
function answering(...answers: readonly (Response | Error)[]) {
  const asked: { readonly url: URL; readonly authorization: string | null; readonly redirect: unknown }[] = [];
  const fetch: KeyRingSettings['fetch'] = (input, init) => {
    const answer = answers[asked.length];
    const authorization = new Headers(init?.headers).get('authorization');
    asked.push({ url: new URL(input instanceof Request ? input.url : input), authorization, redirect: init?.redirect });
    return answer instanceof Response
      ? Promise.resolve(answer)
      : Promise.reject(answer ?? new Error('asked too often'));
  };
  return { asked, fetch };
}

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  Response.json(body, { status, headers });
const keys = (...items: readonly object[]) => json(200, { items });
const url = 'https://grappe.example';

describe('a key ring over the API', () => {
  it('has what the system answers: keys, destroyed ones, and unknown ones not at all', async () => {
    const found = { id: `${PERSON}/1`, key: KEY.toString('base64') };
    const { asked, fetch } = answering(keys(found, { id: 'a.b-1/2', destroyed: true }));
    const ring = keyRingOver({ url, token: 'secret', fetch });
    expect([...(await ring.resolve([`${PERSON}/1`, 'a.b-1/2', 'unknown/1']))]).toEqual([
      [`${PERSON}/1`, new Uint8Array(KEY)],
      ['a.b-1/2', 'destroyed'],
    ]);
    expect(asked).toEqual([
      {
        url: new URL(`${url}/api/v1/privacy/keys?ids=${encodeURIComponent(`${PERSON}/1,a.b-1/2,unknown/1`)}`),
        authorization: 'Bearer secret',
        redirect: 'error',
      },
    ]);
  });

  it.each([`${url}/grappe`, `${url}/grappe/`])('is asked below the address: %s', async (below) => {
    const { asked, fetch } = answering(keys());
    await keyRingOver({ url: below, token: 'secret', fetch }).resolve(['p/1']);
    expect(asked[0]?.url.pathname).toBe('/grappe/api/v1/privacy/keys');
  });

  it('asks for each id once, a hundred at a time, and for none not at all', async () => {
    const ids = Array.from({ length: 201 }, (_, index) => `p/${String(index + 1)}`);
    const { asked, fetch } = answering(keys(), keys({ id: 'p/150', destroyed: true }), keys());
    const ring = keyRingOver({ url, token: 'secret', fetch });
    expect([...(await ring.resolve([...ids, ...ids]))]).toEqual([['p/150', 'destroyed']]);
    const parts = asked.map((one) => one.url.searchParams.get('ids')?.split(',') ?? []);
    expect(parts.map(({ length }) => length)).toEqual([100, 100, 1]);
    expect(parts.flat()).toEqual(ids);
    expect((await ring.resolve([])).size).toBe(0);
    expect(asked).toHaveLength(3);
  });

  it('keeps nothing: a key that is destroyed meanwhile is destroyed at the next look', async () => {
    const { fetch } = answering(keys({ id: 'p/1', key: KEY.toString('base64') }), keys({ id: 'p/1', destroyed: true }));
    const ring = keyRingOver({ url, token: 'secret', fetch });
    const looks = [await ring.resolve(['p/1']), await ring.resolve(['p/1'])];
    expect(looks.map((look) => look.get('p/1'))).toEqual([new Uint8Array(KEY), 'destroyed']);
  });

  it('takes a token that is renewed', async () => {
    const { asked, fetch } = answering(keys(), keys());
    let count = 0;
    const ring = keyRingOver({ url, token: () => Promise.resolve(`token ${String((count += 1))}`), fetch });
    await ring.resolve(['p/1']);
    await ring.resolve(['p/1']);
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer token 1', 'Bearer token 2']);
  });

  it.each([
    [401, 'API_TOKEN_EXPIRED'],
    [403, 'API_FORBIDDEN'],
    [400, 'API_MALFORMED'],
  ])('is refused with %d', async (status, code) => {
    const { fetch } = answering(json(status, { code, detail: 'not you' }));
    await expect(keyRingOver({ url, token: 'secret', fetch }).resolve(['p/1'])).rejects.toMatchObject({
      ...{ name: 'KeysRefused', status, code },
      message: `the keys were refused with ${String(status)} ${code}: not you`,
    });
  });

  it.each<[string, Response | Error, object]>([
    [
      'busy',
      json(503, { code: 'API_STORE_UNAVAILABLE', title: 'Away.' }, { 'retry-after': '7' }),
      { status: 503, retryAfterSeconds: 7, message: expect.stringContaining('503 API_STORE_UNAVAILABLE: Away.') },
    ],
    ['too many', json(429, { code: 'API_TOO_MANY_REQUESTS' }), { status: 429, retryAfterSeconds: undefined }],
    [
      'broken',
      new Response('<html>', { status: 502 }),
      { status: 502, message: expect.stringContaining('502 unknown') },
    ],
    ['away', new TypeError('fetch failed'), { status: undefined, message: expect.stringContaining('fetch failed') }],
    ['another thing', json(200, { keys: [] }), { status: 200, message: expect.stringContaining('something else') }],
    ['a short key', keys({ id: 'p/1', key: 'AAAA' }), { status: 200 }],
    ['no JSON', new Response('hello'), { status: 200 }],
    ['moved', new Response('', { status: 302 }), { status: 302 }],
  ])('is unavailable where the system is %s', async (_what, answer, error) => {
    const { fetch } = answering(answer);
    const found = keyRingOver({ url, token: 'secret', fetch }).resolve(['p/1']);
    await expect(found).rejects.toMatchObject({ name: 'KeysUnavailable', ...error });
  });

  it('says nothing of the token in an error', async () => {
    const { fetch } = answering(new Error('no route'));
    const error: unknown = await keyRingOver({ url, token: 'secret', fetch })
      .resolve(['p/1'])
      .catch((reason: unknown) => reason);
    expect(String(error)).not.toContain('secret');
  });
});
