import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from '#libs/http';
import { markFailed, traceparentOf, type RequestSpan, type Spans } from '#libs/hosting/telemetry';

/** Polled by machines: their spans would be most of what is kept. */
const SILENT = /^\/(health|metrics)(\/|$)/;

/**
 * A SERVER span for each request, named after its route. The request carries the `traceparent` of its span from then on, so that
 * whatever it causes is a part of it. Has to be added before the routes.
 */
export function addRequestSpans(fastify: FastifyInstance, spans: Spans): void {
  const running = new WeakMap<FastifyRequest, RequestSpan>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    const route = routeOf(request);
    if (!SILENT.test(route)) {
      const span = spans.begin({
        name: `${request.method} ${route}`,
        kind: 'server',
        parent: typeof traceparent === 'string' ? traceparent : undefined,
        attributes: { 'http.request.method': request.method, 'http.route': route, 'url.path': pathOf(request) },
      });
      running.set(request, span);
      request.headers['traceparent'] = traceparentOf(span);
    }
    done();
  });
  const end = (request: FastifyRequest, statusCode?: number): void => {
    const span = running.get(request);
    running.delete(request);
    if (statusCode !== undefined) span?.setAttribute('http.response.status_code', statusCode);
    if (span !== undefined && statusCode !== undefined && statusCode >= 500) markFailed(span, String(statusCode));
    span?.end();
  };
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    end(request, statusCode);
    done();
  });
  // A caller that is gone gets no response, but its request has ended too.
  fastify.addHook('onRequestAbort', (request, done) => {
    end(request);
    done();
  });
}

/** Requests without a route share one name. */
function routeOf({ routeOptions }: FastifyRequest): string {
  return (routeOptions.url ?? '*').replaceAll(/:(\w+)/g, '{$1}');
}
