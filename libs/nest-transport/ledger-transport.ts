import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { Consumers, type ConsumedProcess, type ConsumedStatus, type ConsumersOptions } from '#libs/hosting';
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
      this.#consumers = new Consumers(this.processes(), { ...this.options, onFault });
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

  /** The processes that Nest's handlers make, once the application is initialised. @throws InvalidHandlers */
  processes(): readonly ConsumedProcess[] {
    return this.#table.processes();
  }

  /** Where each process stands; none before `listen`. */
  async standing(): Promise<readonly ConsumedStatus[]> {
    return (await this.#consumers?.status()) ?? [];
  }
}
