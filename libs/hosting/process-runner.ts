import { resumeConsumer, resumeTimers, runTimers, setTimers, timersStatus } from '#libs/messaging';
import type { TimersStatus } from '#libs/messaging';
import { Consumers, type ConsumedStatus, type ConsumersOptions } from './consumers.ts';
import type { RecordedEvent } from '#libs/kernel';
import type { AnyProcess } from '#libs/processes';
import type { ProcessServices } from './context.ts';
import { fire, react } from './process-dispatch.ts';

export interface ProcessRunnerOptions extends ConsumersOptions {
  readonly managers: readonly AnyProcess[];
  readonly services: ProcessServices;
  /** How often processes look whether a timer of theirs is due. Default: as `runTimers` has it. */
  readonly timersPollMs?: number | undefined;
}

export interface ProcessStatus extends ConsumedStatus {
  /** Timers whose instant has come and that did not fire yet. */
  readonly dueTimers: number;
}

/** Runs process managers side by side, each a consumer with its own lease and its own position, its timers beside it. */
export class ProcessRunner {
  readonly #stop = new AbortController();
  readonly #consumers: Consumers;
  #firing: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessRunnerOptions) {
    const { managers, services, timersPollMs: _pollMs, ...common } = options;
    const consumed = managers.map((manager) => ({
      name: manager.name,
      on: manager.on,
      handle: async (event: RecordedEvent) => {
        await setTimers(common.pool, manager.name, manager.timers?.setBy(event) ?? []);
        await react(manager, event, services);
      },
    }));
    this.#consumers = new Consumers(consumed, common);
  }

  start(): void {
    this.#consumers.start();
    this.#firing = Promise.all(this.#timed.map((manager) => this.#fire(manager)));
  }

  get #timed(): readonly AnyProcess[] {
    return this.options.managers.filter(({ timers }) => timers !== undefined);
  }

  #fire(manager: AnyProcess): Promise<void> {
    const { services, pool, holder, leaseTtlMs, timersPollMs: pollMs, onFault } = this.options;
    const timers = { process: manager.name, pool, holder, leaseTtlMs, pollMs, clock: services.clock };
    return runTimers({
      ...timers,
      signal: this.#stop.signal,
      fire: (timer) => fire(manager, timer, services),
      onFault: (error) => onFault?.(error, manager.name),
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
    const { pool, services } = this.options;
    const names = this.#timed.map(({ name }) => name);
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
