import type { EventStore } from '#libs/event-store';
import { MissingPosition } from '#libs/kernel';
import { pause, underLease, type LeasedOptions, type Running } from '../leased.ts';
import type { TopicPublisher, TopicRecord } from '../records/index.ts';
import { recordBatches, type BatchLimits } from './record-batches.ts';
import { claimRelay, findRelay, moveRelay, StaleRelay, stopRelay, type RelayMark } from './relay-row.ts';

/** The lease of the relay: one relay of a database works at a time. */
export const RELAY_LEASE = 'relay';

export interface RelayOptions extends Omit<LeasedOptions, 'onAlive'> {
  readonly store: Pick<EventStore, 'readLedger' | 'subscribe' | 'status'>;
  /** The caller closes it. */
  readonly publisher: TopicPublisher;
  /** Called for each batch that is acknowledged and recorded. */
  readonly onPublished?: ((mark: RelayMark, sent: SentBatch) => void) | undefined;
  /** What is sent at once. Default: 1,000 records and 1 MB. */
  readonly limits?: Partial<BatchLimits> | undefined;
  /** The wait after a fault; it doubles with each in a row, up to 64 times. Default: 100 ms. */
  readonly backoffMs?: number | undefined;
}

/** A batch that the brokers acknowledged, and how long they took. */
export interface SentBatch {
  readonly records: readonly TopicRecord[];
  /** In milliseconds of the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
}

const LIMITS: BatchLimits = { maxRecords: 1_000, maxBytes: 1_000_000 };
const LONGEST_BACKOFF = 6;

/**
 * Publishes the ledger to the topics, in order and at least once, in one process at a time: of several relays one works and the
 * others wait. The position is recorded after the acknowledgement, fenced by the lease's epoch, so that nothing is lost whenever
 * it dies, and what it repeats has the same positions. A ledger with a hole stops it there, visibly, until it is resumed.
 * Resolves when the signal is aborted; never rejects.
 */
export async function runRelay(options: RelayOptions): Promise<void> {
  await underLease(RELAY_LEASE, options, (epoch, running) => new Relay(epoch, running).run());
}

/** The work under one lease, until it is lost. */
class Relay {
  #faults = 0;

  constructor(
    private readonly epoch: bigint,
    private readonly options: Running<RelayOptions>,
  ) {}

  async run(): Promise<void> {
    while (!this.#over()) {
      try {
        const claimed = await claimRelay(this.options.pool, this.epoch);
        if (claimed.state === 'stopped') await this.#untilResumed();
        else await this.#publishFrom(claimed);
      } catch (error) {
        this.options.onFault(error);
        if (error instanceof StaleRelay) return;
        if (!(await this.#stopAtFault(error))) await this.#backOff();
      }
    }
  }

  /** While a batch is under way the next one is read and encoded; it is sent once the one before is acknowledged and recorded. */
  async #publishFrom(start: RelayMark): Promise<void> {
    const { store, publisher, pool, limits, onPublished } = this.options;
    const { head } = await store.status();
    if (head < start.position) throw new LedgerBehindTopics(start.position, head);
    const ahead = new AbortController();
    const signal = AbortSignal.any([this.options.signal, ahead.signal]);
    const batches = recordBatches(store, start, { ...LIMITS, ...limits }, signal);
    let mark = start;
    try {
      let coming = begin(batches.next());
      for (let batch = await coming; batch.done !== true && !this.#over(); batch = await coming) {
        const startedAt = performance.now();
        const sent = publisher.publish(batch.value.records);
        coming = begin(batches.next());
        await sent;
        const durationMs = performance.now() - startedAt;
        await moveRelay(pool, this.epoch, mark.position, batch.value.next);
        mark = batch.value.next;
        this.#faults = 0;
        const startedAtMs = performance.timeOrigin + startedAt;
        onPublished?.(mark, { records: batch.value.records, startedAtMs, durationMs });
      }
    } finally {
      ahead.abort();
      await batches.return(undefined);
    }
  }

  /** True when trying again does not help against the error, and the relay is stopped at it now. */
  async #stopAtFault(error: unknown): Promise<boolean> {
    if (!(error instanceof MissingPosition || error instanceof LedgerBehindTopics)) return false;
    try {
      await stopRelay(this.options.pool, this.epoch, { message: error.message, position: String(error.position) });
      return true;
    } catch (again) {
      this.options.onFault(again);
      return false;
    }
  }

  async #untilResumed(): Promise<void> {
    const { pool, pollMs, signal } = this.options;
    do await pause(pollMs, signal);
    while (!this.#over() && (await findRelay(pool))?.state === 'stopped');
  }

  async #backOff(): Promise<void> {
    const { backoffMs = 100, signal } = this.options;
    await pause(backoffMs * 2 ** Math.min(this.#faults, LONGEST_BACKOFF), signal);
    this.#faults += 1;
  }

  #over(): boolean {
    return this.options.signal.aborted;
  }
}

/** A batch that is not awaited any more may fail without an unhandled rejection. */
function begin<T>(batch: Promise<T>): Promise<T> {
  batch.catch(() => undefined);
  return batch;
}

/** More was published than the ledger holds: it was restored from an older state than the topics. */
export class LedgerBehindTopics extends Error {
  override readonly name = 'LedgerBehindTopics';
  constructor(
    /** The first position that was not published yet. */
    readonly position: bigint,
    readonly head: bigint,
  ) {
    super(
      `positions below ${String(position)} were published and the ledger ends at ${String(head)}: nothing was sent. ` +
        'Restore the ledger from a later backup or from the topics, then resume the relay.',
    );
  }
}
