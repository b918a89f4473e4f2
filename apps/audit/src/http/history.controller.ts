import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { uuidSchema } from '#libs/contracts';
import { CurrentViewer, found, pageShape, READ_MODELS, RequireRoles, type Viewer } from '#libs/nest-kit';
import type { Page, ReadModels } from '#libs/projections';
import { compare, COMPARED, type Comparison } from '../queries/comparison/comparison.ts';
import { FactReader } from '../queries/fact-reader.ts';
import {
  readMembershipProvenance,
  readSeatProvenance,
  type MembershipProvenance,
  type SeatProvenance,
} from '../queries/provenance/provenance.reader.ts';
import type { TimelineLine } from '../read-models/timelines/timeline-line.ts';
import { timelines } from '../read-models/timelines/timelines.projection.ts';
import { compareQuery, pointOf, pointQuery } from './audit.requests.ts';

type PointQuery = z.infer<typeof pointQuery>;

const timelineQuery = z.object({ ...pageShape, type: z.string().max(120).optional() });

@Controller('api/v1/audit')
@RequireRoles('admin', 'auditor')
export class HistoryController {
  private readonly reader: FactReader;
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {
    this.reader = new FactReader(readModels);
  }

  /** What happened to a thing (a cluster, a member, a person, an operation), in the order of the log. */
  @Get('timeline/:entity')
  @ApiOperation({ summary: 'What happened to an entity, in the order of the ledger.' })
  async timeline(
    @Param('entity', { schema: uuidSchema }) entity: string,
    @Query({ schema: timelineQuery }) { limit, after, type }: z.infer<typeof timelineQuery>,
  ): Promise<Page<TimelineLine>> {
    const where = { entity, ...(type === undefined ? {} : { type }) };
    return this.readModels.of(timelines).page({ where, after, limit });
  }

  /** Where a membership comes from, through any number of successions. */
  @Get('provenance/membership/:id')
  @ApiOperation({ summary: 'Through which successions a membership came to be where it is.' })
  async membership(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: pointQuery }) query: PointQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<MembershipProvenance> {
    return found(await readMembershipProvenance(this.reader, id, pointOf(query, viewer.today)), id);
  }

  /** Through which successions a partner seat came to its holder, and who presided over that holder on the day. */
  @Get('provenance/partner-seat/:id')
  @ApiOperation({ summary: 'Through which successions a seat in a steering body came to its holder.' })
  async partnerSeat(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: pointQuery }) query: PointQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<SeatProvenance> {
    return found(await readSeatProvenance(this.reader, id, pointOf(query, viewer.today)), id);
  }

  /** What differs between two points, `validAt` or `validAt@knownAt` each. */
  @Get('compare')
  @ApiOperation({ summary: 'What differs between two instants.' })
  async comparison(
    @Query({ schema: compareQuery }) { left, right, cluster, limit }: z.infer<typeof compareQuery>,
  ): Promise<Comparison> {
    return compare(this.reader.each(COMPARED, cluster), { left, right }, limit);
  }
}
