import { afterEach, describe, expect, it } from '@jest/globals';
import { exitCodeOf, messageOf } from '../src/failures.ts';
import { Api } from '../src/system/api.ts';
import { longWork } from '../src/system/services.ts';
import { withSystem } from '../src/system/system.ts';
import { startScriptedSystem, type Script, type ScriptedSystem } from './scripted-system.ts';

let system: ScriptedSystem | undefined;
afterEach(async () => {
  await system?.close();
  system = undefined;
});

const never = new AbortController().signal;

async function apiOf(script: Partial<Script>, given?: string, signal = never): Promise<Api> {
  system = await startScriptedSystem({ rows: [], ...script });
  return new Api(system.url, signal, given);
}

async function failureOf(work: Promise<unknown>): Promise<{ readonly code: number; readonly message: string }> {
  return await work.then(
    () => ({ code: 0, message: 'no failure' }),
    (error: unknown) => ({ code: exitCodeOf(error), message: messageOf(error) }),
  );
}

const CONSUMERS = '/api/v1/admin/consumers';

describe('the token', () => {
  it('is asked of the development issuer once', async () => {
    const api = await apiOf({});
    await api.get(CONSUMERS);
    await api.get(CONSUMERS);
    expect(system!.asked).toEqual(['POST /development/tokens', `GET ${CONSUMERS}`, `GET ${CONSUMERS}`]);
  });

  it('that was given is used', async () => {
    const api = await apiOf({}, 'valid');
    await api.get(CONSUMERS);
    expect(system!.asked).toEqual([`GET ${CONSUMERS}`]);
  });

  it('that has expired in the middle is replaced, and the request made again', async () => {
    const api = await apiOf({ tokens: ['expired', 'valid'] });
    expect(await api.get(CONSUMERS)).toMatchObject({ ready: true });
    expect(system!.asked).toHaveLength(4);
  });

  it('that is refused again is a refusal', async () => {
    const api = await apiOf({}, 'wrong');
    expect(await failureOf(api.get(CONSUMERS))).toEqual({
      code: 2,
      message: `GET ${CONSUMERS} was answered with 401: API_TOKEN_EXPIRED`,
    });
  });

  it.each([
    ['refuses', [404, '{"code":"API_NOT_FOUND"}']],
    ['answers something else', [200, '<html>']],
  ] as const)('where the issuer %s has to be given', async (_what, refusal) => {
    const api = await apiOf({ refuses: { '/development/tokens': refusal } });
    const { code, message } = await failureOf(api.get(CONSUMERS));
    expect(code).toBe(2);
    expect(message).toContain('set GRAPPE_TOKEN to a bearer token with the roles admin and auditor');
  });
});

describe('an answer that is not what was asked for', () => {
  const malformed = JSON.stringify({
    code: 'API_MALFORMED',
    title: 'The request does not have the required form.',
    errors: [{ path: '/until', message: 'a position' }],
  });
  const unknown = JSON.stringify({ code: 'API_NOT_FOUND', title: 'Nothing.', found: 'x', required: ['a', 'b'] });
  it.each([
    [400, malformed, 2, 'API_MALFORMED: The request does not have the required form.; /until: a position'],
    [403, '{"code":"API_FORBIDDEN","detail":"no right"}', 2, 'API_FORBIDDEN: no right'],
    [404, unknown, 2, 'API_NOT_FOUND: Nothing.; found "x"; required ["a","b"]'],
    [500, '{"code":"API_INTERNAL","title":"Ours."}', 1, 'API_INTERNAL: Ours.'],
    [502, '<html>bad gateway</html>', 1, '<html>bad gateway</html>'],
    [503, '"later"', 1, '"later"'],
  ])('%d: %s', async (status, body, code, explained) => {
    const api = await apiOf({ refuses: { [CONSUMERS]: [status, body] } });
    const message = `GET ${CONSUMERS} was answered with ${String(status)}: ${explained}`;
    expect(await failureOf(api.get(CONSUMERS))).toEqual({ code, message });
  });
});

describe('a system that does not answer', () => {
  it('is named, and is wrong use', async () => {
    const api = await apiOf({}, 'valid');
    await system!.close();
    const { code, message } = await failureOf(api.get(CONSUMERS));
    expect(code).toBe(2);
    expect(message).toBe(`the system at ${system!.url} cannot be reached, or stopped answering (ECONNREFUSED)`);
    system = undefined;
  });

  it('is not confused with an interruption', async () => {
    const interruption = new AbortController();
    const api = await apiOf({}, 'valid', interruption.signal);
    interruption.abort();
    expect(await failureOf(api.get(CONSUMERS))).toEqual({ code: 130, message: 'interrupted' });
  });
});

describe('long work', () => {
  const FOLDS = '/api/v1/admin/stream-folds';
  const work = async (folds: readonly object[]) => {
    const api = await apiOf({ folds });
    const shown: unknown[] = [];
    const result = await longWork(api, FOLDS, {}, (progress) => shown.push(progress));
    return { result, shown };
  };

  it('tells its progress and gives its result', async () => {
    const lines = [
      { kind: 'progress', progress: 1 },
      { kind: 'progress', progress: 2 },
      { kind: 'result', result: { a: 1 } },
    ];
    expect(await work(lines)).toEqual({ result: { a: 1 }, shown: [1, 2] });
  });

  it.each([
    [
      'failed',
      [
        { kind: 'progress', progress: 1 },
        { kind: 'failure', message: 'no' },
      ],
      'no',
    ],
    ['was cut short', [{ kind: 'progress', progress: 1 }], `${FOLDS} ended without a result`],
    ['said nothing', [], `${FOLDS} ended without a result`],
  ])('that %s is something wrong', async (_what, lines, message) => {
    expect(await failureOf(work(lines))).toEqual({ code: 1, message });
  });
});

describe('finding the system', () => {
  const find = (where: { url?: string; data?: string }, environment: Readonly<Record<string, string>> = {}) =>
    withSystem(where, { environment, signal: never, say: () => undefined }, (api) => Promise.resolve(api.url));

  it.each([
    ['http://one:1', {}, 'http://one:1'],
    ['https://one/grappe///', {}, 'https://one/grappe'],
    ['http://one:1', { GRAPPE_URL: 'http://two:2' }, 'http://one:1'],
    [undefined, { GRAPPE_URL: 'http://two:2' }, 'http://two:2'],
  ] as const)('%s and %j give %s', async (url, environment, expected) => {
    expect(await find(url === undefined ? {} : { url }, environment)).toBe(expected);
  });

  it.each(['here', 'ftp://here', '', 'localhost:8080'])('takes no "%s" for an address', async (url) => {
    expect(await failureOf(find({ url }))).toEqual({ code: 2, message: `not an http or https URL: ${url}` });
  });

  it('says where it looked when there is nothing', async () => {
    const { code, message } = await failureOf(find({ data: '/nowhere/at/all' }, { GRAPPE_URL: '' }));
    expect(code).toBe(2);
    expect(message).toMatch(/^no platform runs, and there is no data in \/nowhere\/at\/all: /);
  });
});
