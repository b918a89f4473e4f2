import type pg from 'pg';
import type { Logger } from 'pino';
import { contextOf } from '#libs/kernel';
import {
  findConsumers,
  resumeConsumer,
  resumeTimers,
  runConsumer,
  runTimers,
  setTimers,
  timersStatus,
  type ConsumerStatus,
  type MessageSource,
  type TimersStatus,
} from '#libs/messaging';
import type { ProcessManager, ProcessServices, ProcessTimers } from './context.ts';

export interface ProcessRunnerOptions {
  readonly managers: readonly ProcessManager[];
  readonly source: MessageSource;
  readonly pool: pg.Pool;
  readonly services: ProcessServices;
  readonly holder: string;
  /** How long a dead owner's managers stand still; as `runConsumer` has it unless told. */
  readonly leaseTtlMs?: number | undefined;
  /** How often processes look whether a timer of theirs is due; as `runTimers` has it unless told. */
  readonly timersPollMs?: number | undefined;
  readonly log: Logger;
  /** Hears of every fault, tried again or not. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

export interface ProcessStatus extends Pick<ConsumerStatus, 'name' | 'state' | 'position' | 'error'> {
  /** Timers whose instant has come and that did not fire yet. */
  readonly dueTimers: number;
}

/** Runs process managers side by side, each a consumer with its own lease and its own position, its timers beside it. */
export class ProcessRunner {
  readonly services: ProcessServices;
  #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessRunnerOptions) {
    this.services = options.services;
  }

  start(): void {
    this.#running = Promise.all(
      this.options.managers.flatMap((manager) => [
        this.#consume(manager),
        ...(manager.timers === undefined ? [] : [this.#fire(manager.name, manager.timers)]),
      ]),
    );
  }

  #consume(manager: ProcessManager): Promise<void> {
    const { source, pool, services } = this.options;
    return runConsumer({
      ...this.#shared(manager.name),
      name: manager.name,
      source,
      contexts: [...new Set(manager.on.map(contextOf))],
      types: manager.on,
      handle: async (event) => {
        await setTimers(pool, manager.name, manager.timers?.setBy(event) ?? []);
        await manager.handle(event, services);
      },
    });
  }

  #fire(process: string, timers: ProcessTimers): Promise<void> {
    const { services, timersPollMs: pollMs } = this.options;
    const { clock } = services;
    return runTimers({
      ...this.#shared(process),
      process,
      clock,
      pollMs,
      fire: (timer) => timers.fire(timer, services),
    });
  }

  #shared(process: string) {
    const { pool, holder, leaseTtlMs, log } = this.options;
    return {
      pool,
      holder,
      leaseTtlMs,
      signal: this.#stop.signal,
      onFault: (error: unknown) => {
        log.error({ err: error, process }, 'a process manager met a fault');
        this.options.onFault?.(error);
      },
    };
  }

  /** One status for each manager; one that has never had its lease stands at the beginning, one with a failed timer is paused. */
  async status(): Promise<readonly ProcessStatus[]> {
    // Positions first: whoever has handled an event has set its timers.
    const found = await findConsumers(this.options.pool);
    const timers = await this.#timersStatus();
    return this.options.managers.map(({ name }) => {
      const consumer = found.find((each) => each.name === name) ?? beginning(name);
      const { due = 0, failed } = timers.get(name) ?? {};
      return { ...consumer, ...(failed === undefined ? {} : pausedBy(failed, consumer)), dueTimers: due };
    });
  }

  async #timersStatus(): Promise<ReadonlyMap<string, TimersStatus>> {
    const { managers, pool, services } = this.options;
    const names = managers.filter(({ timers }) => timers !== undefined).map(({ name }) => name);
    return names.length === 0 ? new Map() : await timersStatus(pool, names, services.clock.now());
  }

  /** Lets what a process stands at be tried again: its event, and its timers that failed. */
  async resume(name: string): Promise<boolean> {
    const { pool } = this.options;
    const [event, timers] = [await resumeConsumer(pool, name), await resumeTimers(pool, name)];
    return event || timers;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}

function beginning(name: string) {
  return { name, state: 'running', position: 0n, error: undefined } as const;
}

/** A consumer that is paused at an event says so first. */
function pausedBy(
  { id, dueAt, message }: NonNullable<TimersStatus['failed']>,
  { error }: Pick<ConsumerStatus, 'error'>,
) {
  return { state: 'paused', error: error ?? { message: `timer ${id}, due ${dueAt}: ${message}` } } as const;
}
