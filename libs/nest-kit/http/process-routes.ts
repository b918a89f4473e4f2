import { createHash, timingSafeEqual } from 'node:crypto';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { edgeProblem, isLoopback } from '#libs/hosting';
import { logRefusal, sendProblem } from '#libs/http';
import type { Metrics } from '#libs/hosting/telemetry';
import { readinessOf, type HealthSource } from './health.queries.ts';
import { nestLogger } from './nest-logger.ts';

/** The metrics, and the token that opens them to other machines. */
export interface MetricsAccess {
  readonly metrics: Metrics;
  /** A bearer token; without one, this machine alone may scrape. */
  readonly token: string | undefined;
  readonly log: Logger;
}

/** `/metrics` in the text format of Prometheus, for this machine or for a caller with the token; for operators, so not in the document. */
export function serveMetrics(application: NestFastifyApplication, { metrics, token, log }: MetricsAccess): void {
  application
    .getHttpAdapter()
    .getInstance()
    .get('/metrics', async (request, reply) => {
      if (!mayScrape(request, token)) {
        const required = 'METRICS_TOKEN, or a connection from this machine that came through no proxy';
        const problem = edgeProblem('API_FORBIDDEN', { required });
        logRefusal(log, request, problem);
        return await sendProblem(reply, problem);
      }
      const { contentType, text } = await metrics.scrape();
      return await reply.header('cache-control', 'no-store').type(contentType).send(text);
    });
}

@Module({})
class HealthModule {}

/**
 * HTTP of a process that answers only about its health: `/health/live`, `/health/ready` and `/metrics`. Ready: its store answers and
 * none of its consumers is paused or stalled. It does not listen yet.
 */
export async function createHealthApplication(
  source: HealthSource,
  access: MetricsAccess,
): Promise<NestFastifyApplication> {
  const options = { logger: nestLogger(access.log), abortOnError: false };
  const application = await NestFactory.create<NestFastifyApplication>(HealthModule, new FastifyAdapter(), options);
  const fastify = application.getHttpAdapter().getInstance();
  fastify.get('/health/live', () => ({ status: 'live' }));
  fastify.get('/health/ready', async (_request, reply) => {
    const health = await source.health();
    void reply.status(health.ready ? 200 : 503);
    return readinessOf(health);
  });
  serveMetrics(application, access);
  return await application.init();
}

/** What proxies add: a request that came through one is not of this machine, wherever the proxy runs. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'];

function mayScrape({ raw, headers }: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined && isEqual(headers.authorization, `Bearer ${token}`)) return true;
  const isForwarded = FORWARDED.some((name) => headers[name] !== undefined);
  return !isForwarded && isLoopback(raw.socket.remoteAddress ?? '');
}

/** In constant time. */
function isEqual(actual: string | undefined, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(actual ?? ''), digest(expected));
}
