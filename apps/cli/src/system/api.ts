import { z } from 'zod';
import { ApiProblem, memberOf, WrongUse, type ProblemDocument } from '../failures.ts';

interface Request {
  readonly path: string;
  readonly accept: string;
  /** Makes it a POST. */
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** By which it is ended. Default: that of the API. */
  readonly signal?: AbortSignal | undefined;
}

/** The parameters of a query string, in this order. */
export type Query = Readonly<Record<string, string | undefined>>;

const CLAIMS = { sub: 'command-line', roles: ['admin', 'auditor'] };
const issuedSchema = z.object({ token: z.string() });

/** The public HTTP API of a running system. Everything it does can be ended by the signal. */
export class Api {
  #token: Promise<string> | undefined;

  /** @param givenToken a bearer token; without one the development issuer of the system gives one */
  constructor(
    readonly url: string,
    readonly signal: AbortSignal,
    private readonly givenToken?: string,
  ) {}

  /** @throws ApiProblem, WrongUse when nobody answers */
  async get(path: string, query?: Query): Promise<unknown> {
    return await this.exchange({ path: withQuery(path, query), accept: 'application/json' });
  }

  /** A drawing or another text. @throws as `get` */
  async getText(path: string, query: Query, accept: string): Promise<string> {
    const response = await this.send({ path: withQuery(path, query), accept });
    return await this.requireAnswer(() => response.text());
  }

  /** Sends a command; what it answers is parsed. @throws as `get` */
  async command(path: string, query: Query, body: object): Promise<unknown> {
    return await this.exchange({ path: withQuery(path, query), accept: 'application/json', body });
  }

  /** The bytes of an answer as they come; it may be as long as it wants. @throws as `get`, WrongUse where it is of another type */
  async *getBytes(
    path: string,
    query: Query,
    { accept, ...more }: Readonly<Record<string, string>> & { readonly accept: string },
  ): AsyncGenerator<Uint8Array, void> {
    const response = await this.send({ path: withQuery(path, query), accept, headers: more });
    const { body } = response;
    if (body === null) return;
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith(accept)) {
      await body.cancel();
      throw new WrongUse(`${path} is not given as ${accept}, but as ${type}`);
    }
    const chunks = body[Symbol.asyncIterator]();
    for (;;) {
      const chunk = await this.requireAnswer(() => chunks.next());
      if (chunk.done === true) return;
      yield chunk.value;
    }
  }

  /** Asks for work and gives the lines of its answer as they come. @throws as `get` */
  async *post(path: string, body: object): AsyncGenerator<unknown, void> {
    const { body: stream } = await this.send({ path, accept: 'application/x-ndjson', body });
    if (stream === null) return;
    const lines = jsonLines(stream);
    for (;;) {
      const line = await this.requireAnswer(() => lines.next());
      if (line.done === true) return;
      yield line.value;
    }
  }

  /** A request with a short answer. It lets go of the signal: thousands of them would stay with it until memory is cleared. */
  private async exchange(request: Request): Promise<unknown> {
    this.signal.throwIfAborted();
    const own = new AbortController();
    const end = (): void => {
      own.abort(this.signal.reason);
    };
    this.signal.addEventListener('abort', end, { once: true });
    try {
      const response = await this.send({ ...request, signal: own.signal });
      return await this.requireAnswer(() => response.json());
    } finally {
      this.signal.removeEventListener('abort', end);
    }
  }

  /** A token of an hour may end in the middle of long work, so a refused one is replaced once. */
  private async send(request: Request): Promise<Response> {
    this.#token ??= this.token();
    const first = await this.fetch(request, await this.#token);
    if (first.status !== 401) return await requireOk(first, request);
    await first.body?.cancel();
    this.#token = this.token();
    return await requireOk(await this.fetch(request, await this.#token), request);
  }

  /** @throws WrongUse without a token and without a development issuer */
  private async token(): Promise<string> {
    if (this.givenToken !== undefined) return this.givenToken;
    const response = await this.fetch({ path: '/development/tokens', accept: 'application/json', body: CLAIMS });
    const answer = issuedSchema.safeParse(parseJson(await this.requireAnswer(() => response.text())));
    if (answer.success) return answer.data.token;
    throw new WrongUse(
      `the system at ${this.url} gives no development token (${String(response.status)}): ` +
        `set GRAPPE_TOKEN to a bearer token with the roles ${CLAIMS.roles.join(' and ')}`,
    );
  }

  private async fetch(request: Request, token?: string): Promise<Response> {
    const { path, accept, body, signal = this.signal } = request;
    const headers = new Headers({ accept, ...request.headers });
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const text = body === undefined ? null : JSON.stringify(body);
    const init = { method: methodOf(request), headers, body: text, signal };
    return await this.requireAnswer(() => fetch(`${this.url}${path}`, init));
  }

  /** Tells a system that cannot be reached from an interruption. @throws WrongUse */
  private async requireAnswer<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.signal.throwIfAborted();
      throw new WrongUse(`the system at ${this.url} cannot be reached, or stopped answering (${reasonOf(error)})`);
    }
  }
}

function withQuery(path: string, query: Query | undefined): string {
  if (query === undefined) return path;
  const defined = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${path}?${new URLSearchParams(defined).toString()}`;
}

const methodOf = ({ body }: Request): 'GET' | 'POST' => (body === undefined ? 'GET' : 'POST');

/** `fetch` says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const cause = memberOf(error, 'cause');
  return String(memberOf(cause, 'code') ?? memberOf(cause, 'message') ?? memberOf(error, 'message') ?? error);
}

async function requireOk(response: Response, request: Request): Promise<Response> {
  if (response.ok) return response;
  throw new ApiProblem(response.status, problemOf(await response.text()), `${methodOf(request)} ${request.path}`);
}

/** A proxy on the way may answer something else than a problem document. */
function problemOf(text: string): ProblemDocument {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null ? value : { detail: text.slice(0, 200) };
}

/** Nothing where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The values of a body of JSON lines (`application/x-ndjson`), each as soon as its line is there. @throws SyntaxError */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line);
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield JSON.parse(rest);
}
