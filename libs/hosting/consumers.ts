import { contextOf, type RecordedEvent } from '#libs/kernel';
import { findConsumers, runConsumer } from '#libs/messaging';
import type { ConsumerOptions, ConsumerStatus } from '#libs/messaging';

/** What is run as one consumer. */
export interface ConsumedProcess {
  /** `<context>.<process>`: also the name of its position and of its lease. */
  readonly name: string;
  /** Full event types, of whatever contexts. */
  readonly on: readonly string[];
  readonly handle: (event: RecordedEvent, signal: AbortSignal) => Promise<void>;
}

/** Of all consumers of a process; what is left out is as `runConsumer` has it. */
export interface ConsumersOptions extends Pick<
  ConsumerOptions,
  'source' | 'pool' | 'holder' | 'policy' | 'leaseTtlMs' | 'pollMs'
> {
  /** Hears of every fault, tried again or not, and of the process that met it. */
  readonly onFault?: ((error: unknown, process: string) => void) | undefined;
  readonly observer?: ConsumerObserver | undefined;
}

/** Hears of what consumers do in this process; quick, and throws nothing of its own. */
export interface ConsumerObserver {
  /** The lease of a consumer is known to be held here. */
  alive(consumer: string): void;
  /** Stands around the handling of each event: calls `handle` once, with the event as what it causes shall see it. */
  handling(consumer: string, event: RecordedEvent, handle: (event: RecordedEvent) => Promise<void>): Promise<void>;
}

/** Where a process stands, and what it stands at. */
export type ConsumedStatus = Pick<ConsumerStatus, 'name' | 'state' | 'position' | 'error'>;

/** Runs processes side by side, each a consumer with its own lease and its own position. */
export class Consumers {
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly processes: readonly ConsumedProcess[],
    private readonly options: ConsumersOptions,
  ) {}

  start(): void {
    const { onFault, observer, ...common } = this.options;
    this.#running = Promise.all(
      this.processes.map(({ name, on, handle }) =>
        runConsumer({
          ...common,
          name,
          contexts: [...new Set(on.map(contextOf))],
          types: on,
          signal: this.#stop.signal,
          handle: (event, signal) =>
            observer === undefined
              ? handle(event, signal)
              : observer.handling(name, event, (observed) => handle(observed, signal)),
          onAlive: () => observer?.alive(name),
          onFault: (error) => onFault?.(error, name),
        }),
      ),
    );
  }

  /** One status for each process; one that has never had its lease stands at the beginning. */
  async status(): Promise<readonly ConsumedStatus[]> {
    const found = await findConsumers(this.options.pool);
    return this.processes.map(
      ({ name }) =>
        found.find((consumer) => consumer.name === name) ?? { name, state: 'running', position: 0n, error: undefined },
    );
  }

  /** Resolves when each has finished the event at hand and given its lease back. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
