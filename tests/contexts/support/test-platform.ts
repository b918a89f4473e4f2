import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryResult } from 'pg';
import { pino } from 'pino';
import type { Role } from '#libs/commands';
import { readConfig } from '#libs/hosting';
import type { RecordedEvent } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { connectPool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { startPlatform, type Platform } from '../../../apps/platform/src/platform.ts';
import { requireListed } from '../../support/require-listed.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly etag?: string | undefined;
}

export interface Asking {
  readonly as?: Role | undefined;
  /** The clusters for which an operator acts. */
  readonly clusters?: readonly string[] | undefined;
  readonly accept?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Of every test platform, because databases are copied and given from one to another. */
const TEST_KEK = join(import.meta.dirname, 'test.kek');

/** The whole platform over a real PostgreSQL, called over HTTP, with a clock that the test sets. */
export class TestPlatform {
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly platform: Platform,
    readonly database: TestDatabase,
    readonly clock: ManualClock,
    private readonly folder: string,
  ) {}

  static async start(
    database?: TestDatabase,
    clock = new ManualClock('2022-03-31T10:00:00.000Z'),
  ): Promise<TestPlatform> {
    const own = database ?? (await createTestDatabase());
    const folder = await mkdtemp(join(tmpdir(), 'grappe-contexts-'));
    const config = readConfig({
      AUTH: 'development',
      NODE_ENV: 'test',
      PORT: '0',
      DATABASE_URL: own.url,
      DATA_FOLDER: folder,
      KEK_FILE: TEST_KEK,
      RATE_LIMIT_PER_SECOND: '100000',
    });
    const platform = await startPlatform({ config, clock, log: pino({ level: 'silent' }) });
    return new TestPlatform(platform, own, clock, folder);
  }

  /** Ends the platform and leaves its database. */
  async halt(): Promise<void> {
    await this.platform.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    await this.halt();
    await this.database.drop();
  }

  async get(path: string, asking: Asking = {}): Promise<Answer> {
    return await this.#send(path, asking, { method: 'GET' });
  }

  async post(path: string, body: object, asking: Asking = {}): Promise<Answer> {
    return await this.#send(path, asking, { method: 'POST', body: JSON.stringify(body) });
  }

  /** As `post`, for what has to be accepted. @throws when it is not */
  async sendAccepted(path: string, body: object, asking: Asking = {}): Promise<Answer> {
    const answer = await this.post(path, body, asking);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer;
  }

  /** Accepted commands without an order among them, so many at a time that a group commit is full. */
  async acceptedAll(commands: readonly (readonly [path: string, body: object])[]): Promise<void> {
    const atOnce = 40;
    for (let start = 0; start < commands.length; start += atOnce)
      await Promise.all(commands.slice(start, start + atOnce).map(([path, body]) => this.sendAccepted(path, body)));
  }

  /** Resolves once every read model and every process manager has seen all that is recorded. */
  async untilSettled(): Promise<void> {
    await this.platform.runtime.untilSettled();
  }

  /** The ledger, or what of it is of these types, once everything that is recorded has its position. */
  async events(...types: readonly string[]): Promise<readonly RecordedEvent[]> {
    await this.untilSettled();
    const found: RecordedEvent[] = [];
    const filter = types.length === 0 ? {} : { filter: { types } };
    for await (const page of this.platform.runtime.store.readAll(0n, filter)) found.push(...page.events);
    return found;
  }

  /** Every item of a query that is answered page by page. */
  async all(path: string, limit: number, asking: Asking = {}): Promise<readonly Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    const join = path.includes('?') ? '&' : '?';
    for (let after: unknown = '', first = true; first || after !== undefined; first = false) {
      const cursor: string = first ? '' : `&after=${String(after)}`;
      const { body } = await this.get(`${path}${join}limit=${String(limit)}${cursor}`, asking);
      items.push(...(body['items'] as readonly Record<string, unknown>[]));
      after = body['next'];
    }
    return items;
  }

  /** Asks the database itself. */
  async sql(text: string): Promise<QueryResult> {
    const pool = connectPool(this.database.url, { max: 1 });
    try {
      return await pool.query(text);
    } finally {
      await pool.end();
    }
  }

  /** The names of the read models that are not what a fresh rebuild of them would be. */
  async modelsThatDiffer(): Promise<readonly string[]> {
    const { admin } = this.platform.runtime;
    const differing: string[] = [];
    for (const name of admin.readModelNames) {
      let last: object = {};
      for await (const line of admin.rebuild(name, false, AbortSignal.timeout(60_000)))
        if (line.kind !== 'progress') last = line;
      const { result } = last as { readonly result?: { readonly comparison?: { readonly same: boolean } } };
      if (result?.comparison?.same !== true) differing.push(`${name}: ${JSON.stringify(last)}`);
    }
    return differing;
  }

  async #send(
    path: string,
    { as = 'admin', clusters = [], accept, headers }: Asking,
    init: RequestInit,
  ): Promise<Answer> {
    const response = await fetch(
      path.startsWith('/') ? `${this.platform.url}${path}` : `${this.platform.url}/api/v1/${path}`,
      {
        ...init,
        headers: {
          authorization: `Bearer ${await this.#token(as, clusters)}`,
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(accept === undefined ? {} : { accept }),
          ...headers,
        },
      },
    );
    const [text, type] = [await response.text(), response.headers.get('content-type') ?? ''];
    const body = type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : {};
    requireListed(body);
    return { status: response.status, type, body, text, etag: response.headers.get('etag') ?? undefined };
  }

  async #token(role: Role, clusters: readonly string[]): Promise<string> {
    const key = [role, ...clusters].join(' ');
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const claims = { sub: `test-${role}`, roles: [role], clusters: [...clusters] };
    const token = await this.platform.authentication.developmentIssuer?.issue(claims);
    if (token === undefined) throw new Error('a test needs the development issuer');
    this.#tokens.set(key, token);
    return token;
  }
}
