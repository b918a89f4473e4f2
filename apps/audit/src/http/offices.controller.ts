import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { z } from 'zod';
import { uuidSchema } from '#libs/contracts';
import { CurrentViewer, found, READ_MODELS, RequireRoles, type Viewer } from '#libs/nest-kit';
import type { ReadModels } from '#libs/projections';
import type { Point } from '../domain/bitemporal/bitemporal.ts';
import { FactReader } from '../queries/fact-reader.ts';
import {
  readOffice,
  readOfficeOn,
  readOfficesOf,
  type OfficeHistory,
  type OfficeOnDay,
} from '../queries/offices/offices.reader.ts';
import { officesQuery, pointOf, pointQuery } from './audit.requests.ts';

type PointQuery = z.infer<typeof pointQuery>;

@Controller('api/v1/audit')
@RequireRoles('admin', 'auditor')
export class OfficesController {
  private readonly reader: FactReader;
  constructor(@Inject(READ_MODELS) readModels: ReadModels) {
    this.reader = new FactReader(readModels);
  }

  /** Who held the office on the day, as known at the instant. */
  @Get('offices/:id/holders')
  @ApiOperation({ summary: 'Who held an office on a day, as it was known at a point.' })
  async holders(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: pointQuery }) query: PointQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<OfficeOnDay & Point> {
    const point = pointOf(query, viewer.today);
    return { ...found(await readOfficeOn(this.reader, id, point), id), ...point };
  }

  /** The days on which nobody held it. */
  @Get('offices/:id/vacancies')
  @ApiOperation({ summary: 'When an office had no holder.' })
  async vacancies(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: pointQuery }) { knownAt }: PointQuery,
  ): Promise<Pick<OfficeHistory, 'officeId' | 'vacancies'>> {
    const { officeId, vacancies } = found(await readOffice(this.reader, id, knownAt), id);
    return { officeId, vacancies };
  }

  /** Its whole life by its holders: on which days nobody, one person, two. */
  @Get('offices/:id/intervals')
  @ApiOperation({ summary: 'Every stretch in which somebody held an office, with its causes.' })
  async intervals(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: pointQuery }) { knownAt }: PointQuery,
  ): Promise<OfficeHistory> {
    return found(await readOffice(this.reader, id, knownAt), id);
  }

  /** The offices of a cluster with their holders on the day. */
  @Get('clusters/:id/offices')
  @ApiOperation({ summary: 'The offices of a cluster, with their holders on a day.' })
  async offices(
    @Param('id', { schema: uuidSchema }) id: string,
    @Query({ schema: officesQuery }) query: z.infer<typeof officesQuery>,
    @CurrentViewer() viewer: Viewer,
  ): Promise<{ readonly items: readonly OfficeOnDay[] } & Point> {
    const point = pointOf(query, viewer.today);
    return { items: await readOfficesOf(this.reader, id, query.kind, point), ...point };
  }
}
