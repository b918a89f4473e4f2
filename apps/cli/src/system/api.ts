import { ApiProblem, memberOf, WrongUse, type ProblemDocument } from '../failures.ts';
import { jsonLines } from './ndjson.ts';

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly accept: string;
  readonly body?: object | undefined;
}

/** Where a bearer token comes from; asked again when the one it gave is refused. */
export type TokenSource = () => Promise<string>;

/** The public HTTP API of a running system. Everything it does can be ended by the signal. */
export class Api {
  #token: Promise<string> | undefined;

  constructor(
    readonly url: string,
    private readonly tokens: TokenSource,
    readonly signal: AbortSignal,
  ) {}

  /** @throws ApiProblem, WrongUse when nobody answers */
  async get(path: string): Promise<unknown> {
    const response = await this.send({ method: 'GET', path, accept: 'application/json' });
    return await this.reading(() => response.json());
  }

  /** A drawing or another text. @throws as `get` */
  async getText(path: string, accept: string): Promise<string> {
    const response = await this.send({ method: 'GET', path, accept });
    return await this.reading(() => response.text());
  }

  /** Asks for long work and gives the lines of its answer as they come. @throws as `get` */
  async *post(path: string, body: object): AsyncGenerator<unknown, void> {
    const { body: stream } = await this.send({ method: 'POST', path, accept: 'application/x-ndjson', body });
    if (stream === null) return;
    const lines = jsonLines(stream);
    for (;;) {
      const line = await this.reading(() => lines.next());
      if (line.done === true) return;
      yield line.value;
    }
  }

  /** A token of an hour may end in the middle of long work, so a refused one is replaced once. */
  private async send(request: Request): Promise<Response> {
    this.#token ??= this.tokens();
    const first = await this.fetch(request, await this.#token);
    if (first.status !== 401) return await accepted(first, request);
    await first.body?.cancel();
    this.#token = this.tokens();
    return await accepted(await this.fetch(request, await this.#token), request);
  }

  private async fetch({ method, path, accept, body }: Request, token: string): Promise<Response> {
    const headers = { accept, authorization: `Bearer ${token}` };
    const init =
      body === undefined
        ? { headers }
        : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return await this.reading(() => fetch(`${this.url}${path}`, { method, signal: this.signal, ...init }));
  }

  private async reading<T>(work: () => Promise<T>): Promise<T> {
    return await reached(this.url, this.signal, work);
  }
}

/** Tells a system that cannot be reached from an interruption. @throws WrongUse */
export async function reached<T>(url: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw new WrongUse(`the system at ${url} cannot be reached, or stopped answering (${reasonOf(error)})`);
  }
}

/** `fetch` says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const cause = memberOf(error, 'cause');
  return String(memberOf(cause, 'code') ?? memberOf(cause, 'message') ?? memberOf(error, 'message') ?? error);
}

async function accepted(response: Response, { method, path }: Request): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  throw new ApiProblem(response.status, problemOf(text), `${method} ${path}`);
}

/** A proxy on the way may answer something else than a problem document. */
function problemOf(text: string): ProblemDocument {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // told as it is
  }
  return { detail: text.slice(0, 200) };
}
