import type pg from 'pg';
import { resumeConsumer, resumeTimers, runTimers, setTimers, timersStatus } from '#libs/messaging';
import type { MessageSource, TimersStatus } from '#libs/messaging';
import { Consumers, type ConsumedStatus, type ConsumedProcess, type ConsumerObserver } from './consumers.ts';
import type { AnyProcess } from '#libs/processes';
import type { ProcessServices } from './context.ts';
import { fire, react } from './process-dispatch.ts';

export interface ProcessRunnerOptions {
  readonly managers: readonly AnyProcess[];
  readonly source: MessageSource;
  readonly pool: pg.Pool;
  readonly services: ProcessServices;
  readonly holder: string;
  /** How long a dead owner's managers stand still; as `runConsumer` has it unless told. */
  readonly leaseTtlMs?: number | undefined;
  /** How often processes look whether a timer of theirs is due; as `runTimers` has it unless told. */
  readonly timersPollMs?: number | undefined;
  /** Hears of every fault, tried again or not, and whose it is. */
  readonly onFault?: ((error: unknown, process: string) => void) | undefined;
  readonly observer?: ConsumerObserver | undefined;
}

export interface ProcessStatus extends ConsumedStatus {
  /** Timers whose instant has come and that did not fire yet. */
  readonly dueTimers: number;
}

/** Runs process managers side by side, each a consumer with its own lease and its own position, its timers beside it. */
export class ProcessRunner {
  readonly services: ProcessServices;
  readonly #stop = new AbortController();
  readonly #consumers: Consumers;
  #firing: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessRunnerOptions) {
    const { managers, services, ...common } = options;
    this.services = services;
    const consumed = managers.map((manager) => this.#consumed(manager));
    this.#consumers = new Consumers(consumed, common);
  }

  start(): void {
    this.#consumers.start();
    this.#firing = Promise.all(
      this.options.managers.flatMap((manager) => (manager.timers === undefined ? [] : [this.#fire(manager)])),
    );
  }

  #consumed(manager: AnyProcess): ConsumedProcess {
    const { pool, services } = this.options;
    const { name, on, timers } = manager;
    return {
      name,
      on,
      handle: async (event) => {
        await setTimers(pool, name, timers?.setBy(event) ?? []);
        await react(manager, event, services);
      },
    };
  }

  #fire(manager: AnyProcess): Promise<void> {
    const { services, pool, holder, leaseTtlMs, timersPollMs: pollMs, onFault } = this.options;
    const { clock } = services;
    const process = manager.name;
    return runTimers({
      process,
      pool,
      holder,
      leaseTtlMs,
      clock,
      pollMs,
      signal: this.#stop.signal,
      fire: (timer) => fire(manager, timer, services),
      onFault: (error) => onFault?.(error, process),
    });
  }

  /** One status for each manager; one that has never had its lease stands at the beginning, one with a failed timer is paused. */
  async status(): Promise<readonly ProcessStatus[]> {
    // Positions first: whoever has handled an event has set its timers.
    const consumers = await this.#consumers.status();
    const timers = await this.#timersStatus();
    return consumers.map((consumer) => {
      const { due = 0, failed } = timers.get(consumer.name) ?? {};
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
    await Promise.all([this.#consumers.stop(), this.#firing]);
  }
}

/** A consumer that is paused at an event says so first. */
function pausedBy(
  { id, dueAt, message }: NonNullable<TimersStatus['failed']>,
  { error }: Pick<ConsumedStatus, 'error'>,
) {
  return { state: 'paused', error: error ?? { message: `timer ${id}, due ${dueAt}: ${message}` } } as const;
}
