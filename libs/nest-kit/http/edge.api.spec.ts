import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { incubationContext } from '../../../apps/incubation/src/incubation.context.ts';
import { TestApplication } from '../testing/test-application.ts';

const PATH = '/api/v1/incubation/incubators';
const JSON_TYPE = 'application/json';
/** A body whose text is these bytes between others. */
const named = (...bytes: number[]) =>
  Buffer.concat([Buffer.from('{"name":"Soci'), Buffer.from(bytes), Buffer.from('"}')]);

describe('the edge of an application', () => {
  let app: TestApplication;
  let listening: string;
  beforeAll(async () => {
    app = await TestApplication.start([incubationContext]);
    await app.application.listen(0, '127.0.0.1');
    listening = await app.application.getUrl();
  });
  afterAll(() => app.stop());

  const post = async (payload: Buffer | string, headers: Readonly<Record<string, string>> = {}) => {
    const authorization = `Bearer ${await app.token()}`;
    const answer = await app.application.inject({
      method: 'POST',
      url: PATH,
      payload,
      headers: { authorization, 'content-type': JSON_TYPE, ...headers },
    });
    expect(answer.headers['content-type']).toMatch(/^application\/(problem\+)?json/);
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };

  describe('takes a body as bytes of UTF-8 and as nothing else', () => {
    it.each([
      ['ISO 8859-1', [0xe9, 0x74, 0xe9]],
      ['a cut sequence', [0xc3]],
      ['an overlong form', [0xc0, 0xaf]],
      ['a surrogate pair of its own (CESU-8)', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
      ['a lone continuation', [0x80]],
      ['a form of five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
    ])('%s is 400', async (_what, bytes) => {
      expect(await post(named(...bytes))).toMatchObject({ status: 400, body: { code: 'API_MALFORMED' } });
    });

    it.each([
      [{ 'content-type': 'application/json; charset=iso-8859-1' }],
      [{ 'content-type': 'application/json;charset="utf-16le"' }],
      [{ 'content-type': 'text/plain' }],
      [{ 'content-type': 'application/x-www-form-urlencoded' }],
      [{ 'content-type': ';;' }],
      [{ 'content-encoding': 'gzip' }],
    ])('%j is 415', async (headers) => {
      const answer = await post('{"name":"A"}', headers);
      expect(answer).toMatchObject({ status: 415, body: { code: 'API_UNSUPPORTED_MEDIA_TYPE' } });
    });

    it.each([['application/json'], ['application/json; charset=UTF-8'], ['Application/JSON;charset="utf8"']])(
      '%s with a mark of byte order is taken',
      async (type) => {
        const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"name":"Société","site":"Lyon"}')]);
        expect((await post(body, { 'content-type': type })).status).toBe(201);
      },
    );
  });

  it.each([
    ['deep', `{"name":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['wide', `{"name":[${'[],'.repeat(330_000)}[]]}`],
    ['deep and wide', `{"name":${'['.repeat(1_500)}${'[],'.repeat(300_000)}[]${']'.repeat(1_500)}}`],
    ['full of numbers', `{"name":[${'1,'.repeat(400_000)}1]}`],
  ])('what is %s is 400 before anything walks it', async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { code: 'API_MALFORMED' } });
  });

  it('brackets in a text are text', async () => {
    expect((await post(JSON.stringify({ site: 'Lyon', name: `"${'['.repeat(200)}\\` }))).status).toBe(201);
  });

  it.each([
    [`${PATH}?limit=%ff`, 400, 'API_MALFORMED'],
    [`${PATH}?clusterId=%00`, 400, 'API_MALFORMED'],
    [`${PATH}?after=a%00b`, 400, 'API_MALFORMED'],
    [`${PATH}/%ff`, 400, 'API_MALFORMED'],
    [`${PATH}/%00`, 400, 'API_MALFORMED'],
    [`${PATH}/${'x'.repeat(500)}`, 414, 'API_URI_TOO_LONG'],
  ])('GET %s is %i', async (url, status, code) => {
    const authorization = `Bearer ${await app.token()}`;
    const answer = await app.application.inject({ method: 'GET', url, headers: { authorization } });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status, code });
  });

  it.each([
    ['DELETE', PATH, 'GET, HEAD, POST'],
    ['PUT', '/health/live', 'GET, HEAD'],
    ['GET', '/development/tokens', 'POST'],
  ] as const)('%s %s is 405, and Allow names what it takes', async (method, url, allow) => {
    const answer = await app.application.inject({ method, url });
    expect([answer.statusCode, String(answer.headers['allow']).split(', ').sort().join(', ')]).toEqual([405, allow]);
    expect(answer.json()).toMatchObject({ code: 'API_METHOD_NOT_ALLOWED' });
  });

  it.each([
    ['no HTTP at all', 'rubbish\r\n\r\n', 400, 'API_MALFORMED'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
      'API_MALFORMED',
    ],
    [
      '20 kB of header',
      `GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'API_HEADERS_TOO_LARGE',
    ],
  ])('%s is answered as a problem too', async (_what, text, status, code) => {
    const { port } = new URL(listening);
    const answer = await sent(Number(port), text);
    expect(answer).toContain(`HTTP/1.1 ${String(status)} `);
    expect(answer).toContain('application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code });
  });
});

async function sent(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.end(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString('utf8');
}
