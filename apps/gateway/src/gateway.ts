import httpProxy from '@fastify/http-proxy';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { announcedUrl, chooseIssuer, edgeProblem, Problem } from '#libs/hosting';
import {
  addSecurityHeaders,
  CODES_BY_STATUS,
  limitRequests,
  logRefusal,
  methodsByPath,
  pathOf,
  problemAnswers,
  requireLoopbackHost,
  sendProblem,
} from '#libs/http';
import type { Config } from '#libs/hosting';
import { BodyTooLarge, limitBodies } from './body-limit.ts';
import { documentOf } from './openapi.ts';
import { ROUTES, SERVICES, TOKENS_ROUTE, type Route } from './routes.ts';

export interface GatewayOptions {
  readonly config: Config;
  readonly log: Logger;
  /** The address of each service by its name. */
  readonly addresses: ReadonlyMap<string, string>;
}

export interface Gateway {
  readonly url: string;
  /** Answers requests that are under way, then closes its connections. */
  stop(): Promise<void>;
}

const CONNECTION_TIMEOUT_MS = 30_000;
/** How long a request may take to arrive, its body included. */
const REQUEST_TIMEOUT_MS = 60_000;
/** How long a service may take to begin its answer; long work begins it at once and reports its progress. */
const ANSWER_TIMEOUT_MS = 60_000;
/** A service that does not say in time whether it is ready is not. */
const HEALTH_TIMEOUT_MS = 3_000;

/**
 * One port in front of the services: a route table, and a health and a document put together. It keeps nothing, and checks sizes and rates only.
 * @throws InvalidConfig
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, log } = options;
  const issuer = chooseIssuer(config);
  const routes = issuer.kind === 'development' ? [TOKENS_ROUTE, ...ROUTES] : ROUTES;
  const gateway = fastify({
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: config.TRUST_PROXY ?? false,
    routerOptions: { maxParamLength: 400 },
    ...problemAnswers,
  });
  const refuseRoute = methodsByPath(gateway);
  await addSecurityHeaders(gateway);
  await limitRequests(gateway, config.RATE_LIMIT_PER_SECOND);
  gateway.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error);
    const where = { err: error, method: request.method, path: pathOf(request) };
    if (problem.body.status >= 500) log.error(where, 'the gateway could not answer');
    logRefusal(log, request, problem);
    await sendProblem(reply, problem);
  });
  gateway.setNotFoundHandler((request, reply) => sendProblem(reply, refuseRoute(request)));
  requireLoopbackHost(gateway);
  limitBodies(gateway, config.BODY_LIMIT_BYTES);
  addOwnRoutes(gateway, options.addresses);
  for (const route of routes) await addRoute(gateway, route, options);
  const { port } = new URL(await gateway.listen({ host: config.HOST, port: config.PORT }));
  const url = announcedUrl(config.HOST, port);
  log.info({ url }, 'ready');
  return { url, stop: () => gateway.close() };
}

async function addRoute(gateway: FastifyInstance, route: Route, { addresses, log }: GatewayOptions): Promise<void> {
  const upstream = addresses.get(route.service);
  if (upstream === undefined) throw new TypeError(`no address for ${route.service}`);
  await gateway.register(httpProxy, {
    upstream,
    prefix: route.prefix,
    rewritePrefix: route.rewrite,
    undici: { headersTimeout: ANSWER_TIMEOUT_MS, bodyTimeout: 0 },
    replyOptions: {
      // `expect` was answered here, when the request came; the client of the proxy refuses to send it. Whoever asks through here is not
      // on this machine, as far as a service knows.
      rewriteRequestHeaders: ({ ip }, { expect: _expect, ...headers }) => ({ ...headers, 'x-forwarded-for': ip }),
      // A connection that the service has just closed is tried again, once, where asking twice is harmless. It also keeps the proxy
      // from repeating questions that a service refuses for now: when to ask again is the caller's to decide.
      retriesCount: 1,
      onError: (reply, { error }) => {
        // What ended the request, where that was its body.
        const tooLarge = [error, error.cause].find((found) => found instanceof BodyTooLarge);
        if (tooLarge === undefined) log.warn({ err: error, service: route.service }, 'a service does not answer');
        const unavailable = { found: route.service, retryAfterSeconds: 1 };
        const problem = tooLarge ? problemOf(tooLarge) : edgeProblem('API_SERVICE_UNAVAILABLE', unavailable);
        void sendProblem(reply as FastifyReply, problem);
      },
    },
  });
}

function addOwnRoutes(gateway: FastifyInstance, addresses: ReadonlyMap<string, string>): void {
  const contexts = new Map(SERVICES.map(({ name }) => [name, addresses.get(name) ?? '']));
  gateway.get('/health/live', () => ({ status: 'live' }));
  gateway.get('/health/ready', async (_request, reply) => {
    const asked = [...addresses].map(async ([name, address]) => [name, await healthOf(address)] as const);
    const services = await Promise.all(asked);
    const ready = services.every(([, { status }]) => status === 'ready');
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not-ready', ready, services: Object.fromEntries(services) };
  });
  gateway.get('/api/v1/services', () => ({ items: SERVICES }));
  gateway.get('/openapi.json', () => documentOf(contexts));
  gateway.get('/docs', (_request, reply) => reply.type('text/html').send(docsPage()));
}

async function healthOf(address: string): Promise<{ readonly status: string }> {
  try {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    return (await answer.json()) as { readonly status: string };
  } catch {
    return { status: 'unreachable' };
  }
}

function docsPage(): string {
  const links = SERVICES.map(({ name }) => `<li><a href="/docs/${name}">${name}</a></li>`).join('');
  return `<!doctype html><html lang="en"><title>Grappe</title><h1>Grappe</h1><ul>${links}</ul><p><a href="/openapi.json">OpenAPI</a></p></html>`;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { statusCode = 500 } = Object(error) as { readonly statusCode?: number };
  return edgeProblem(CODES_BY_STATUS[statusCode] ?? 'API_INTERNAL');
}
