import { requireListed } from '../../support/require-listed.ts';

/** An HTTP answer of the platform, its body parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The platform's public API with a token of its development issuer; failures are answers here, not errors. */
export class Api {
  private constructor(
    readonly url: string,
    readonly token: string,
    /** Where a path under `/api/v1/` is answered, where several processes share the work. */
    private readonly urlOf: (path: string) => string = () => url,
  ) {}

  static async connect(
    url: string,
    subject: string,
    lifetimeSeconds = 3_600,
    claims: object = { roles: ['admin', 'auditor'] },
  ): Promise<Api> {
    const response = await fetch(`${url}/development/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sub: subject, lifetimeSeconds, ...claims }),
    });
    const { token } = (await response.json()) as { readonly token: string };
    return new Api(url, token);
  }

  /** The same caller at another process that takes the same tokens. */
  at(url: string): Api {
    return new Api(url, this.token);
  }

  /** The same caller, each path to the process that answers it. */
  routed(urlOf: (path: string) => string): Api {
    return new Api(this.url, this.token, urlOf);
  }

  async post(path: string, body: object | string, { headers = {} }: Call = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return await this.#send(path, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async get(path: string, { headers = {} }: Call = {}): Promise<Answer> {
    return await this.#send(path, { headers });
  }

  /** Long work: the lines of its answer. */
  async lines(path: string, body: object): Promise<readonly Record<string, unknown>[]> {
    const response = await fetch(this.#at(path), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async #send(path: string, init: RequestInit): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, ...(init.headers as Record<string, string>) };
    const response = await fetch(this.#at(path), { ...init, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : { text };
    requireListed(body);
    return { status: response.status, headers: response.headers, body };
  }

  #at(path: string): string {
    return path.startsWith('/') ? `${this.url}${path}` : `${this.urlOf(path)}/api/v1/${path}`;
  }
}
