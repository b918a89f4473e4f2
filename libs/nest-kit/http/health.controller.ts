import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/token.guard.ts';
import { RUNTIME } from '../tokens.ts';

/** How one consumer (a projection or a process manager) is doing. */
export interface ConsumerHealth {
  readonly name: string;
  readonly state: string;
  readonly position: string;
  readonly healthy: boolean;
  readonly error?: string | undefined;
  /** The keys that wait at an event that cannot be applied to them; absent when there are none. They leave the others to go on. */
  readonly parked?: { readonly keys: number; readonly first: readonly string[] } | undefined;
  /** How many timers of a process manager are due and did not fire yet; absent when there are none. */
  readonly dueTimers?: number | undefined;
  /** The share of it that this process runs, as `2/4`; absent where that is all of it. */
  readonly share?: string | undefined;
  /** Where each of its shares stands; absent where it is not spread. */
  readonly shares?: readonly ShareHealth[] | undefined;
}

interface ShareHealth {
  readonly share: string;
  readonly state: string;
  readonly position: string;
}

export interface Health {
  readonly ready: boolean;
  readonly head: string;
  readonly unsequenced: string;
  readonly consumers: readonly ConsumerHealth[];
}

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
