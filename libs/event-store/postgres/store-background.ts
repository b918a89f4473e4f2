import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { holdLease, type Lease } from '#libs/postgres';
import { LatchedSignal } from '#libs/signal';
import type { LedgerSignal } from '../ledger-signal.ts';
import { SEQUENCER_LEASE, type SequencerOptions } from './sequencer.ts';
import { reachable } from './unavailable.ts';

/** Gives positions under a lease until the signal is aborted. */
export type SequencerWork = (
  pool: pg.Pool,
  lease: Lease,
  options: SequencerOptions,
  signal: AbortSignal,
  appended: LatchedSignal,
) => Promise<void>;

export interface BackgroundOptions {
  /** The name of this process in leases and connections. */
  readonly holder: string;
  /** False where another process gives positions. Default: true. With many willing, one at a time does. */
  readonly sequencer?: boolean | undefined;
  /** How long the sequencer's lease lasts without a sign of life. Default: 5,000 ms. */
  readonly leaseMs?: number | undefined;
  /** How often the sequencer and waiting readers look without having been notified. Default: 500 ms. */
  readonly pollMs?: number | undefined;
  /** Called with faults in the background (a server is away, a lease was lost, the ledger diverged); they are tried again. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Called with the number of positions as this process's sequencer gives them. */
  readonly onSequenced?: ((head: bigint) => void) | undefined;
}

/** What the background works on. */
interface BackgroundParts {
  readonly pool: pg.Pool;
  readonly head: LedgerSignal;
  readonly countPositions: () => Promise<bigint>;
  /** What the holder of the lease does. */
  readonly work: SequencerWork;
}

/** Tells the sequencer of another process that events were appended. */
const APPENDED_CHANNEL = 'grappe_store_appended';
/** Tells readers of other processes the number of positions. */
const HEAD_CHANNEL = 'grappe_store_head';

const LEASE_MS = 5_000;
const POLL_MS = 500;
const SEQUENCE_BATCH = 4_000;
const RETRY_MS = 200;

/** What a store does beside answering: gives positions while it holds the lease, and hears of those that others give. */
export class StoreBackground {
  readonly #appended = new LatchedSignal();
  readonly #stop = new AbortController();
  readonly #pollMs: number;
  readonly #work: Promise<unknown>;
  #sequencing = false;
  #notifying: 'no' | 'once' | 'again' = 'no';

  constructor(
    private readonly options: BackgroundOptions,
    private readonly parts: BackgroundParts,
  ) {
    this.#pollMs = options.pollMs ?? POLL_MS;
    this.#work = Promise.all([
      this.#listen(),
      this.#watchHead(),
      options.sequencer === false ? undefined : this.#willBeSequencer(),
    ]);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  /** After a commit: wakes the sequencer here, or notifies the one elsewhere, without delaying the answer. */
  stored(): void {
    if (this.#sequencing) this.#appended.raise();
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
      await this.parts.pool.query(`notify ${APPENDED_CHANNEL}`).catch(() => undefined);
    } while (this.#again());
    this.#notifying = 'no';
  }

  #again(): boolean {
    return this.#notifying === 'again';
  }

  /**
   * Listens on one connection, and connects again when it breaks. A notification only saves waiting: where none comes (behind a
   * transaction pooler, while reconnecting) the polls find the same a little later.
   */
  async #listen(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#listenOnce().catch(() => undefined);
      await this.#pause(RETRY_MS);
    }
  }

  async #listenOnce(): Promise<void> {
    const client = await this.parts.pool.connect();
    try {
      client.on('notification', ({ channel, payload }) => {
        if (channel === APPENDED_CHANNEL) this.#appended.raise();
        else if (channel === HEAD_CHANNEL && payload !== undefined) this.parts.head.raise(BigInt(payload));
      });
      await client.query(`listen ${APPENDED_CHANNEL}; listen ${HEAD_CHANNEL}`);
      this.#appended.raise();
      await untilEnded(client, this.#stop.signal);
    } finally {
      client.release(true);
    }
  }

  /** For readers whom no notification reaches. */
  async #watchHead(): Promise<void> {
    const { head, countPositions } = this.parts;
    while (!this.#stop.signal.aborted) {
      await this.#pause(this.#pollMs);
      if (head.awaited)
        await countPositions().then(
          (count) => head.raise(count),
          () => undefined,
        );
    }
  }

  async #willBeSequencer(): Promise<void> {
    const { signal } = this.#stop;
    const { onError, holder, leaseMs: ttlMs = LEASE_MS } = this.options;
    const request = { name: SEQUENCER_LEASE, holder, ttlMs, retryMs: RETRY_MS, signal, onError };
    while (!signal.aborted) {
      try {
        await holdLease(this.parts.pool, request, (lease, lost) => this.#sequence(lease, lost));
      } catch (error) {
        onError?.(error);
        await this.#pause(RETRY_MS);
      }
    }
  }

  async #sequence(lease: Lease, lost: AbortSignal): Promise<void> {
    const { pool, head, work } = this.parts;
    const onSequenced = (count: bigint): void => {
      head.raise(count);
      this.options.onSequenced?.(count);
    };
    const options = { batch: SEQUENCE_BATCH, pollMs: this.#pollMs, onSequenced };
    this.#sequencing = true;
    try {
      await reachable(() => work(pool, lease, options, lost, this.#appended));
    } finally {
      this.#sequencing = false;
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

function untilEnded(client: pg.PoolClient, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    client.once('end', done);
    client.once('error', done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
