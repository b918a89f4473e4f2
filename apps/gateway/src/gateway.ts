import helmet from '@fastify/helmet';
import httpProxy from '@fastify/http-proxy';
import rateLimit from '@fastify/rate-limit';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '#libs/hosting';
import { BodyTooLarge, limitBodies } from './body-limit.ts';
import { systemHealth } from './health.ts';
import { documentOf } from './openapi.ts';
import { problemAnswer, type GatewayProblem } from './problems.ts';
import { ROUTES, SERVICES, type Route } from './routes.ts';

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
/** How long a service may take to begin its answer; long work begins it at once and tells its progress. */
const ANSWER_TIMEOUT_MS = 60_000;

/** One port in front of the services: a route table, and a health and a document put together. It keeps nothing, and checks sizes and rates only. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, log } = options;
  const gateway = fastify({ connectionTimeout: CONNECTION_TIMEOUT_MS, routerOptions: { maxParamLength: 400 } });
  await gateway.register(helmet);
  await gateway.register(rateLimit, { max: config.RATE_LIMIT_PER_SECOND, timeWindow: 1_000 });
  gateway.setErrorHandler(async (error, request, reply) => {
    log.error({ err: error, method: request.method, url: request.url }, 'the gateway could not answer');
    await send(reply, problemAnswer(error, request.url));
  });
  gateway.setNotFoundHandler(async (request, reply) => {
    await send(reply, problemAnswer({ statusCode: 404 }, request.url));
  });
  limitBodies(gateway, config.BODY_LIMIT_BYTES);
  addOwnRoutes(gateway, options.addresses);
  for (const route of ROUTES) await addRoute(gateway, route, options);
  const { port } = new URL(await gateway.listen({ host: config.HOST, port: config.PORT }));
  const url = `http://${config.HOST}:${port}`;
  log.info({ url }, 'ready');
  return { url, stop: () => gateway.close() };
}

async function addRoute(gateway: FastifyInstance, route: Route, { addresses, log }: GatewayOptions): Promise<void> {
  const upstream = addresses.get(route.service);
  if (upstream === undefined) throw new TypeError(`no address of ${route.service}`);
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
        const refused = tooLarge(error);
        if (refused === undefined) log.warn({ err: error, service: route.service }, 'a service does not answer');
        const fault = refused ?? { unavailable: route.service };
        void send(reply as FastifyReply, problemAnswer(fault, reply.request.url));
      },
    },
  });
}

/** What ended the request, where that was its body. */
function tooLarge(error: Error): BodyTooLarge | undefined {
  const found = error instanceof BodyTooLarge ? error : error.cause;
  return found instanceof BodyTooLarge ? found : undefined;
}

function addOwnRoutes(gateway: FastifyInstance, addresses: ReadonlyMap<string, string>): void {
  const contexts = new Map(SERVICES.map(({ name }) => [name, addresses.get(name) ?? '']));
  gateway.get('/health/live', () => ({ status: 'live' }));
  gateway.get('/health/ready', async (_request, reply) => {
    const health = await systemHealth(addresses);
    void reply.status(health.ready ? 200 : 503);
    return { status: health.ready ? 'ready' : 'not-ready', ...health };
  });
  gateway.get('/api/v1/services', () => ({ items: SERVICES }));
  gateway.get('/openapi.json', () => documentOf(contexts));
  gateway.get('/docs', (_request, reply) => reply.type('text/html').send(docsPage()));
}

function docsPage(): string {
  const links = SERVICES.map(({ name }) => `<li><a href="/docs/${name}">${name}</a></li>`).join('');
  return `<!doctype html><html lang="en"><title>Grappe</title><h1>Grappe</h1><ul>${links}</ul><p><a href="/openapi.json">OpenAPI</a></p></html>`;
}

async function send(reply: FastifyReply, { status, headers, body }: GatewayProblem): Promise<void> {
  await reply.status(status).headers(headers).type('application/problem+json').send(body);
}
