import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  edgeProblem,
  type ConsumerHealth,
  type ConsumerStanding,
  type Health,
  type OperationLine,
  type Operations,
} from '#libs/hosting';
import { RequireRoles } from '../auth/token.guard.ts';
import { RUNTIME } from '../tokens.ts';
import { CurrentViewer, type Viewer } from '../viewer.ts';
import type { HealthSource } from './health.controller.ts';
import { pageShape } from './query.ts';

/** What the controller needs of the runtime. */
export interface OperationsSource extends HealthSource {
  readonly operations: Operations;
  standing(): Promise<Health & { readonly consumers: readonly (ConsumerHealth & ConsumerStanding)[] }>;
  resume(consumer: string): Promise<boolean>;
}

const nameSchema = z.string().regex(/^[a-z]+\.[a-z-]+$/);
const tagSchema = z.string().regex(/^[a-z0-9]{1,12}$/);
const rebuildRequest = z
  .strictObject({ readModel: nameSchema, switch: z.boolean().default(true) })
  .meta({ id: 'RebuildRequest' });
const replayRequest = z
  .strictObject({ readModel: nameSchema, until: z.string().min(1).max(40), tag: tagSchema.default('replay') })
  .meta({ id: 'ReplayRequest' });

const reconciliationRequest = z
  .strictObject({ repair: z.boolean().default(false) })
  .meta({ id: 'ReconciliationRequest' });

const keySchema = z.string().min(1).max(1_000);
const deadLettersQuery = z.strictObject({ ...pageShape, projection: nameSchema.optional() });
const deadLetterLogQuery = z.strictObject({ ...pageShape, projection: nameSchema, key: keySchema.optional() });
const retryRequest = z
  .strictObject({ projection: nameSchema, key: keySchema.optional() })
  .meta({ id: 'RetryDeadLettersRequest' });
const discardRequest = z
  .strictObject({
    projection: nameSchema,
    key: keySchema,
    position: z.number().int().min(0),
    reason: z.string().trim().min(1).max(1_000),
  })
  .meta({ id: 'DiscardDeadLetterRequest' });

/** Long work for administrators. Its answers are lines of JSON (`application/x-ndjson`): progress, then one result or failure. */
@ApiTags('operations')
@ApiBearerAuth()
@RequireRoles('admin', 'auditor')
@Controller('api/v1/operations')
export class OperationsController {
  constructor(@Inject(RUNTIME) private readonly runtime: OperationsSource) {}

  @Get('consumers')
  @ApiOperation({ summary: 'Where each read model and each process of this service stands, and what stops it.' })
  async consumers() {
    return await this.runtime.standing();
  }

  @RequireRoles('admin')
  @HttpCode(200)
  @Post('consumers/:name/resume')
  @ApiOperation({ summary: 'Let a paused read model or process try again.' })
  async resume(@Param('name', { schema: nameSchema }) name: string): Promise<{ readonly resumed: true }> {
    if (await this.runtime.resume(name)) return { resumed: true };
    throw edgeProblem('API_NOT_FOUND', { found: name, required: 'the name of a consumer that is paused' });
  }

  @RequireRoles('admin')
  @HttpCode(200)
  @Post('rebuilds')
  @ApiOperation({
    summary: 'Rebuild a read model beside the live one, compare both, and put it in its place if asked.',
  })
  rebuild(@Body({ schema: rebuildRequest }) body: z.infer<typeof rebuildRequest>, @Res() reply: FastifyReply): void {
    stream(reply, this.runtime.operations.rebuild(body.readModel, body.switch, untilClosed(reply)));
  }

  @HttpCode(200)
  @Post('replays')
  @ApiOperation({ summary: 'Build a read model as it was at a position or an instant, in a place of its own.' })
  replay(@Body({ schema: replayRequest }) body: z.infer<typeof replayRequest>, @Res() reply: FastifyReply): void {
    stream(reply, this.runtime.operations.replay(body.readModel, body.until, body.tag, untilClosed(reply)));
  }

  @HttpCode(200)
  @Post('stream-folds')
  @ApiOperation({ summary: 'Fold every stream of this service by its decider.' })
  foldStreams(@Res() reply: FastifyReply): void {
    stream(reply, this.runtime.operations.foldStreams(untilClosed(reply)));
  }

  @HttpCode(200)
  @Post('reconciliations')
  @ApiOperation({ summary: 'Compare the topics of Kafka with the ledger; only administrators repair.' })
  reconcile(
    @Body({ schema: reconciliationRequest }) { repair }: z.infer<typeof reconciliationRequest>,
    @CurrentViewer() { roles }: Viewer,
    @Res() reply: FastifyReply,
  ): void {
    if (repair && !roles.includes('admin')) throw edgeProblem('API_FORBIDDEN', { found: roles, required: ['admin'] });
    stream(reply, this.runtime.operations.reconcile(repair, untilClosed(reply)));
  }

  @RequireRoles('admin')
  @Get('dead-letters')
  @ApiOperation({ summary: 'The keys that wait at an event that cannot be applied to them, with the reason.' })
  async deadLetters(@Query({ schema: deadLettersQuery }) query: z.infer<typeof deadLettersQuery>) {
    return inJson(await this.runtime.operations.deadLetters(query));
  }

  @Get('dead-letters/log')
  @ApiOperation({ summary: 'What happened to the parked keys of a read model: when, at which event, by whom and why.' })
  async deadLetterLog(@Query({ schema: deadLetterLogQuery }) query: z.infer<typeof deadLetterLogQuery>) {
    return inJson(await this.runtime.operations.deadLetterLog(query));
  }

  @RequireRoles('admin')
  @HttpCode(200)
  @Post('dead-letters/retry')
  @ApiOperation({ summary: 'Apply parked events again, of one key or of every key.' })
  async retryDeadLetters(
    @Body({ schema: retryRequest }) body: z.infer<typeof retryRequest>,
    @CurrentViewer() { subject: actor }: Viewer,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    stream(reply, await this.runtime.operations.retryDeadLetters(body, { actor, signal: untilClosed(reply) }));
  }

  @RequireRoles('admin')
  @HttpCode(200)
  @Post('dead-letters/discard')
  @ApiOperation({
    summary:
      'Go on without the event at which a key stands; the ledger keeps it, and the log says who left it out and why.',
  })
  async discardDeadLetter(
    @Body({ schema: discardRequest }) body: z.infer<typeof discardRequest>,
    @CurrentViewer() { subject }: Viewer,
  ) {
    const discard = { ...body, position: BigInt(body.position) };
    return inJson(await this.runtime.operations.discardDeadLetter(discard, subject));
  }

  @Get('read-models')
  @ApiOperation({ summary: 'The read models of this service by name.' })
  readModels(): { readonly items: readonly string[] } {
    return { items: this.runtime.operations.readModelNames };
  }
}

/** Work that nobody waits for any more is stopped; it goes on where it was when it is asked for again. */
function untilClosed(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Of the answer and not of its connection, which serves others before it and after it.
  reply.raw.once('close', () => {
    gone.abort();
  });
  return gone.signal;
}

function stream(reply: FastifyReply, lines: AsyncIterable<OperationLine>): void {
  void reply.type('application/x-ndjson').send(Readable.from(serialised(lines)));
}

async function* serialised(lines: AsyncIterable<OperationLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line, bigintsAsNumbers)}\n`;
}

function inJson(value: object): object {
  return JSON.parse(JSON.stringify(value, bigintsAsNumbers)) as object;
}

/** Positions are far below 2^53 in JSON answers; what is not stays exact as text. */
function bigintsAsNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
