import { Catch } from '@nestjs/common';
import type { DynamicModule, ExceptionFilter, INestMicroservice, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import { noteFailures } from './delivery.ts';
import type { LedgerTransport } from './ledger-transport.ts';

/** Where no other filter answers: Nest's own would log the error, which is told as a fault, and hide what it was. */
@Catch()
class ErrorAsItIs implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

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
  return application.useGlobalFilters(new ErrorAsItIs()).registerPreRequestHook(noteFailures);
}
