import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { dateSchema, uuidSchema } from '#libs/contracts';
import { CurrentViewer, found, given, pageShape, READ_MODELS, type Viewer } from '#libs/nest-kit';
import type { Page, ReadModels } from '#libs/projections';
import { antennas, type AntennaDocument } from '../read-models/antennas/antennas.projection.ts';
import { clusterView, type ClusterView } from '../read-models/clusters/cluster-view.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { changesBetween, countOn } from '../read-models/counts/count-on.ts';
import { counts } from '../read-models/counts/counts.projection.ts';
import { membersPage, type MemberView } from '../read-models/memberships/members-page.ts';

const clustersQuery = z.object({
  ...pageShape,
  state: z.enum(['active', 'dormant', 'revived', 'dissolved', 'succeeded']).optional(),
  siren: z.string().optional(),
  validAt: dateSchema.optional(),
});
const dayQuery = z.object({ validAt: dateSchema.optional() });
const membersQuery = z.object({ ...pageShape, validAt: dateSchema.optional() });
const countsQuery = z.object({ validAt: dateSchema.optional(), since: dateSchema.optional() });
const antennasQuery = z.object({
  ...pageShape,
  clusterId: uuidSchema.optional(),
  state: z.enum(['open', 'closed']).optional(),
});

/** How many members a cluster has on a day, and what changed since another. */
export interface CountView {
  readonly clusterId: string;
  readonly validAt: string;
  readonly members: number;
  readonly joins: number;
  readonly leaves: number;
  /** With `since`: the count of that day; members = before + joins − leaves. */
  readonly before?: number;
}

/** Clusters with their members and antennas, on any day. */
@ApiTags('membership')
@ApiBearerAuth()
@Controller('api/v1/membership')
export class ClusterQueries {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get('clusters')
  @ApiOperation({ summary: 'Clusters in a stable order; names as visible to the reader.' })
  async clusters(
    @Query({ schema: clustersQuery }) { limit, after, state, siren, validAt }: z.infer<typeof clustersQuery>,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<ClusterView>> {
    const page = await this.readModels.of(clusters).page({ limit, after, where: given({ state, siren }) });
    return { ...page, items: page.items.map((document) => clusterView(document, validAt ?? viewer.today, viewer)) };
  }

  @Get('clusters/:id')
  @ApiOperation({ summary: 'A cluster with its dated names, standing, predecessors, successors and figures.' })
  async cluster(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: dayQuery }) { validAt }: z.infer<typeof dayQuery>,
    @CurrentViewer() viewer: Viewer,
  ): Promise<ClusterView> {
    const document = found(await this.readModels.of(clusters).get(id), id);
    return clusterView(document, validAt ?? viewer.today, viewer);
  }

  @Get('clusters/:id/members')
  @ApiOperation({
    summary: 'The members of a cluster on a day, with name, college, antenna and origins.',
    description: 'A page may hold fewer members than the limit; it is the last one when it has no `next`.',
  })
  async members(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: membersQuery }) { validAt, ...page }: z.infer<typeof membersQuery>,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<MemberView>> {
    found(await this.readModels.of(clusters).get(id), id);
    return await membersPage(this.readModels, id, validAt ?? viewer.today, page);
  }

  @Get('clusters/:id/counts')
  @ApiOperation({ summary: 'Members at the end of a day; with `since`, joins and leaves after that day.' })
  async counts(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: countsQuery }) { validAt, since }: z.infer<typeof countsQuery>,
    @CurrentViewer() viewer: Viewer,
  ): Promise<CountView> {
    found(await this.readModels.of(clusters).get(id), id);
    const document = await this.readModels.of(counts).get(id);
    const day = validAt ?? viewer.today;
    const count = { clusterId: id, validAt: day, ...countOn(document, day) };
    if (since === undefined) return count;
    return { ...count, ...changesBetween(document, since, day), before: countOn(document, since).members };
  }

  @Get('antennas')
  @ApiOperation({ summary: 'Antennas, each with the chain of clusters that had it.' })
  async antennas(
    @Query({ schema: antennasQuery }) { limit, after, clusterId, state }: z.infer<typeof antennasQuery>,
  ): Promise<Page<AntennaDocument>> {
    return await this.readModels.of(antennas).page({ limit, after, where: given({ cluster_id: clusterId, state }) });
  }

  @Get('antennas/:id')
  @ApiOperation({ summary: 'An antenna with the chain of clusters that had it.' })
  async antenna(@Param('id', { schema: uuidSchema }) id: string): Promise<AntennaDocument> {
    return found(await this.readModels.of(antennas).get(id), id);
  }
}
