import { joined } from '#libs/postgres';
import { Signal } from '#libs/signal';
import { findCheckpoints, resumeProjection, type Checkpoint } from '../tables/checkpoints.ts';
import { prepareModel } from '../tables/model.ts';
import { summariseParked, type ParkedSummary } from '../parking/parked-rows.ts';
import type { Projection } from '../projection.ts';
import type { Shard } from '../sharding/shard.ts';
import { ProjectionWorker, type Pace, type WorkerOptions, type WorkerStatus } from './worker.ts';

export interface RunnerOptions extends Pick<
  WorkerOptions,
  'pool' | 'source' | 'reader' | 'holder' | 'onFault' | 'observer'
> {
  readonly projections: readonly Projection[];
  /** Which shard of a projection runs here, by its name. Default: the whole of it. All its processes need the same number of shards. */
  readonly shards?: ShardAssignments | undefined;
  /** The most events in a batch. Default: 2,000. */
  readonly pageSize?: number | undefined;
  readonly pace?: Partial<Pace> | undefined;
}

export type ShardAssignments = Readonly<Record<string, Shard>>;

export interface ProjectionStatus extends Checkpoint, Readonly<WorkerStatus> {
  /** Events between the model and the head of the ledger, of whatever type; undefined without a head. */
  readonly lag: bigint | undefined;
  /** The shard of it that this process runs; undefined: all of it. */
  readonly shard: Shard | undefined;
  /** The keys that wait at an event that cannot be applied to them. They do not stop the others. */
  readonly parked: ParkedSummary;
}

/** `paused` and `timeout` mean that the model has not passed the position. */
export type Waited = 'reached' | 'paused' | 'timeout';

/** How many parked keys of a model its status names. */
const NAMED_KEYS = 5;
const PACE: Pace = { leaseTtlMs: 10_000, pollMs: 500, backoffMs: 50, restMs: 100 };
/** How often a wait looks at a checkpoint that another process may move. */
const WAIT_POLL_MS = 25;

/**
 * Runs projections side by side, each under a lease of its own: in any number of processes, each event is applied to a model
 * once. A projection that pauses disturbs no other.
 */
export class ProjectionRunner {
  readonly #workers: ReadonlyMap<string, ProjectionWorker>;
  readonly #changed = new Signal();
  #running: { readonly stop: AbortController; readonly done: Promise<unknown> } | undefined;

  constructor(private readonly options: RunnerOptions) {
    this.#workers = new Map(options.projections.map((projection) => [projection.name, this.#workerOf(projection)]));
  }

  /** Resolves once every model can be queried; it catches up in the background. */
  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    const stop = new AbortController();
    for (const projection of this.options.projections) await prepareModel(this.options.pool, projection);
    const done = Promise.all([...this.#workers.values()].map((worker) => worker.run(stop.signal)));
    this.#running = { stop, done };
  }

  /** Resolves once the current batches are done and the leases released. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.stop.abort();
    this.#changed.raise();
    await running?.done;
  }

  async status(head?: bigint): Promise<readonly ProjectionStatus[]> {
    const { pool } = this.options;
    const found: ProjectionStatus[] = [];
    const checkpoints = await findCheckpoints(pool, [...this.#workers.keys()]);
    for (const [name, worker] of this.#workers) {
      const written = checkpoints.find((each) => each.name === name);
      if (written === undefined) continue;
      const { generation, parkedKeys } = written;
      const position = positionOf(written, worker);
      const lag = head === undefined || head < position ? undefined : head - position;
      const place = { name, generations: [generation] };
      const parked = parkedKeys === 0 ? { keys: 0, first: [] } : await summariseParked(pool, place, NAMED_KEYS);
      found.push({ ...written, ...worker.status, position, shard: this.#shardOf(name), lag, parked });
    }
    return found;
  }

  /**
   * Reads your writes: resolves once the model holds the event at that position, whichever process runs it; at once when it is
   * paused below it, and at the latest after `timeoutMs`.
   */
  async waitFor(
    name: string,
    position: bigint,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Waited> {
    const deadline = performance.now() + timeoutMs;
    let lookAt = 0;
    for (;;) {
      if ((this.#workers.get(name)?.position ?? -1n) > position) return 'reached';
      if (performance.now() >= lookAt) {
        const found = await checkpointOf(this.options.pool, name);
        if (found !== undefined && found.position > position) return 'reached';
        if (found?.state === 'paused') return 'paused';
        lookAt = performance.now() + WAIT_POLL_MS;
      }
      const left = deadline - performance.now();
      if (left <= 0 || signal?.aborted === true) return 'timeout';
      await this.#changed.next(signal, Math.min(left, WAIT_POLL_MS));
    }
  }

  /** The first position that is not in the model; 0 when it was never prepared. */
  async position(name: string): Promise<bigint> {
    const written = await checkpointOf(this.options.pool, name);
    return written === undefined ? 0n : positionOf(written, this.#workers.get(name));
  }

  /** Lets a paused projection try its event again. False when it was not paused. */
  async resume(name: string): Promise<boolean> {
    const resumed = await resumeProjection(this.options.pool, name);
    this.#workers.get(name)?.resumed();
    return resumed;
  }

  #shardOf(name: string): Shard | undefined {
    const shard = this.options.shards?.[name];
    return shard?.of === 1 ? undefined : shard;
  }

  #workerOf(projection: Projection): ProjectionWorker {
    return new ProjectionWorker({
      ...this.options,
      projection,
      shard: this.#shardOf(projection.name),
      pageSize: this.options.pageSize ?? 2_000,
      pace: { ...PACE, ...this.options.pace },
      changed: this.#changed,
    });
  }
}

/** Those who wait at the same moment look together. */
const checkpointOf = joined<string, Checkpoint | undefined>(async (pool, names) => {
  const found = await findCheckpoints(pool, [...new Set(names)]);
  return names.map((name) => found.find((each) => each.name === name));
});

/** Events that the model does not read are passed at once and written down a little later: its owner knows better than the row. */
function positionOf({ state, position }: Checkpoint, worker: ProjectionWorker | undefined): bigint {
  const isAhead = worker?.status.owned === true && state === 'running' && worker.position > position;
  return isAhead ? worker.position : position;
}
