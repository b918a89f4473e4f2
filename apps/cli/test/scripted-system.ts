import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LedgerRow } from '../src/verify/read-ledger.ts';

/** What a system answers: by default everything is as it should be. */
export interface Script {
  readonly rows: readonly LedgerRow[];
  /** Positions that are not there: the API stops at each. */
  readonly missing?: readonly number[];
  /** The positions of its consumers. Default: no consumers. */
  readonly consumers?: Readonly<Record<string, string>>;
  readonly folds?: readonly object[];
  /** What it says of its topics. Default: a process without Kafka. */
  readonly reconciliation?: readonly object[];
  readonly rebuilds?: Readonly<Record<string, readonly object[]>>;
  readonly refuses?: Readonly<Record<string, readonly [status: number, body: string]>>;
  readonly tokens?: readonly string[];
  /** The answers of other GET routes, by their path. */
  readonly answers?: Readonly<Record<string, object>>;
}

export interface ScriptedSystem {
  readonly url: string;
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** An HTTP server that speaks the part of the API which the command line uses, with a ledger that can be wrong in any way. */
export async function startScriptedSystem(script: Script): Promise<ScriptedSystem> {
  const asked: string[] = [];
  const tokens = [...(script.tokens ?? [])];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    void answer(script, tokens, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const comparedAs = (same: boolean, differingKeys: readonly string[] = []) => ({
  kind: 'result',
  result: {
    point: { position: 6, events: 6 },
    digest: { documents: 2, sha256: 'aa' },
    comparison: { same, live: { documents: 3, sha256: 'bb' }, differingKeys },
    switched: false,
    resumedFrom: 0,
  },
});

async function answer(
  script: Script,
  tokens: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '', 'http://system');
  const refusal = script.refuses?.[url.pathname];
  const body = await bodyOf(request);
  const scripted = script.answers?.[url.pathname];
  if (refusal !== undefined) send(response, refusal[0], refusal[1]);
  else if (url.pathname === '/development/tokens') send(response, 201, { token: tokens.shift() ?? 'valid' });
  else if (request.headers.authorization !== 'Bearer valid') send(response, 401, { code: 'API_TOKEN_EXPIRED' });
  else if (scripted !== undefined) send(response, 200, scripted);
  else if (url.pathname === '/api/v1/audit/events') events(script, url.searchParams, response);
  else if (url.pathname === '/api/v1/admin/consumers') {
    const positions = Object.entries(script.consumers ?? {});
    const consumers = positions.map(([name, position]) => ({ name, state: 'running', position, healthy: true }));
    send(response, 200, { ready: true, head: String(script.rows.length), unsequenced: '0', consumers });
  } else if (url.pathname === '/api/v1/admin/read-models') {
    send(response, 200, { items: Object.keys(script.rebuilds ?? {}) });
  } else if (url.pathname === '/api/v1/admin/stream-folds') {
    lines(response, script.folds ?? [{ kind: 'result', result: { streams: 2, events: 6, unfoldable: [] } }]);
  } else if (url.pathname.endsWith('/admin/reconciliations') && script.reconciliation !== undefined) {
    lines(response, script.reconciliation);
  } else if (url.pathname === '/api/v1/admin/rebuilds') {
    const { readModel } = JSON.parse(body) as { readonly readModel: string };
    lines(response, script.rebuilds?.[readModel] ?? []);
  } else send(response, 404, { code: 'API_NOT_FOUND', title: 'Resource not found.' });
}

function events({ rows, missing = [] }: Script, query: URLSearchParams, response: ServerResponse): void {
  const from = Number(query.get('from'));
  const head = rows.length;
  const until = query.has('stream') ? head : Math.min(head, from + Number(query.get('limit')));
  const gap = missing.find((position) => position >= from && position < until);
  if (gap !== undefined) {
    send(response, 500, { code: 'API_INTERNAL', detail: 'missing', found: { position: String(gap) } });
    return;
  }
  const stream = query.get('stream');
  const items = rows
    .slice(from, until)
    .filter((row) => stream === null || row.stream === stream)
    .map((row) => ({ ...row, position: String(row.position), revision: String(row.revision) }));
  send(response, 200, until < head ? { items, next: String(until) } : { items });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

function send(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function lines(response: ServerResponse, values: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.end(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}
