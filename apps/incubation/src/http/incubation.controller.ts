import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { uuidSchema } from '#libs/contracts';
import { found, given, pageShape, READ_MODELS } from '#libs/nest-kit';
import type { Page, ReadModels } from '#libs/projections';
import { incubators, type IncubatorView } from '../read-models/incubators/incubators.projection.ts';
import { partners, type PartnerView } from '../read-models/partners/partners.projection.ts';

export const incubatorsQuery = z.object({ ...pageShape, status: z.enum(['open', 'dissolved']).optional() });
export const partnersQuery = z.object({
  ...pageShape,
  incubatorId: uuidSchema.optional(),
  holderId: uuidSchema.optional(),
  status: z.enum(['partner', 'left']).optional(),
});

@Controller('api/v1/incubation')
export class IncubationController {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get('incubators')
  @ApiOperation({ summary: 'Incubators in a stable order.' })
  listIncubators(
    @Query({ schema: incubatorsQuery }) { limit, after, status }: z.infer<typeof incubatorsQuery>,
  ): Promise<Page<IncubatorView>> {
    return this.readModels.of(incubators).page({ limit, after, where: given({ status }) });
  }

  @Get('incubators/:id')
  @ApiOperation({ summary: 'An incubator.' })
  async incubator(@Param('id', { schema: uuidSchema }) id: string): Promise<IncubatorView> {
    return found(await this.readModels.of(incubators).get(id));
  }

  @Get('partners')
  @ApiOperation({ summary: 'Partners of incubators in a stable order.' })
  listPartners(@Query({ schema: partnersQuery }) query: z.infer<typeof partnersQuery>): Promise<Page<PartnerView>> {
    const { limit, after, incubatorId, holderId, status } = query;
    const where = given({ incubator_id: incubatorId, holder_id: holderId, status });
    return this.readModels.of(partners).page({ limit, after, where });
  }

  @Get('partners/:id')
  @ApiOperation({ summary: 'A partner with its seat and the chain of its holders.' })
  async partner(@Param('id', { schema: uuidSchema }) id: string): Promise<PartnerView> {
    return found(await this.readModels.of(partners).get(id));
  }
}
