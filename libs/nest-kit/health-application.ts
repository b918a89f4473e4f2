import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { HealthController, type HealthSource } from './http/health.controller.ts';
import { nestLogger } from './http/nest-logger.ts';
import { RUNTIME } from './tokens.ts';

@Module({})
class HealthModule {}

/** HTTP of a process that answers nothing but how it is: `/health/live` and `/health/ready`. It does not listen yet. */
export async function createHealthApplication(source: HealthSource, log: Logger): Promise<NestFastifyApplication> {
  const module: DynamicModule = {
    module: HealthModule,
    controllers: [HealthController],
    providers: [{ provide: RUNTIME, useValue: source }],
  };
  const application = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: nestLogger(log),
    abortOnError: false,
  });
  return application.init();
}
