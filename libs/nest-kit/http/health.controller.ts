import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Health } from '#libs/hosting';
import { Public } from '../auth/token.guard.ts';
import { RUNTIME } from '../tokens.ts';

export interface HealthSource {
  health(): Promise<Health>;
}

/** Live: the process answers. Ready: its store answers and none of its consumers is paused or stands still; names those that do, and parked keys. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(RUNTIME) private readonly runtime: HealthSource) {}

  @Public()
  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers.' })
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  @Public()
  @Get('ready')
  @ApiOperation({
    summary: 'Whether its store answers and none of its consumers is paused or stands still; names those that do.',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const health = await this.runtime.health();
    void reply.status(health.ready ? 200 : 503);
    return { status: health.ready ? 'ready' : 'not-ready', ...health };
  }
}
