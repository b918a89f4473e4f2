import { Catch } from '@nestjs/common';
import type { DynamicModule, ExceptionFilter, INestMicroservice, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { MessageHandler, MicroserviceOptions } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import { Consumers, type ConsumedStatus, type ConsumersOptions } from '#libs/hosting';
import { noteFailures } from './delivery.ts';
import { HandlerTable } from './handler-table.ts';
import { LEDGER } from './on-event.ts';

/** What can be listened to with `on`. */
export type LedgerTransportEvents = {
  /** Every fault, tried again or not, and the process that met it. */
  readonly fault: (error: unknown, process: string) => void;
};

export type LedgerTransportOptions = Omit<ConsumersOptions, 'onFault'>;

/**
 * Nest's handler style over the ledger. Each class with `@Process` becomes one consumer: its position, lease and epoch stand in the
 * database, and the position moves behind an event when the handler's own promise was fulfilled. An event that cannot be handled is
 * tried again by the policy, then its process is paused at it with the error as it was thrown; other processes go on. What guards,
 * pipes, interceptors and filters answer is no commit: see {@link deliver}.
 *
 * The application is to be made with {@link ledgerMicroservice}: in another, a filter could swallow what an interceptor threw after the
 * handler, so every process is paused at its first event there.
 */
export class LedgerTransport
  extends Server<LedgerTransportEvents, 'running' | 'stopped'>
  implements CustomTransportStrategy
{
  override readonly transportId = LEDGER;
  /** They are told by `fault`, so Nest need not log them as well. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #table = new HandlerTable();
  readonly #listeners: LedgerTransportEvents['fault'][] = [];
  #consumers: Consumers | undefined;

  constructor(private readonly options: LedgerTransportOptions) {
    super();
  }

  /** Nest hands over each handler that it found; they are judged together in `listen`. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Readonly<Record<string, unknown>> = {},
  ): void {
    this.#table.add(pattern, callback, isEventHandler, extras['place']);
  }

  /** Starts one consumer for each process. Calls back with InvalidHandlers when they cannot be run as they are declared. */
  override listen(callback: (error?: unknown) => void): void {
    try {
      const onFault = (error: unknown, process: string): void => {
        for (const listener of this.#listeners) listener(error, process);
      };
      this.#consumers = new Consumers(this.#table.processes(), { ...this.options, onFault });
      this.#consumers.start();
      this._status$.next('running');
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Resolves when every process has finished the event at hand and given its lease back. */
  override async close(): Promise<void> {
    await this.#consumers?.stop();
    this._status$.next('stopped');
  }

  override on<Key extends keyof LedgerTransportEvents>(_event: Key, listener: LedgerTransportEvents[Key]): void {
    this.#listeners.push(listener);
  }

  /** @throws TypeError there is no server: whoever wants the source has given it */
  override unwrap(): never {
    throw new TypeError('a ledger has no server to show: its source is in the hands of whoever made the transport');
  }

  /** Where each process stands; none before `listen`. */
  async standing(): Promise<readonly ConsumedStatus[]> {
    return (await this.#consumers?.status()) ?? [];
  }
}

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
