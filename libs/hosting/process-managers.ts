import { setMaxListeners } from 'node:events';
import { resumeConsumer, resumeTimers, runTimers, setTimers, timersStatus } from '#libs/messaging';
import type { ConsumerStatus, TimersStatus } from '#libs/messaging';
import { Consumers, type ConsumersOptions } from './consumers.ts';
import type { RecordedEvent } from '#libs/kernel';
import type { AnyProcessManager } from '#libs/process-managers';
import type { ManagerServices } from './context.ts';
import { Gathered } from './gathered.ts';
import { fire, react } from './reactions.ts';

export interface ProcessManagerRunnerOptions extends ConsumersOptions {
  readonly managers: readonly AnyProcessManager[];
  readonly services: ManagerServices;
  /** How often process managers look whether a timer is due. Default: that of `runTimers`. */
  readonly timersPollMs?: number | undefined;
}

export interface ProcessManagerStatus extends ConsumerStatus {
  /** Timers whose instant has come and that did not fire yet. */
  readonly dueTimers: number;
}

/** Runs process managers side by side: each is a consumer with its own lease and its own position, and fires its timers. */
export class ProcessManagerRunner {
  readonly #stop = new AbortController();
  readonly #consumers: Consumers;
  #firing: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessManagerRunnerOptions) {
    const { managers, services, timersPollMs: _pollMs, ...common } = options;
    const consumed = managers.map((manager) => {
      const gathered = new Gathered(manager, services.readModels);
      return {
        name: manager.name,
        on: manager.on,
        asStored: manager.asStored,
        expect: (page: readonly RecordedEvent[]) => {
          gathered.expect(page);
        },
        handle: async (event: RecordedEvent) => {
          await setTimers(common.pool, manager.name, manager.timers?.setBy(event) ?? []);
          await react(manager, event, services, gathered).catch((error: unknown) => {
            gathered.forget();
            throw error;
          });
        },
      };
    });
    this.#consumers = new Consumers(consumed, common);
  }

  start(): void {
    // As many wait for it as there are managers with timers: no sign of a leak.
    setMaxListeners(0, this.#stop.signal);
    this.#consumers.start();
    this.#firing = Promise.all(this.#timed.map((manager) => this.#fire(manager)));
  }

  get #timed(): readonly AnyProcessManager[] {
    return this.options.managers.filter(({ timers }) => timers !== undefined);
  }

  #fire(manager: AnyProcessManager): Promise<void> {
    const { services, pool, holder, leaseTtlMs, timersPollMs: pollMs, onFault } = this.options;
    const timers = { manager: manager.name, pool, holder, leaseTtlMs, pollMs, clock: services.clock };
    return runTimers({
      ...timers,
      signal: this.#stop.signal,
      fire: (timer) => fire(manager, timer, services),
      onFault: (error) => onFault?.(error, manager.name),
    });
  }

  /** The status of each process manager; one with a failed timer is paused. */
  async status(): Promise<readonly ProcessManagerStatus[]> {
    // Positions first: a manager that has handled an event has set its timers.
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

  /** Lets a paused process manager try again: its event, and its timers that failed. */
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

/** The error of an event comes before that of a timer. */
function pausedBy(
  { id, dueAt, message }: NonNullable<TimersStatus['failed']>,
  { error }: Pick<ConsumerStatus, 'error'>,
) {
  return { state: 'paused', error: error ?? { message: `timer ${id}, due ${dueAt}: ${message}` } } as const;
}
