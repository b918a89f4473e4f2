import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { z } from 'zod';
import type { EventStore } from '#libs/event-store';
import type { StreamName } from '#libs/kernel';
import { EVENT_STORE, RequireRoles } from '#libs/nest-kit';
import { eventsQuery, streamQuery, streamSchema } from './audit.requests.ts';
import { readEvents, type LedgerEventView } from './ledger-events.ts';
import { readStream, type StreamEventView } from './stream-events.ts';

@Controller('api/v1/audit')
@RequireRoles('admin', 'auditor')
export class LedgerController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** The ledger as an independent verifier needs it: the very text that was hashed, and its leaf hash. */
  @Get('events')
  @ApiOperation({ summary: 'Events of the ledger from a position, with their bytes and leaf hashes.' })
  async events(
    @Query({ schema: eventsQuery }) query: z.infer<typeof eventsQuery>,
  ): Promise<{ readonly items: readonly LedgerEventView[]; readonly next?: string }> {
    return readEvents(this.store, query);
  }

  /** The events of a stream in their order, up to a revision or to what had been recorded by an instant. */
  @Get('streams/:stream')
  @ApiOperation({ summary: 'The events of a stream, up to a revision or a day.' })
  async stream(
    @Param('stream', { schema: streamSchema }) stream: StreamName,
    @Query({ schema: streamQuery }) query: z.infer<typeof streamQuery>,
  ): Promise<{ readonly items: readonly StreamEventView[]; readonly next?: string }> {
    return readStream(this.store, stream, query);
  }
}
