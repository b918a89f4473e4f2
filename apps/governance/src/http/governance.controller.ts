import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { bodyKindSchema, dateSchema, officeKindSchema, outcomeSchema, uuidSchema } from '#libs/contracts';
import { CurrentViewer, found, given, pageShape, READ_MODELS, type Viewer } from '#libs/nest-kit';
import type { Page, ReadModels } from '#libs/projections';
import { statutesInForce } from '../domain/statutes/statutes.ts';
import { bodies, type BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import { meetings, type MeetingDocument } from '../read-models/meetings/meetings.projection.ts';
import {
  holdersOf,
  offices,
  type MandateView,
  type OfficeDocument,
} from '../read-models/offices/offices.projection.ts';
import { resolutions, type ResolutionDocument } from '../read-models/resolutions/resolutions.projection.ts';
import { roles, type RoleDocument } from '../read-models/roles/roles.projection.ts';
import { statutesVersions, type StatutesDocument } from '../read-models/statutes/statutes.projection.ts';

const ofCluster = { ...pageShape, clusterId: uuidSchema.optional() };
const bodiesQuery = z.object({ ...ofCluster, kind: bodyKindSchema.optional() });
const officesQuery = z.object({ ...ofCluster, bodyId: uuidSchema.optional(), kind: officeKindSchema.optional() });
const rolesQuery = z.object(ofCluster);
const meetingsQuery = z.object({ ...ofCluster, bodyId: uuidSchema.optional() });
const resolutionsQuery = z.object({
  ...ofCluster,
  meetingId: uuidSchema.optional(),
  status: z.union([z.literal('tabled'), outcomeSchema]).optional(),
});
const onADay = z.object({ on: dateSchema.optional() });

/** Whoever held an office on a day. */
export interface HoldersView {
  readonly officeId: string;
  readonly on: string;
  readonly holders: readonly MandateView[];
}

@Controller('api/v1/governance')
export class GovernanceController {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get('bodies')
  @ApiOperation({ summary: 'Bodies in a stable order.' })
  listBodies(@Query({ schema: bodiesQuery }) query: z.infer<typeof bodiesQuery>): Promise<Page<BodyDocument>> {
    const { limit, after, clusterId, kind } = query;
    return this.readModels.of(bodies).page({ limit, after, where: given({ cluster_id: clusterId, kind }) });
  }

  @Get('bodies/:id')
  @ApiOperation({ summary: 'A body.' })
  async body(@Param('id', { schema: uuidSchema }) id: string): Promise<BodyDocument> {
    return found(await this.readModels.of(bodies).get(id), id);
  }

  @Get('offices')
  @ApiOperation({ summary: 'Offices in a stable order.' })
  listOffices(@Query({ schema: officesQuery }) query: z.infer<typeof officesQuery>): Promise<Page<OfficeDocument>> {
    const { limit, after, clusterId, bodyId, kind } = query;
    const where = given({ cluster_id: clusterId, body_id: bodyId, kind });
    return this.readModels.of(offices).page({ limit, after, where });
  }

  @Get('offices/:id')
  @ApiOperation({ summary: 'An office with its mandates.' })
  async office(@Param('id', { schema: uuidSchema }) id: string): Promise<OfficeDocument> {
    return found(await this.readModels.of(offices).get(id), id);
  }

  @Get('offices/:id/holders')
  @ApiOperation({ summary: 'Who held an office on a day.' })
  async holders(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: onADay }) { on }: z.infer<typeof onADay>,
    @CurrentViewer() viewer: Viewer,
  ): Promise<HoldersView> {
    const day = on ?? viewer.today;
    const office = found(await this.readModels.of(offices).get(id), id);
    return { officeId: id, on: day, holders: holdersOf(office, day) };
  }

  @Get('roles')
  @ApiOperation({ summary: 'Appointed roles in a stable order.' })
  listRoles(@Query({ schema: rolesQuery }) query: z.infer<typeof rolesQuery>): Promise<Page<RoleDocument>> {
    const { limit, after, clusterId } = query;
    return this.readModels.of(roles).page({ limit, after, where: given({ cluster_id: clusterId }) });
  }

  @Get('roles/:id')
  @ApiOperation({ summary: 'An appointed role with those who had it.' })
  async role(@Param('id', { schema: uuidSchema }) id: string): Promise<RoleDocument> {
    return found(await this.readModels.of(roles).get(id), id);
  }

  /** All versions; with `on`, the one in force that day, or none. */
  @Get('statutes/:clusterId')
  @ApiOperation({ summary: 'The statutes of a cluster: the version in force on a day.' })
  async statutes(
    @Param('clusterId', { schema: uuidSchema }) clusterId: string,
    @Query({ schema: onADay }) { on }: z.infer<typeof onADay>,
  ): Promise<StatutesDocument> {
    const document = found(await this.readModels.of(statutesVersions).get(clusterId), clusterId);
    if (on === undefined) return document;
    const inForce = statutesInForce(document.versions, on);
    return { clusterId, versions: inForce === undefined ? [] : [inForce] };
  }

  @Get('meetings')
  @ApiOperation({ summary: 'Meetings in a stable order.' })
  listMeetings(@Query({ schema: meetingsQuery }) query: z.infer<typeof meetingsQuery>): Promise<Page<MeetingDocument>> {
    const { limit, after, clusterId, bodyId } = query;
    const where = given({ cluster_id: clusterId, body_id: bodyId });
    return this.readModels.of(meetings).page({ limit, after, where });
  }

  @Get('meetings/:id')
  @ApiOperation({ summary: 'A meeting.' })
  async meeting(@Param('id', { schema: uuidSchema }) id: string): Promise<MeetingDocument> {
    return found(await this.readModels.of(meetings).get(id), id);
  }

  @Get('resolutions')
  @ApiOperation({ summary: 'Resolutions in a stable order, whatever became of them.' })
  listResolutions(
    @Query({ schema: resolutionsQuery }) query: z.infer<typeof resolutionsQuery>,
  ): Promise<Page<ResolutionDocument>> {
    const { limit, after, clusterId, meetingId, status } = query;
    const where = given({ cluster_id: clusterId, meeting_id: meetingId, status });
    return this.readModels.of(resolutions).page({ limit, after, where });
  }

  @Get('resolutions/:id')
  @ApiOperation({ summary: 'A resolution with its tally, its outcome and the rules under which it was judged.' })
  async resolution(@Param('id', { schema: uuidSchema }) id: string): Promise<ResolutionDocument> {
    return found(await this.readModels.of(resolutions).get(id), id);
  }
}
