import { Catch } from '@nestjs/common';
import type { DynamicModule, ExceptionFilter, INestMicroservice, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { MessageHandler, MicroserviceOptions } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import { Consumers, type ConsumerStatus, type ConsumersOptions } from '#libs/hosting';
import { noteFailures } from './delivery.ts';
import { HandlerTable } from './handler-table.ts';
import { LEDGER } from './on-event.ts';

/** What can be listened to with `on`. */
export type LedgerTransportEvents = {
  /** Every fault, tried again or not, and the consumer that met it. */
  readonly fault: (error: unknown, consumer: string) => void;
};

export type LedgerTransportOptions = Omit<ConsumersOptions, 'onFault'>;

/**
 * Nest's handler style over the ledger. Each class with `@ProcessManager` becomes one consumer: its position, lease and epoch are in
 * the database, and the position moves behind an event when the handler's own promise was fulfilled. An event that cannot be handled is
 * tried again by the policy, then its consumer is paused at it with the error as it was thrown; other consumers go on. What guards,
 * pipes, interceptors and filters answer does not count: see {@link deliver}.
 *
 * The application is to be made with {@link ledgerMicroservice}: in another, a filter could swallow what an interceptor threw after the
 * handler, so every consumer is paused at its first event there.
 */
export class LedgerTransport
  extends Server<LedgerTransportEvents, 'running' | 'stopped'>
  implements CustomTransportStrategy
{
  override readonly transportId = LEDGER;
  /** Errors go to the listeners of `fault`, so Nest need not log them as well. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #table = new HandlerTable();
  readonly #listeners: LedgerTransportEvents['fault'][] = [];
  #consumers: Consumers | undefined;

  constructor(private readonly options: LedgerTransportOptions) {
    super();
  }

  /** Nest hands over each handler that it found; `listen` checks all of them together. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Readonly<Record<string, unknown>> = {},
  ): void {
    this.#table.add(pattern, callback, isEventHandler, extras['place']);
  }

  /** Starts one consumer for each class. Calls back with InvalidHandlers when they cannot be run as they are declared. */
  override listen(callback: (error?: unknown) => void): void {
    try {
      const onFault = (error: unknown, consumer: string): void => {
        for (const listener of this.#listeners) listener(error, consumer);
      };
      this.#consumers = new Consumers(this.#table.consumers(), { ...this.options, onFault });
      this.#consumers.start();
      this._status$.next('running');
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Resolves when every consumer has finished the event at hand and given its lease back. */
  override async close(): Promise<void> {
    await this.#consumers?.stop();
    this._status$.next('stopped');
  }

  override on<Key extends keyof LedgerTransportEvents>(_event: Key, listener: LedgerTransportEvents[Key]): void {
    this.#listeners.push(listener);
  }

  /** @throws TypeError always: a ledger has no server object */
  override unwrap(): never {
    throw new TypeError('a ledger has no server object: the source was passed to the transport');
  }

  /** The status of each consumer; none before `listen`. */
  async consumerStatus(): Promise<readonly ConsumerStatus[]> {
    return (await this.#consumers?.status()) ?? [];
  }
}

/** The filter of last resort: Nest's own would log the error, which goes to `fault`, and replace it. */
@Catch()
class ErrorAsItIs implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * A Nest application of handlers over the ledger; `listen` starts it, `close` ends it and waits. An error at its start is thrown and
 * does not end the process.
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
