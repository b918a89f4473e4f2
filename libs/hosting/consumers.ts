import { setMaxListeners } from 'node:events';
import { contextOf, type RecordedEvent } from '#libs/kernel';
import { findConsumers, runConsumer } from '#libs/messaging';
import type { ConsumerOptions, ConsumerStatus } from '#libs/messaging';

/** A consumer: which events it handles, and how. */
export interface ConsumerDefinition {
  /** `<context>.<consumer>`: also the name of its position and of its lease. */
  readonly name: string;
  /** Full event types, of whatever contexts. */
  readonly on: readonly string[];
  /** Whether it is given events as they are stored; as `ReadOptions.asStored`. */
  readonly asStored?: boolean | undefined;
  readonly handle: (event: RecordedEvent, signal: AbortSignal) => Promise<void>;
  /** As `ConsumerOptions.expect`. */
  readonly expect?: ((page: readonly RecordedEvent[]) => void) | undefined;
}

/** Settings of all consumers of a service. Defaults: those of `runConsumer`. */
export interface ConsumersOptions extends Pick<
  ConsumerOptions,
  'source' | 'pool' | 'holder' | 'policy' | 'leaseTtlMs' | 'pollMs' | 'restMs'
> {
  /** Hears of every fault, tried again or not, and of the consumer that met it. */
  readonly onFault?: ((error: unknown, consumer: string) => void) | undefined;
  readonly observer?: ConsumerObserver | undefined;
}

/** Hears of what consumers do in this process. It has to be quick and may not throw. */
export interface ConsumerObserver {
  /** The lease of a consumer is known to be held here. */
  alive(consumer: string): void;
  /** Wraps the handling of each event: calls `handle` once, with the event as its effects shall see it. */
  handling(consumer: string, event: RecordedEvent, handle: (event: RecordedEvent) => Promise<void>): Promise<void>;
}

/** The status of a consumer that has never run. */
const NEW = { position: 0n, epoch: 0n, state: 'running', pausedAt: undefined, error: undefined } as const;

/** Runs consumers side by side, each with its own lease and its own position. */
export class Consumers {
  readonly #stop = new AbortController();
  /** How far those that run here have passed events that they do not handle. */
  readonly #passed = new Map<string, bigint>();
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly definitions: readonly ConsumerDefinition[],
    private readonly options: ConsumersOptions,
  ) {}

  start(): void {
    // As many wait for it as there are consumers: no sign of a leak.
    setMaxListeners(0, this.#stop.signal);
    const { onFault, observer, ...common } = this.options;
    this.#running = Promise.all(
      this.definitions.map(({ name, on, asStored, handle, expect }) =>
        runConsumer({
          ...common,
          name,
          contexts: [...new Set(on.map(contextOf))],
          types: on,
          asStored,
          expect,
          signal: this.#stop.signal,
          handle: (event, signal) =>
            observer === undefined
              ? handle(event, signal)
              : observer.handling(name, event, (observed) => handle(observed, signal)),
          onAlive: () => observer?.alive(name),
          onFault: (error) => onFault?.(error, name),
          onPassed: (next) => {
            if (next === undefined) this.#passed.delete(name);
            else this.#passed.set(name, next);
          },
        }),
      ),
    );
  }

  /** The status of each consumer; one that has never run is at the beginning. */
  async status(): Promise<readonly ConsumerStatus[]> {
    const found = await findConsumers(this.options.pool);
    return this.definitions.map(({ name }) => {
      const status = found.find((consumer) => consumer.name === name) ?? { name, ...NEW };
      // What it passes is written down a little later: the one that runs it knows better than the row.
      const passed = this.#passed.get(name) ?? 0n;
      return passed > status.position && status.state === 'running' ? { ...status, position: passed } : status;
    });
  }

  /** Resolves when each has finished the event at hand and given its lease back. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
