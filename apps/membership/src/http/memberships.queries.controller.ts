import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { dateSchema, sirenSchema, uuidSchema } from '#libs/contracts';
import { CurrentViewer, found, given, pageShape, READ_MODELS, type Viewer } from '#libs/nest-kit';
import type { Page, ReadModels } from '#libs/projections';
import { memberships, type MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import { organisationView, type OrganisationView } from '../read-models/organisations/organisation-view.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';

const organisationsQuery = z.object({ ...pageShape, siren: sirenSchema.optional(), validAt: dateSchema.optional() });
const dayQuery = z.object({ validAt: dateSchema.optional() });
const membershipsQuery = z.object({
  ...pageShape,
  clusterId: uuidSchema.optional(),
  organisationId: uuidSchema.optional(),
  status: z.enum(['applied', 'refused', 'active', 'ended', 'succeeded']).optional(),
});

/** Organisations, and the memberships that they hold or held. */
@ApiTags('membership')
@ApiBearerAuth()
@Controller('api/v1/membership')
export class MembershipQueries {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get('organisations')
  @ApiOperation({ summary: 'Organisations in a stable order; by SIREN at most one.' })
  async organisations(
    @Query({ schema: organisationsQuery }) { limit, after, siren, validAt }: z.infer<typeof organisationsQuery>,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<OrganisationView>> {
    const page = await this.readModels.of(organisations).page({ limit, after, where: given({ siren }) });
    return { ...page, items: page.items.map((document) => organisationView(document, validAt ?? viewer.today)) };
  }

  @Get('organisations/:id')
  @ApiOperation({ summary: 'An organisation with its dated names and the figures that sources declared.' })
  async organisation(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: dayQuery }) { validAt }: z.infer<typeof dayQuery>,
    @CurrentViewer() viewer: Viewer,
  ): Promise<OrganisationView> {
    const document = found(await this.readModels.of(organisations).get(id), id);
    return organisationView(document, validAt ?? viewer.today);
  }

  @Get('memberships')
  @ApiOperation({ summary: 'Memberships in a stable order, whatever became of them.' })
  async memberships(
    @Query({ schema: membershipsQuery }) query: z.infer<typeof membershipsQuery>,
  ): Promise<Page<MembershipDocument>> {
    const { limit, after, clusterId, organisationId, status } = query;
    const where = given({ cluster_id: clusterId, organisation_id: organisationId, status });
    return await this.readModels.of(memberships).page({ limit, after, where });
  }

  @Get('memberships/:id')
  @ApiOperation({ summary: 'A membership with its periods, its origins and where it went on.' })
  async membership(@Param('id', { schema: uuidSchema }) id: string): Promise<MembershipDocument> {
    return found(await this.readModels.of(memberships).get(id), id);
  }
}
