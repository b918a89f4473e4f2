import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/token.guard.ts';
import { RUNTIME } from '../tokens.ts';
import { readinessOf, type HealthSource } from './health.queries.ts';

/** Of a process that answers nothing else. Live: the process answers. Ready: its store answers and none of its consumers is paused or stands still; names those that do, and parked keys. */
@Controller('health')
export class HealthController {
  constructor(@Inject(RUNTIME) private readonly runtime: HealthSource) {}

  @Public()
  @Get('live')
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  @Public()
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const health = await this.runtime.health();
    void reply.status(health.ready ? 200 : 503);
    return readinessOf(health);
  }
}
