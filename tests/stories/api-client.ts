import { setTimeout as delay } from 'node:timers/promises';
import type { Uuid } from '#libs/kernel';

const [BEHIND_MS, PATIENCE_MS] = [500, 120_000];

/** What a command of the API answers with. */
export interface CommandAnswer {
  readonly id: Uuid;
  readonly revision: number | null;
  readonly events: readonly { readonly type: string; readonly id: Uuid }[];
  readonly readToken: string;
}

/** The API refused or failed; the problem document says why. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    readonly problem: Readonly<Record<string, unknown>>,
    request: string,
  ) {
    super(`${request}: ${String(status)} ${JSON.stringify(problem)}`);
  }
}

/** The public HTTP API, as anybody would call it. */
export class ApiClient {
  /** Of the last accepted command: queries wait for it. */
  #readToken: string | undefined;

  constructor(
    readonly baseUrl: string,
    readonly token: string,
  ) {}

  /** A token of the development issuer. */
  static async withDevelopmentToken(
    baseUrl: string,
    roles: readonly string[],
    sub = `story-${roles.join('-')}`,
  ): Promise<ApiClient> {
    const response = await fetch(`${baseUrl}/development/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sub, roles }),
    });
    const { token } = (await response.json()) as { readonly token: string };
    return new ApiClient(baseUrl, token);
  }

  /** A command, under an idempotency key: played again it takes no second effect. @throws ApiProblem */
  async post(path: string, body: object, idempotencyKey: string): Promise<CommandAnswer> {
    const answer = (await this.send('POST', path, {
      headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: JSON.stringify(body),
    })) as CommandAnswer;
    if (answer.events.length > 0) this.#readToken = answer.readToken;
    return answer;
  }

  /** A query that sees every command this client was answered. @throws ApiProblem */
  async get<T>(path: string): Promise<T> {
    const url =
      this.#readToken === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}readToken=${this.#readToken}`;
    return (await this.send('GET', url, {})) as T;
  }

  /** A question that is put in a body; nothing is recorded. @throws ApiProblem */
  async ask<T>(path: string, body: object): Promise<T> {
    const url = this.#readToken === undefined ? path : `${path}?readToken=${this.#readToken}`;
    const headers = { 'content-type': 'application/json' };
    return (await this.send('POST', url, { headers, body: JSON.stringify(body) })) as T;
  }

  /** A query whose answer is text, a drawing for instance. @throws ApiProblem */
  async getText(path: string, accept: string): Promise<string> {
    const response = await fetch(`${this.baseUrl}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${this.token}`, accept },
    });
    if (!response.ok) throw new ApiProblem(response.status, { body: await response.text() }, `GET ${path}`);
    return await response.text();
  }

  /** The path of the admin routes of the service that runs a context. @throws ApiProblem, TypeError when none runs it */
  async adminPathOf(context: string): Promise<string> {
    const { items } = await this.get<{
      readonly items: readonly { readonly contexts: readonly string[]; readonly admin: string }[];
    }>('services');
    const found = items.find(({ contexts }) => contexts.includes(context));
    if (found === undefined) throw new TypeError(`nobody runs ${context}`);
    return found.admin.replace('/api/v1/', '');
  }

  /** The lines that long work answers with (`application/x-ndjson`). @throws ApiProblem */
  async lines(path: string, body: object): Promise<readonly { readonly kind: string; readonly result?: unknown }[]> {
    const response = await fetch(`${this.baseUrl}/api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiProblem(response.status, { body: text }, `POST ${path}`);
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { kind: string; result?: unknown });
  }

  private async send(method: string, path: string, init: RequestInit): Promise<unknown> {
    const headers = { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${this.token}` };
    for (let waited = 0; ; waited += BEHIND_MS) {
      const response = await fetch(`${this.baseUrl}/api/v1/${path}`, { ...init, method, headers });
      const json = (await response.json()) as Readonly<Record<string, unknown>>;
      if (response.ok) return json;
      // A slow machine takes longer than the API waits; a command has its idempotency key, so that sending it again does nothing twice.
      const isBehind = json['code'] === 'API_READ_MODEL_BEHIND' && waited < PATIENCE_MS;
      if (!isBehind) throw new ApiProblem(response.status, json, `${method} ${path}`);
      await delay(BEHIND_MS);
    }
  }
}
