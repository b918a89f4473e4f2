import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { MemoryTraces } from '#libs/hosting/telemetry/testing';
import { eventually } from '#libs/kernel/testing';
import { addRequestSpans } from './request-spans.ts';

const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the span of a request', () => {
  let server: FastifyInstance;
  let traces: MemoryTraces;
  let isAsked = false;

  beforeEach(() => {
    server = fastify();
    traces = new MemoryTraces();
    addRequestSpans(server, traces.spans);
    server.get('/api/v1/things/:id/parts/:part', ({ headers }) => ({ traceparent: headers['traceparent'] }));
    server.get('/broken', () => Promise.reject(new Error('Jeanne Martin')));
    server.get('/health/live', () => ({ status: 'live' }));
    server.get('/slow', () => {
      isAsked = true;
      return new Promise(() => undefined);
    });
  });
  afterEach(async () => {
    await server.close();
  });

  it('is named by the route, continues the trace of the caller and is what the request causes', async () => {
    const answer = await server.inject({ url: '/api/v1/things/7/parts/8?q=x', headers: { traceparent: CALLER } });
    const [span] = traces.ended();
    expect(span).toMatchObject({
      name: 'GET /api/v1/things/{id}/parts/{part}',
      kind: 'SERVER',
      traceId: CALLER.slice(3, 35),
      parentId: CALLER.slice(36, 52),
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/api/v1/things/{id}/parts/{part}',
        'url.path': '/api/v1/things/7/parts/8',
        'http.response.status_code': 200,
      },
    });
    expect(answer.json()).toEqual({ traceparent: `00-${CALLER.slice(3, 35)}-${span?.spanId ?? ''}-01` });
  });

  it('begins a trace where the caller has none, or says nonsense', async () => {
    await server.inject('/api/v1/things/7/parts/8');
    await server.inject({ url: '/api/v1/things/7/parts/8', headers: { traceparent: 'nonsense' } });
    expect(traces.ended().map(({ parentId }) => parentId)).toEqual([undefined, undefined]);
  });

  it('of what no route answers has one name, whatever was asked for', async () => {
    await server.inject('/wp-admin');
    await server.inject('/.env');
    expect(traces.ended().map(({ name, failed }) => [name, failed])).toEqual([
      ['GET *', false],
      ['GET *', false],
    ]);
  });

  it('is marked when we failed, without the words of the error', async () => {
    await server.inject('/broken');
    expect(traces.ended()).toMatchObject([{ failed: true, attributes: { 'http.response.status_code': 500 } }]);
    expect(JSON.stringify(traces.ended())).not.toContain('Jeanne');
  });

  it('ends when the caller is gone', async () => {
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const gone = new AbortController();
    const asked = fetch(`${url}/slow`, { signal: gone.signal }).catch(() => undefined);
    await eventually('it is under way', () => isAsked);
    expect(traces.ended()).toEqual([]);
    gone.abort();
    await asked;
    await eventually('its span has ended', () => traces.ended().length === 1);
  });

  it('there is none of a question how the process is', async () => {
    await server.inject('/health/live');
    expect(traces.ended()).toEqual([]);
  });
});
