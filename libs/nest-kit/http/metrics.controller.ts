import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EDGE_REFUSALS } from '#libs/hosting';
import type { Metrics } from '#libs/hosting/telemetry';
import { Public } from '../auth/token.guard.ts';
import { METRICS } from '../tokens.ts';

/** What is scraped, and what opens it to other machines. */
export interface MetricsAccess {
  readonly metrics: Metrics;
  /** A bearer token; without one, this machine alone may scrape. */
  readonly token: string | undefined;
}

/** `/metrics` in the text format of Prometheus, for this machine or for who shows the token: operators' business, and not in the document. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(METRICS) private readonly access: MetricsAccess) {}

  @Public()
  @Get()
  async scrape(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!mayScrape(request, this.access.token)) {
      const refusal = { code: 'API_FORBIDDEN', ...EDGE_REFUSALS.API_FORBIDDEN };
      await reply.status(refusal.status).type('application/problem+json').send(refusal);
      return;
    }
    const { contentType, text } = await this.access.metrics.scrape();
    await reply.header('cache-control', 'no-store').type(contentType).send(text);
  }
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
/** What proxies add: a request that came through one is not of this machine, wherever the proxy runs. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'];

function mayScrape({ raw, headers }: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined && isEqual(headers.authorization, `Bearer ${token}`)) return true;
  const isForwarded = FORWARDED.some((name) => headers[name] !== undefined);
  return !isForwarded && LOOPBACK.test(raw.socket.remoteAddress ?? '');
}

/** In the same time whatever differs. */
function isEqual(given: string | undefined, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(wanted));
}
