import type { DynamicModule, INestMicroservice, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { noteFailures } from './delivery.ts';
import type { LedgerTransport } from './ledger-transport.ts';

/**
 * A Nest application of handlers over the ledger; `listen` starts it, `close` ends it and waits. What goes wrong at its start is
 * thrown, never the end of the process.
 */
export async function ledgerMicroservice(
  module: Type | DynamicModule,
  strategy: LedgerTransport,
  logger?: LoggerService | false,
): Promise<INestMicroservice> {
  const application = await NestFactory.createMicroservice<MicroserviceOptions>(module, {
    strategy,
    abortOnError: false,
    ...(logger === undefined ? {} : { logger }),
  });
  application.registerPreRequestHook(noteFailures);
  return application;
}
