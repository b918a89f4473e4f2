import type { EventSource, LedgerPage, RecordedEvent } from '#libs/kernel';
import { holdLease } from '#libs/postgres';
import { joinEmpty, Signal } from '#libs/signal';
import type pg from 'pg';
import { applyBatch } from './batch.ts';
import { StaleOwner } from '../tables/checkpoints.ts';
import { loadDiscards } from '../parking/dead-letter-log.ts';
import { faultOf, isTransient, positionOf } from '../folding/faults.ts';
import { messageOf } from '../folding/fold.ts';
import { claimOwnRow, findOwnRow, pauseOwnRow, type Owner, type OwnRow } from './owner.ts';
import { typesOf, type Projection } from '../projection.ts';
import type { LedgerReader } from '../rebuild/rebuild-fold.ts';
import { rebuildAsOwner } from '../rebuild/rebuild.ts';
import { leaseOf, reshard, ShardsNotAligned, ShardingInUse } from '../sharding/reshard.ts';
import type { Shard } from '../sharding/shard.ts';

/** How long things take; the defaults suit production, tests shorten them. */
export interface Pace {
  /** How long the projection of a dead owner rests before another process takes it. */
  readonly leaseTtlMs: number;
  /** How often a waiting process looks whether the lease is free, or the projection resumed. */
  readonly pollMs: number;
  /** The first wait after a fault; it doubles up to a hundred times that. */
  readonly backoffMs: number;
  /** How long a checkpoint may lag behind events that the model does not read. */
  readonly restMs: number;
}

export interface WorkerOptions {
  /** Of `connectPool`; one connection is used by each projection while it writes. */
  readonly pool: pg.Pool;
  /** Where live events come from: the store itself, or a message source (`asEventSource` of messaging). */
  readonly source: EventSource;
  /** Where models whose version changed are rebuilt from. */
  readonly reader: LedgerReader;
  /** The name of this process in the table of leases. */
  readonly holder: string;
  /** Called with faults that are tried again or that paused the projection. */
  readonly onFault?: ((projection: Projection, error: unknown) => void) | undefined;
  readonly observer?: ProjectionObserver | undefined;
  readonly projection: Projection;
  /** The shard of the model that it runs; undefined: all of it. */
  readonly shard: Shard | undefined;
  readonly pageSize: number;
  readonly pace: Pace;
  /** Raised when something about the projection has changed. */
  readonly changed: Signal;
}

/** Observes what projections do in this process. It has to be quick and may not throw. */
export interface ProjectionObserver {
  /** The lease of a projection is known to be held here. */
  alive(projection: string): void;
  /** A batch with events is in the model, or in the shard of it that is run here. */
  applied(projection: string, batch: AppliedBatch): void;
}

/** A batch that is in the model. */
export interface AppliedBatch {
  readonly events: readonly RecordedEvent[];
  /** In milliseconds of the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** The status of a projection in this process, beside its checkpoint. */
export interface WorkerStatus {
  /** Whether this process runs it, or its shard of it. */
  owned: boolean;
  /** A newer version was put in place by another process; this one does not write it any more. */
  superseded: boolean;
  /** What has to happen before it can be sharded as this process runs it; undefined where nothing has to. */
  waitsFor: string | undefined;
  /** The last fault of this process since the model last moved. */
  lastFault: string | undefined;
}

/** A fault that is neither poison nor known to pass by itself is tried this often, then the projection pauses. */
const ATTEMPTS = 5;
const LONGEST_BACKOFF = 100;

/**
 * Runs one projection, or one shard of it, whenever this process holds its lease: claims the checkpoint, catches up, goes on live, and
 * pauses at an event that it cannot apply. It never rejects: faults are reported, and tried again or made the reason of a pause.
 */
export class ProjectionWorker {
  readonly #resumed = new Signal();
  readonly #status: WorkerStatus = { owned: false, superseded: false, waitsFor: undefined, lastFault: undefined };
  #position = 0n;
  constructor(private readonly options: WorkerOptions) {}

  get status(): Readonly<WorkerStatus> {
    return this.#status;
  }

  /** Everything below it is in the model for sure; another process may have brought it further. A shard says nothing about the rest. */
  get position(): bigint {
    return this.#position;
  }

  /** Makes a paused projection look at its state at once. */
  resumed(): void {
    this.#resumed.raise();
  }

  /** Resolves once the signal is aborted and the batch at hand is done with. */
  async run(signal: AbortSignal): Promise<void> {
    const { pool, projection, shard, holder, pace } = this.options;
    const ended = new AbortController();
    await holdLease(
      pool,
      {
        name: leaseOf({ projection, shard }),
        holder,
        ttlMs: pace.leaseTtlMs,
        retryMs: pace.pollMs,
        signal: AbortSignal.any([signal, ended.signal]),
        onError: (error) => {
          this.#report(error);
        },
        onHeld: () => this.options.observer?.alive(projection.name),
      },
      async ({ epoch }, held) => {
        this.#status.owned = true;
        await this.#own({ projection, epoch, shard }, held);
        this.#status.owned = false;
        if (this.#status.superseded) ended.abort();
      },
    );
  }

  async #own(owner: Owner, signal: AbortSignal): Promise<void> {
    let failures = 0;
    let reached = -1n;
    const aborted = (): boolean => signal.aborted;
    while (!aborted() && !this.#status.superseded) {
      try {
        await this.#pass(owner, signal);
        failures = 0;
      } catch (error) {
        if (error instanceof StaleOwner || aborted()) return;
        if (error instanceof ShardingInUse || error instanceof ShardsNotAligned) {
          await this.#waitFor(error, signal);
          continue;
        }
        const position = await this.#positionNow();
        failures = position !== undefined && position > reached ? 1 : failures + 1;
        reached = position ?? reached;
        if (await this.#handleFault(owner, error, failures, position)) continue;
        await this.#resumed.next(signal, this.#backoff(failures));
      }
    }
  }

  /** From the claim to the next pause, or to the end. */
  async #pass(owner: Owner, signal: AbortSignal): Promise<void> {
    const { pool, reader, holder, projection } = this.options;
    const claimed = await claimOwnRow(pool, owner);
    if (claimed.version > projection.version) this.#status.superseded = true;
    else if (claimed.state === 'paused') await this.#untilResumed(signal);
    else if (claimed.version < projection.version) await rebuildAsOwner(owner, { pool, reader, holder, signal });
    else if (!claimed.fits) await reshard({ pool, reader }, owner);
    else await this.#follow(owner, claimed, signal);
  }

  async #follow(owner: Owner, claimed: OwnRow, signal: AbortSignal): Promise<void> {
    const { pool, source, projection, pageSize, pace } = this.options;
    let { position } = claimed;
    const filter = { types: typesOf(projection) };
    this.#status.waitsFor = undefined;
    const discards = await loadDiscards(pool, projection);
    const pages = joinEmpty((same) => source.subscribe(claimed.position, { filter, pageSize, signal: same }), {
      restMs: pace.restMs,
      signal,
      onEmpty: (next) => {
        this.#moveTo(owner, next);
      },
    });
    for await (const page of pages) {
      const batch = { ...unseen(page, position), from: position, discards };
      if (batch.next === position) continue;
      const begun = performance.now();
      const poison = await applyBatch(pool, owner, batch);
      if (poison !== undefined) throw poison;
      this.#reportApplied(batch.events, begun);
      position = batch.next;
      this.#moveTo(owner, position);
    }
  }

  #reportApplied(events: readonly RecordedEvent[], begun: number): void {
    if (events.length === 0) return;
    const durationMs = performance.now() - begun;
    this.options.observer?.applied(this.options.projection.name, {
      events,
      startedAtMs: performance.timeOrigin + begun,
      durationMs,
    });
  }

  /** The position of a shard says nothing about the model. */
  #moveTo({ shard }: Owner, position: bigint): void {
    if (shard === undefined) this.#position = position;
    this.#status.lastFault = undefined;
    this.options.changed.raise();
  }

  /** True when the projection is paused now; false when it shall be tried again. */
  async #handleFault(owner: Owner, error: unknown, failures: number, position: bigint | undefined): Promise<boolean> {
    this.#report(error);
    const final = positionOf(error, -1n) >= 0n;
    if (position === undefined || (!final && (isTransient(error) || failures < ATTEMPTS))) return false;
    try {
      await pauseOwnRow(this.options.pool, owner, positionOf(error, position), faultOf(error));
    } catch (again) {
      this.#report(again);
      return false;
    }
    this.options.changed.raise();
    return true;
  }

  /** More tries would not help: it is reported once, and checked from time to time. */
  async #waitFor(reason: ShardingInUse | ShardsNotAligned, signal: AbortSignal): Promise<void> {
    if (this.#status.waitsFor !== reason.message) this.#report(reason);
    this.#status.waitsFor = reason.message;
    await this.#resumed.next(signal, this.options.pace.pollMs);
  }

  async #untilResumed(signal: AbortSignal): Promise<void> {
    const { pool, pace } = this.options;
    while (!signal.aborted) {
      await this.#resumed.next(signal, pace.pollMs);
      if ((await findOwnRow(pool, this.options))?.state !== 'paused') return;
    }
  }

  async #positionNow(): Promise<bigint | undefined> {
    return (await findOwnRow(this.options.pool, this.options).catch(() => undefined))?.position;
  }

  #backoff(failures: number): number {
    return this.options.pace.backoffMs * Math.min(2 ** (failures - 1), LONGEST_BACKOFF);
  }

  #report(error: unknown): void {
    this.#status.lastFault = messageOf(error);
    this.options.onFault?.(this.options.projection, error);
  }
}

/** Delivery is at least once: events below the position were applied already. Never moves back. */
function unseen({ events, next }: LedgerPage, position: bigint): LedgerPage {
  return {
    events:
      events[0] !== undefined && events[0].position < position ? events.filter((e) => e.position >= position) : events,
    next: next > position ? next : position,
  };
}
