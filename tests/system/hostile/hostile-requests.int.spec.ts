import { request, Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { Api } from '../support/api.ts';
import { Random } from '../support/random.ts';
import { runPlatform, type RunningPlatform } from '../support/running-platform.ts';
import { Values, type Schema } from './hostile-values.ts';

/** `REQUESTS=20000 npm test -- hostile-requests` tries more of them. */
const REQUESTS = Number(process.env['REQUESTS'] ?? 3_000);
const TIMEOUT_MS = 600_000;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Target extends Operation {
  readonly method: string;
  readonly path: string;
}

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

/** Work over everything that is stored: tried, and seldom. */
const LONG = /rebuilds|replays|stream-folds|reconciliations/;

describe('a platform to which anybody sends anything', () => {
  const seed = propertySeed();
  const random = new Random(seed);
  const agent = new Agent({ keepAlive: true });
  const ids = Array.from({ length: 4 }, (_, at) => derivedId('hostile', 'thing', String(at)));
  const statuses = new Map<number, number>();
  const failures: object[] = [];
  let slowest = { ms: 0, of: '' };
  let running: RunningPlatform;
  let api: Api;

  beforeAll(async () => {
    running = await runPlatform();
    api = await Api.connect(running.platform.url, 'somebody');
    const document = (await (await fetch(`${running.platform.url}/openapi.json`)).json()) as Document;
    const targets = targetsOf(document);
    const values = new Values(random, document.components.schemas, ids);
    for (let count = 0; count < REQUESTS; count += 1) await attempt(targets, values);
    const counted = [...statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, times]) => `${String(times)} × ${String(status)}`);
    process.stderr.write(`${String(REQUESTS)} hostile requests, seed ${String(seed)}: ${counted.join(', ')}; `);
    process.stderr.write(`the slowest took ${slowest.ms.toFixed(0)} ms (${slowest.of})\n`);
  }, TIMEOUT_MS);
  afterAll(async () => {
    agent.destroy();
    await running.stop();
  });

  async function attempt(targets: readonly Target[], values: Values): Promise<void> {
    const target = random.oneOf(targets);
    if (target === undefined || (LONG.test(target.path) && random.below(20) > 0)) return;
    const sent = requestFor(target, values);
    const began = performance.now();
    const status = await send(sent);
    const ms = performance.now() - began;
    if (ms > slowest.ms) slowest = { ms, of: target.operationId };
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status >= 500) failures.push({ ...sent, body: sent.body?.toString('utf8').slice(0, 2_000), status });
  }

  function requestFor({ method, path, parameters = [], requestBody }: Target, values: Values): Sent {
    const hostile = random.below(3) > 0;
    const text = (schema: Schema): string =>
      hostile && random.below(4) === 0 ? values.hostileText() : String(values.of(schema, { replaced: false }));
    const chosen = parameters.filter(
      ({ in: place, required }) => place === 'path' || required === true || random.below(3) === 0,
    );
    const of = (place: Parameter['in']) => chosen.filter((parameter) => parameter.in === place);
    const filled = of('path').reduce((url, { name, schema }) => url.replace(`{${name}}`, encoded(text(schema))), path);
    const query = of('query').map(({ name, schema }) => `${name}=${encoded(text(schema))}`);
    const headers = of('header').map(({ name, schema }) => [name, headerText(text(schema))] as const);
    const schema = requestBody?.content['application/json']?.schema;
    return {
      method,
      url: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
      headers: {
        ...Object.fromEntries(headers),
        authorization: `Bearer ${api.token}`,
        'content-type': 'application/json',
      },
      body: schema === undefined ? undefined : bodyOf(values.of(schema, { replaced: hostile })),
    };
  }

  /** JSON, and once in a while its bytes cut, turned or nested. */
  function bodyOf(value: unknown): Buffer {
    const bytes = Buffer.from(JSON.stringify({ value }).slice('{"value":'.length, -1));
    const harm = random.below(40);
    if (harm === 0) return bytes.subarray(0, random.below(bytes.length + 1));
    if (harm === 1 && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
    if (harm === 2) return Buffer.from(`${'['.repeat(3_000)}${']'.repeat(3_000)}`);
    return bytes;
  }

  async function send({ method, url, headers, body }: Sent): Promise<number> {
    return await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(running.platform.url);
      const sending = request({ agent, hostname, port, method, path: url, headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      });
      sending.once('error', reject);
      sending.end(body);
    });
  }

  it('answers each of them, and none with a fault of its own', () => {
    expect(failures).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404, 409]));
  });

  it(
    'has taken what it accepted: every read model and process manager stands at the head',
    async () => {
      await running.platform.runtime.untilSettled();
      const health = await running.platform.runtime.health();
      expect(health.consumers.filter(({ healthy }) => !healthy)).toEqual([]);
      expect(health.ready).toBe(true);
    },
    TIMEOUT_MS,
  );
});

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

function targetsOf({ paths }: Document): readonly Target[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** Percent-encoded, also where it is no text (half a surrogate pair). */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, 3_000);
}

/** What Node sends as a header at all. */
function headerText(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 300);
}
