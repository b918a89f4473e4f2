import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { holdLease, type Lease } from '#libs/postgres';
import type { HeadSignal } from '../head-signal.ts';
import { Doorbell } from './doorbell.ts';
import { APPENDED_CHANNEL, listen } from './listener.ts';
import { Sequencer, SEQUENCER_LEASE } from './sequencer.ts';
import { reachable } from './unavailable.ts';

/** Gives positions under a lease until the signal is aborted. */
export type SequencerWork = (...given: Parameters<typeof Sequencer.work>) => Promise<void>;

export interface BackgroundOptions {
  readonly pool: pg.Pool;
  readonly head: HeadSignal;
  readonly countPositions: () => Promise<bigint>;
  readonly holder: string;
  readonly sequencer: boolean;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly onError: ((error: unknown) => void) | undefined;
  readonly onSequenced: ((head: bigint) => void) | undefined;
  /** What the holder of the lease does; gives positions to the events of this database unless told. */
  readonly work?: SequencerWork | undefined;
}

const SEQUENCE_BATCH = 4_000;
const GATHER_MS = { single: 3, many: 8 };
const RETRY_MS = 200;

/** What a store does beside answering: gives positions while it holds the lease, and hears of those that others give. */
export class StoreBackground {
  readonly #bell = new Doorbell();
  readonly #stop = new AbortController();
  readonly #work: Promise<unknown>;
  #sequencing = false;
  #notifying: 'no' | 'once' | 'again' = 'no';

  constructor(private readonly options: BackgroundOptions) {
    this.#work = Promise.all([
      this.#listen(),
      this.#watchHead(),
      options.sequencer ? this.#willBeSequencer() : undefined,
    ]);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  /** After a commit: wakes the sequencer here, or tells the one elsewhere, without delaying the answer. */
  stored(): void {
    if (this.#sequencing) this.#bell.ring();
    else void this.#notify();
  }

  /** One notification at a time; however many commits there are meanwhile, one more follows. */
  async #notify(): Promise<void> {
    if (this.#notifying !== 'no') {
      this.#notifying = 'again';
      return;
    }
    do {
      this.#notifying = 'once';
      await this.options.pool.query(`notify ${APPENDED_CHANNEL}`).catch(() => undefined);
    } while (this.#again());
    this.#notifying = 'no';
  }

  #again(): boolean {
    return this.#notifying === 'again';
  }

  #listen(): Promise<void> {
    return listen({
      pool: this.options.pool,
      retryMs: RETRY_MS,
      signal: this.#stop.signal,
      onAppended: () => {
        this.#bell.ring();
      },
      onHead: (head) => {
        this.options.head.raise(head);
      },
    });
  }

  /** For readers whom no notification reaches. */
  async #watchHead(): Promise<void> {
    const { signal } = this.#stop;
    const { head, countPositions, pollMs } = this.options;
    while (!signal.aborted) {
      await delay(pollMs, undefined, { signal }).catch(() => undefined);
      if (!head.awaited) continue;
      await countPositions().then(
        (count) => {
          head.raise(count);
        },
        () => undefined,
      );
    }
  }

  async #willBeSequencer(): Promise<void> {
    const { signal } = this.#stop;
    const { pool, onError, holder, leaseMs } = this.options;
    const request = { name: SEQUENCER_LEASE, holder, ttlMs: leaseMs, retryMs: RETRY_MS, signal, onError };
    while (!signal.aborted) {
      try {
        await holdLease(pool, request, (lease, lost) => this.#sequence(lease, lost));
      } catch (error) {
        onError?.(error);
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #sequence(lease: Lease, lost: AbortSignal): Promise<void> {
    const { pool, head, pollMs, onSequenced } = this.options;
    const options = {
      batch: SEQUENCE_BATCH,
      gatherMs: GATHER_MS,
      pollMs,
      onSequenced: (count: bigint) => {
        head.raise(count);
        onSequenced?.(count);
      },
    };
    const work = this.options.work ?? ((...given) => Sequencer.work(...given));
    this.#sequencing = true;
    try {
      await reachable(() => work(pool, lease, options, this.#bell, lost));
    } finally {
      this.#sequencing = false;
    }
  }
}
