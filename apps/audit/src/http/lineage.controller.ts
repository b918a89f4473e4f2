import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { uuidSchema } from '#libs/contracts';
import { CurrentViewer, found, preferredType, READ_MODELS, RequireRoles, type Viewer } from '#libs/nest-kit';
import type { ReadModels } from '#libs/projections';
import { FactReader } from '../queries/fact-reader.ts';
import { lineageDot } from '../queries/lineage/lineage-dot.ts';
import { lineageSvg } from '../queries/lineage/lineage-svg.ts';
import { readLineage } from '../queries/lineage/lineage.reader.ts';
import type { Lineage } from '../queries/lineage/lineage.ts';
import { lineageQuery, pointOf } from './audit.requests.ts';

const TYPES = ['application/json', 'image/svg+xml', 'text/vnd.graphviz'] as const;

@Controller('api/v1/audit/lineage')
@RequireRoles('admin', 'auditor')
export class LineageController {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get(':cluster')
  @ApiOperation({ summary: 'The predecessors or successors of a cluster, as JSON, as a drawing (SVG) or as DOT.' })
  async lineage(
    @Param('cluster', { schema: uuidSchema }) cluster: string,
    @Query({ schema: lineageQuery }) query: z.infer<typeof lineageQuery>,
    @Headers('accept') accept: string | undefined,
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Lineage | string> {
    const point = pointOf(query, viewer.today);
    const lineage = found(await readLineage(new FactReader(this.readModels), cluster, query.direction, point), cluster);
    const type = preferredType(accept, TYPES);
    reply.header('vary', 'accept');
    if (type === 'application/json') return lineage;
    reply.type(`${type}; charset=utf-8`);
    return type === 'image/svg+xml' ? await lineageSvg(lineage) : lineageDot(lineage);
  }
}
