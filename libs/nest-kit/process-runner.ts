import type pg from 'pg';
import type { Logger } from 'pino';
import { contextOf } from '#libs/kernel';
import { findConsumers, resumeConsumer, runConsumer, type ConsumerStatus, type MessageSource } from '#libs/messaging';
import type { ProcessManager, ProcessServices } from './context.ts';

export interface ProcessRunnerOptions {
  readonly managers: readonly ProcessManager[];
  readonly source: MessageSource;
  readonly pool: pg.Pool;
  readonly services: ProcessServices;
  readonly holder: string;
  /** How long a dead owner's managers stand still; as `runConsumer` has it unless told. */
  readonly leaseTtlMs?: number | undefined;
  readonly log: Logger;
  /** Hears of every fault, tried again or not. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

export type ProcessStatus = Pick<ConsumerStatus, 'name' | 'state' | 'position' | 'error'>;

/** Runs process managers side by side, each a consumer with its own lease and its own position. */
export class ProcessRunner {
  readonly services: ProcessServices;
  #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessRunnerOptions) {
    this.services = options.services;
  }

  start(): void {
    const { managers, source, pool, services, holder, leaseTtlMs, log, onFault } = this.options;
    this.#running = Promise.all(
      managers.map((manager) =>
        runConsumer({
          name: manager.name,
          source,
          contexts: [...new Set(manager.on.map(contextOf))],
          types: manager.on,
          pool,
          holder,
          leaseTtlMs,
          signal: this.#stop.signal,
          handle: (event) => manager.handle(event, services),
          onFault: (error) => {
            log.error({ err: error, process: manager.name }, 'a process manager met a fault');
            onFault?.(error);
          },
        }),
      ),
    );
  }

  /** One status for each manager; one that has never had its lease stands at the beginning. */
  async status(): Promise<readonly ProcessStatus[]> {
    const found = await findConsumers(this.options.pool);
    return this.options.managers.map(
      ({ name }) =>
        found.find((consumer) => consumer.name === name) ?? { name, state: 'running', position: 0n, error: undefined },
    );
  }

  resume(name: string): Promise<boolean> {
    return resumeConsumer(this.options.pool, name);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
