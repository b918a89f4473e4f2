import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  deadLettersText,
  discard,
  discardedText,
  listDeadLetters,
  logDeadLetters,
  retriedText,
  retry,
  stepsText,
} from '../src/commands/dead-letters.command.ts';
import type { CommandContext } from '../src/commands/console.ts';
import { Progress } from '../src/output/progress.ts';
import { Api } from '../src/system/api.ts';
import { differenceOf, parkedOf } from '../src/verify/verify.ts';

const error = { name: 'TypeError', message: 'no' };
const letter = (key: string) => ({
  projection: 'membership.clusters',
  key,
  position: 17,
  eventId: 'e',
  stream: 'membership.cluster-1',
  type: 'membership.ClusterFounded',
  error,
  attempts: 2,
  parkedAt: '2016-03-31T10:00:00.000Z',
  waiting: 3,
});
const step = (id: number, more: object = {}) => ({
  id,
  projection: 'membership.clusters',
  version: 1,
  key: 'a',
  action: 'parked' as const,
  position: 17,
  eventId: 'e',
  events: 1,
  at: '2016-03-31T10:00:00.000Z',
  ...more,
});
const failure = { position: 19, error, waiting: 1 };

const ACTOR = '018f6f0e-0000-7000-8000-000000000007';

describe('dead-letters', () => {
  let server: Server;
  let printed: string[];
  const asked: string[] = [];
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  /** A system of one process with these answers about dead letters, one after the other. */
  async function answering(...answers: readonly object[]): Promise<CommandContext> {
    const left = [...answers];
    printed = [];
    asked.length = 0;
    server = createServer((request, response) => {
      const known = request.url?.startsWith('/api/v1/admin/') === true;
      request.setEncoding('utf8').on('data', (body: string) => asked.push(body));
      if (known) asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      request.on('end', () => {
        response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify(known ? left.shift() : { code: 'API_NOT_FOUND' }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const say = (line: string): void => void printed.push(line);
    const api = new Api(url, new AbortController().signal, 'valid');
    const progress = new Progress({ isTerminal: false, write: say });
    return { api, progress, json: true, print: say, say };
  }

  it('list is every page, and 1 when anything is parked', async () => {
    const context = await answering({ items: [letter('a')], next: 'cursor' }, { items: [letter('b')] });
    expect(await listDeadLetters(context, {})).toBe(1);
    expect(JSON.parse(printed[0] ?? '')).toEqual({ items: [letter('a'), letter('b')] });
    expect(asked).toEqual([
      'GET /api/v1/admin/dead-letters?limit=500',
      'GET /api/v1/admin/dead-letters?limit=500&after=cursor',
    ]);
  });

  it('list of one read model is 0 when nothing is parked', async () => {
    const context = await answering({ items: [] });
    expect(await listDeadLetters(context, { projection: 'membership.clusters' })).toBe(0);
    expect(asked).toEqual(['GET /api/v1/admin/dead-letters?limit=500&projection=membership.clusters']);
  });

  it.each([
    [undefined, ''],
    ['a&b', '&key=a%26b'],
  ])('log of key %s is every page, and 0', async (key, asking) => {
    const context = await answering({ items: [step(1)], next: 'cursor' }, { items: [step(2)] });
    expect(await logDeadLetters(context, 'membership.clusters', { key })).toBe(0);
    expect(JSON.parse(printed[0] ?? '')).toEqual({ items: [step(1), step(2)] });
    const path = `/api/v1/admin/dead-letters/log?limit=500&projection=membership.clusters${asking}`;
    expect(asked).toEqual([`GET ${path}`, `GET ${path}&after=cursor`]);
  });

  it.each([
    [0, []],
    [1, [{ key: 'a', released: 0, parked: failure }]],
  ])('retry is %i with %j still parked', async (verdict, parked) => {
    const result = { keys: 2, released: 5, stillParked: parked.length, parked };
    const context = await answering({ kind: 'result', of: 'membership.clusters', result });
    expect(await retry(context, 'membership.clusters', { key: 'a' })).toBe(verdict);
    expect(asked).toEqual([
      'POST /api/v1/admin/dead-letters/retry',
      JSON.stringify({ projection: 'membership.clusters', key: 'a' }),
    ]);
    expect(JSON.parse(printed[0] ?? '')).toEqual({ projection: 'membership.clusters', ...result });
  });

  it.each([
    [0, { key: 'a', released: 2 }],
    [1, { key: 'a', released: 0, parked: failure }],
  ])('discard is %i after %j', async (verdict, release) => {
    const context = await answering(release);
    const reason = 'entered twice';
    expect(await discard(context, 'membership.clusters', 'a', '17', { reason })).toBe(verdict);
    const asking = { projection: 'membership.clusters', key: 'a', position: 17, reason };
    expect(asked[1]).toBe(JSON.stringify(asking));
  });
});

describe('what a person reads of dead letters', () => {
  it('list is a table', () => {
    expect(deadLettersText([letter('a')]).split('\n')).toEqual([
      'read model           key  position  event                      behind  retries  error',
      'membership.clusters  a    17        membership.ClusterFounded  3       2        TypeError: no',
    ]);
    expect(deadLettersText([])).toBe('nothing is parked');
  });

  it('log is a table', () => {
    const left = step(2, { action: 'discarded', actor: ACTOR, subject: 'alice', reason: 'entered twice' });
    const freed = step(3, { action: 'released', position: 19, events: 4, actor: 'rebuild' });
    expect(stepsText([step(1, { error }), left, freed]).split('\n')).toEqual([
      'at                        key  what       position  events  by              why',
      '2016-03-31T10:00:00.000Z  a    parked     17        1       the read model  TypeError: no',
      '2016-03-31T10:00:00.000Z  a    discarded  17        1       alice           entered twice',
      '2016-03-31T10:00:00.000Z  a    released   19        4       rebuild',
    ]);
    expect(stepsText([])).toBe('nothing was ever parked');
  });

  it('retry says what is free and what is not', () => {
    expect(retriedText('a.b', { keys: 1, released: 4, stillParked: 0, parked: [] })).toBe(
      'a.b: 1 key tried, 4 events applied; nothing is parked any more of these',
    );
    const parked = [{ key: 'k', released: 0, parked: failure }];
    expect(retriedText('a.b', { keys: 9, released: 1, stillParked: 3, parked }).split('\n')).toEqual([
      'a.b: 9 keys tried, 1 event applied; 3 keys STILL PARKED',
      '  k at position 19, 1 behind it: TypeError: no',
      'and 2 more',
    ]);
  });

  it('discard says what it went on with', () => {
    expect(discardedText('a.b', 17, { key: 'k', released: 1 })).toBe(
      'a.b: k goes on without position 17, 1 event behind it applied',
    );
    expect(discardedText('a.b', 17, { key: 'k', released: 0, parked: failure })).toMatch(/STILL PARKED\n {2}k at/);
  });
});

describe('verify of a read model with parked keys', () => {
  const rebuilt = (same: boolean, keys: number) => ({
    point: { position: 9, events: 9 },
    digest: { documents: 2, sha256: 'aa' },
    comparison: {
      same,
      live: { documents: 2, sha256: 'bb' },
      differingKeys: same ? [] : ['x'],
      parked: { keys, first: ['k'].slice(0, keys) },
    },
    switched: false,
    resumedFrom: 0,
  });

  it.each([
    [true, 0, undefined, undefined],
    [true, 1, undefined, 'parked'],
    [false, 1, 'read-model', 'parked'],
    [false, 0, 'read-model', undefined],
  ])('same %s with %i parked: %s, %s', (same, keys, difference, parked) => {
    expect(differenceOf('a.b', rebuilt(same, keys))?.check).toBe(difference);
    const problem = parkedOf('a.b', rebuilt(same, keys));
    expect(problem?.check).toBe(parked);
    if (problem !== undefined) expect(problem.message).toContain('a.b has 1 key (k) parked');
  });
});
