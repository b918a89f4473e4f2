import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { HealthController } from './http/health.controller.ts';
import type { HealthSource } from './http/health.queries.ts';
import { nestLogger } from './http/nest-logger.ts';
import { MetricsController, type MetricsAccess } from './http/metrics.controller.ts';
import { METRICS, RUNTIME } from './tokens.ts';

@Module({})
class HealthModule {}

/** HTTP of a process that answers nothing but how it is: `/health/live`, `/health/ready` and `/metrics`. It does not listen yet. */
export async function createHealthApplication(
  source: HealthSource,
  access: MetricsAccess,
  log: Logger,
): Promise<NestFastifyApplication> {
  const module: DynamicModule = {
    module: HealthModule,
    controllers: [HealthController, MetricsController],
    providers: [
      { provide: RUNTIME, useValue: source },
      { provide: METRICS, useValue: access },
    ],
  };
  const application = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: nestLogger(log),
    abortOnError: false,
  });
  return application.init();
}
