import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { incubationContext } from '../../../apps/incubation/src/incubation.context.ts';
import { TestApplication } from '../testing/test-application.ts';

describe('a caller who is refused', () => {
  const lines: string[] = [];
  let app: TestApplication;
  beforeAll(async () => {
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
    app = await TestApplication.start([incubationContext], {}, { log });
  });
  beforeEach(() => {
    lines.length = 0;
  });
  afterAll(() => app.stop());

  const COMMAND = 'incubation/incubators';
  const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });
  const ask: readonly (readonly [string, () => Promise<unknown>, object])[] = [
    [
      'without a token',
      () => app.post(COMMAND, {}, { headers: { authorization: '' } }),
      { code: 'API_UNAUTHENTICATED' },
    ],
    [
      'with a token that is none',
      () => app.post(COMMAND, {}, bearer('secret.secret.secret')),
      { code: 'API_UNAUTHENTICATED', detail: expect.any(String) },
    ],
    [
      'with one that has expired',
      async () => app.post(COMMAND, {}, bearer(await app.token('admin', [], -60))),
      { code: 'API_TOKEN_EXPIRED', found: expect.stringContaining('expired at') },
    ],
    [
      'in a role that may not',
      () => app.post(COMMAND, { name: 'A', site: 'B' }, { as: 'auditor' }),
      { code: 'API_FORBIDDEN', found: ['auditor'], required: expect.arrayContaining(['admin']) },
    ],
    [
      'under a foreign name of this machine',
      () => app.post('/development/tokens', {}, { headers: { host: 'evil.example' } }),
      { code: 'API_FORBIDDEN', found: 'Host: evil.example' },
    ],
    [
      'who scrapes from elsewhere',
      () => app.application.inject({ url: '/metrics', remoteAddress: '203.0.113.7' }),
      { code: 'API_FORBIDDEN', required: expect.stringContaining('METRICS_TOKEN') },
    ],
  ];

  it.each(ask)('%s is logged in one line, with the reason and without the token', async (_who, send, reason) => {
    await send();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      ...reason,
      method: expect.any(String),
      path: expect.stringMatching(/^\/[^?]*$/),
    });
    expect(lines[0]).not.toMatch(/secret|eyJ|stack|at .*\.ts/);
  });

  it('for another reason, or not at all, is not', async () => {
    expect((await app.get('/nothing')).status).toBe(404);
    expect((await app.post(COMMAND, { name: 7 })).status).toBe(400);
    expect((await app.post(COMMAND, { name: 'A', site: 'B' })).status).toBe(201);
    expect(lines.filter((line) => line.includes('API_'))).toEqual([]);
  });
});
