import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../testing/test-application.ts';

const TOKEN = 'a-token-of-sixteen-characters-or-more';
const ELSEWHERE = '203.0.113.7';

describe('who may scrape /metrics', () => {
  let open: TestApplication;
  let closed: TestApplication;
  beforeAll(async () => {
    open = await TestApplication.start([], { METRICS_TOKEN: TOKEN });
    closed = await TestApplication.start([]);
  });
  afterAll(async () => {
    await open.stop();
    await closed.stop();
  });

  async function statusOf(
    application: TestApplication,
    remoteAddress: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const request = { method: 'GET', url: '/metrics', remoteAddress, headers } as const;
    return (await application.application.inject(request)).statusCode;
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('this machine may: %s', async (address) => {
    expect(await statusOf(closed, address)).toBe(200);
    expect(await statusOf(open, address)).toBe(200);
  });

  it.each([ELSEWHERE, '10.0.0.1', '128.0.0.1', '::ffff:10.0.0.1'])('another may not: %s', async (address) => {
    expect(await statusOf(closed, address)).toBe(403);
    expect(await statusOf(closed, address, bearer(''))).toBe(403);
  });

  it('another may who shows the token, and nobody with a part of it or more', async () => {
    expect(await statusOf(open, ELSEWHERE, bearer(TOKEN))).toBe(200);
    for (const wrong of ['', TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase()])
      expect(await statusOf(open, ELSEWHERE, bearer(wrong))).toBe(403);
    expect(await statusOf(closed, ELSEWHERE, bearer(TOKEN))).toBe(403);
  });

  it('a proxy on this machine is no way round', async () => {
    expect(await statusOf(open, '127.0.0.1', { 'x-forwarded-for': ELSEWHERE })).toBe(403);
    expect(await statusOf(open, '127.0.0.1', { 'x-forwarded-for': ELSEWHERE, ...bearer(TOKEN) })).toBe(200);
  });

  it('is not kept by anybody, and stands in no document', async () => {
    const answer = await open.application.inject('/metrics');
    expect(answer.headers['cache-control']).toBe('no-store');
    const { body } = await open.get('/openapi.json');
    expect(Object.keys(body['paths'] as object)).not.toContain('/metrics');
  });
});
