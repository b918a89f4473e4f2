import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { edgeProblem, type EdgeCode, type Problem } from '#libs/hosting';

/** What a framework refuses by its status, in the codes of the API. */
export const CODES_BY_STATUS: Readonly<Record<number, EdgeCode>> = {
  400: 'API_MALFORMED',
  401: 'API_UNAUTHENTICATED',
  403: 'API_FORBIDDEN',
  404: 'API_NOT_FOUND',
  405: 'API_METHOD_NOT_ALLOWED',
  408: 'API_REQUEST_TIMEOUT',
  413: 'API_TOO_LARGE',
  414: 'API_URI_TOO_LONG',
  415: 'API_UNSUPPORTED_MEDIA_TYPE',
  429: 'API_TOO_MANY_REQUESTS',
  431: 'API_HEADERS_TOO_LARGE',
};

/** The document of a problem (RFC 9457) with the request that met it. */
function documentOf({ body }: Problem, instance?: string): string {
  const { headers: _headers, retryAfterSeconds: _again, ...problem } = body;
  return JSON.stringify({ type: `urn:grappe:problem:${problem.code}`, ...problem, ...(instance && { instance }) });
}

/** Answers with a problem, in its status and with its headers. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, headers = {}, retryAfterSeconds } = problem.body;
  const again = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return reply
    .status(status)
    .headers({ ...headers, ...again })
    .type('application/problem+json')
    .send(documentOf(problem, reply.request.url));
}

/** For Fastify: what it refuses before any route (a path that cannot be decoded or is too long) and what its parser refuses, as problems. */
export const problemAnswers = {
  frameworkErrors(error: { readonly statusCode?: number; readonly message: string }, _: unknown, reply: FastifyReply) {
    void sendProblem(reply, edgeProblem(CODES_BY_STATUS[error.statusCode ?? 400] ?? 'API_MALFORMED'));
  },
  clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
    // A connection that was cut has nobody to answer to.
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (socket.writable) socket.write(parserAnswer(edgeProblem(PARSER_CODES[error.code ?? ''] ?? 'API_MALFORMED')));
    socket.destroy(error);
  },
};

const PARSER_CODES: Readonly<Record<string, EdgeCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'API_REQUEST_TIMEOUT',
  HPE_HEADER_OVERFLOW: 'API_HEADERS_TOO_LARGE',
};

function parserAnswer(problem: Problem): string {
  const { status } = problem.body;
  const document = documentOf(problem);
  const length = String(Buffer.byteLength(document));
  return `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/problem+json\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${document}`;
}

/**
 * Knows which methods the routes of an instance take, so that a path that stands with others is 405 with `Allow` (RFC 9110, 15.5.6). Made
 * before the routes are.
 */
export function methodsByPath(instance: FastifyInstance): (request: FastifyRequest) => Problem {
  const router = findMyWay();
  const methods = new Set<HTTPMethod>();
  instance.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat() as HTTPMethod[]) {
      if (router.hasRoute(each, url)) continue;
      router.on(each, url, () => undefined);
      methods.add(each);
    }
  });
  return ({ url }) => {
    const [path = ''] = url.split('?');
    const allowed = [...methods].filter((method) => router.find(method, path) !== null);
    if (allowed.length === 0) return edgeProblem('API_NOT_FOUND');
    return edgeProblem('API_METHOD_NOT_ALLOWED', { required: allowed, headers: { allow: allowed.join(', ') } });
  };
}
