import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { dateSchema, operationKindSchema, uuidSchema } from '#libs/contracts';
import { calendarDate, invariant } from '#libs/kernel';
import { CurrentViewer, found, given, pageShape, READ_MODELS, RequireRoles, type Viewer } from '#libs/nest-kit';
import type { Page, ReadModels } from '#libs/projections';
import { fileOf } from '../domain/operation/operation.ts';
import { standings, type GuardStanding } from '../domain/rules/rule-book.ts';
import { summaryOf, viewOf } from '../read-models/operations/operation-view.ts';
import { operations, type OperationDocument, type Told } from '../read-models/operations/operations.projection.ts';
import { participations } from '../read-models/participations/participations.projection.ts';
import { dryRun, engagementsOf, type DryRun } from './dry-run.reading.ts';

const listQuery = z.object({
  ...pageShape,
  status: z.string().max(20).optional(),
  kind: operationKindSchema.optional(),
  clusterId: uuidSchema.optional(),
});
const dayQuery = z.object({ on: dateSchema.optional() });
const dryRunBody = z.strictObject({ on: dateSchema.optional() }).optional();

/** What there is to read of operations, and the dry run, which writes nothing. */
@ApiTags('mergers')
@ApiBearerAuth()
@Controller('api/v1/mergers/operations')
export class OperationsController {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get()
  @ApiOperation({ summary: 'Operations, withdrawn and rejected ones too.' })
  async list(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<Page<ReturnType<typeof summaryOf>>> {
    const { limit, after, status, kind, clusterId } = query;
    const where = {
      ...given({ status, kind }),
      ...(clusterId === undefined ? {} : { operation_id: await this.operationsOf(clusterId) }),
    };
    const { items, ...rest } = await this.readModels.of(operations).page({ limit, after, where });
    return { items: items.map(summaryOf), ...rest };
  }

  @Get(':id')
  @ApiOperation({ summary: 'An operation with everything that happened to it.' })
  async one(@Param('id', { schema: uuidSchema }) id: string): Promise<ReturnType<typeof viewOf>> {
    return viewOf(await this.document(id));
  }

  @Get(':id/votes')
  @ApiOperation({ summary: 'Every vote, each with the clause and the rules under which it was judged.' })
  async votes(@Param('id', { schema: uuidSchema }) id: string): Promise<{ items: readonly Told<'AssemblyVoted'>[] }> {
    return { items: (await this.document(id)).log.votes };
  }

  @Get(':id/guards')
  @ApiOperation({ summary: 'Which guards have passed, fail, or are not yet due on a day.' })
  async guards(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: dayQuery }) { on }: z.infer<typeof dayQuery>,
    @CurrentViewer() viewer: Viewer | undefined,
  ): Promise<{ on: string; items: readonly GuardStanding[] }> {
    const file = fileOf((await this.document(id)).state);
    const day = calendarDate(on ?? requireViewer(viewer).today);
    const engagements = await engagementsOf(
      this.readModels,
      file.participants.map(({ clusterId }) => clusterId),
    );
    return { on: day, items: standings(file, { on: day, engagements }) };
  }

  @Post(':id/dry-run')
  @HttpCode(200)
  @RequireRoles('admin', 'operator', 'auditor')
  @ApiOperation({ summary: 'What the effect would change: members, bodies, mandates, guards. Writes nothing.' })
  async dryRun(
    @Param('id', { schema: uuidSchema }) id: string,
    @Body({ schema: dryRunBody }) body: z.infer<typeof dryRunBody>,
    @CurrentViewer() viewer: Viewer | undefined,
  ): Promise<DryRun> {
    const reader = requireViewer(viewer);
    return dryRun(this.readModels, await this.document(id), calendarDate(body?.on ?? reader.today), reader);
  }

  private async document(id: string): Promise<OperationDocument> {
    return found(await this.readModels.of(operations).get(id), id);
  }

  private async operationsOf(clusterId: string): Promise<readonly string[]> {
    const own = await this.readModels.of(participations).all({ cluster_id: clusterId });
    return own.map(({ operationId }) => operationId);
  }
}

function requireViewer(viewer: Viewer | undefined): Viewer {
  invariant(viewer !== undefined, 'the guard leaves a viewer on every request that is not public');
  return viewer;
}
