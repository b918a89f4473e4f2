import { expect } from '@jest/globals';
import type pg from 'pg';
import { MemoryEventStore } from '#libs/event-store/memory';
import type { ProposedEvent, RecordedEvent } from '#libs/kernel';
import { inTransaction, passLease } from '#libs/postgres';
import { applyBatch, applyBatchOn, savepointTarget, type Batch } from '../running/batch.ts';
import { findCheckpoint, resumeProjection, StaleOwner } from '../tables/checkpoints.ts';
import { loadDiscards } from '../parking/dead-letter-log.ts';
import { PoisonEvent, touchesOf } from '../folding/fold.ts';
import { prepareModel } from '../tables/model.ts';
import { claimOwnRow, pauseOwnRow, type Owner } from '../running/owner.ts';
import { applyByKey, Parking } from '../parking/parking.ts';
import { typesOf } from '../projection.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { leaseOf, reshard, ShardsNotAligned } from '../sharding/reshard.ts';
import { shardOf, type Shard } from '../sharding/shard.ts';
import { placeOf, sqlName } from '../tables/table.ts';
import { recorded } from '../testing/index.ts';
import type { AccountsProjection } from './accounts.ts';
import { anyEvent } from './bench.ts';
import { canHappen, type BankEvent } from './histories.ts';

/** A model that is written by hand, shard by shard, batch by batch, as unpredictable runners would. */
export class ShardedWorld {
  readonly options: { readonly pool: pg.Pool; readonly reader: MemoryEventStore; readonly actor: string };
  readonly #history: RecordedEvent[] = [];
  readonly #open = new Set<string>();
  readonly #discards = new Map<bigint, Set<string>>();

  private constructor(
    private readonly pool: pg.Pool,
    /** The model as it runs, and the same with a fix for the events that it cannot take. */
    readonly live: AccountsProjection,
    readonly fixed: AccountsProjection,
    private readonly store: MemoryEventStore,
  ) {
    this.options = { pool, reader: store, actor: 'spec' };
  }

  /** A model of its own, so that many can stand in one database. */
  static async open(
    pool: pg.Pool,
    run: number,
    [live, fixed]: readonly [AccountsProjection, AccountsProjection],
  ): Promise<ShardedWorld> {
    const name = `bank.${live.onPoison ?? 'pause'}-${String(run)}`;
    const world = new ShardedWorld(pool, { ...live, name }, { ...fixed, name }, new MemoryEventStore(anyEvent));
    await prepareModel(pool, world.live);
    return world;
  }

  get name(): string {
    return this.live.name;
  }

  async happened(...events: readonly BankEvent[]): Promise<void> {
    const possible = events.filter((event) => canHappen(event, this.#open));
    const added = recorded(possible, BigInt(this.#history.length));
    for (const { stream, revision: _revision, position: _position, ...event } of added)
      await this.store.append(stream, 'any', [event satisfies ProposedEvent]);
    this.#history.push(...added);
  }

  discarded(key: string, position: bigint): void {
    this.#discards.set(position, (this.#discards.get(position) ?? new Set()).add(key));
  }

  /** The next events of a shard, or of the whole while the model is not sharded. It pauses where a runner would. */
  async batch(which: number, most: number): Promise<void> {
    await this.#quietly(async () => {
      const { owner, batch } = await this.#next(which, most);
      const poison = await applyBatch(this.pool, owner, batch);
      if (poison !== undefined) await pauseOwnRow(this.pool, owner, poison.event.position, { message: 'poison' });
    });
  }

  /** The same, with everything lost before it is committed. */
  async crash(which: number, most: number): Promise<void> {
    const { owner, batch } = await this.#next(which, most);
    const before = await this.documents();
    const killed = new Error('killed');
    const outcome = await inTransaction(this.pool, async (client) => {
      await applyBatchOn(savepointTarget(client), owner, batch);
      throw killed;
    }).catch((error: unknown) => error);
    expect(outcome === killed || outcome instanceof PoisonEvent || outcome instanceof StaleOwner).toBe(true);
    expect(await this.documents()).toEqual(before);
  }

  /** A batch whose commit was not answered, and that is tried again. */
  async twice(which: number, most: number): Promise<void> {
    const { owner, batch } = await this.#next(which, most);
    const outcome = await applyBatch(this.pool, owner, batch).catch((error: unknown) => error);
    if (batch.next > batch.from && outcome === undefined)
      await expect(applyBatch(this.pool, owner, batch)).rejects.toBeInstanceOf(StaleOwner);
  }

  /** A batch of an owner that was taken over while it slept. */
  async stale(which: number, most: number): Promise<void> {
    const { owner, batch } = await this.#next(which, most);
    await this.#next(which, most);
    await expect(applyBatch(this.pool, owner, batch)).rejects.toBeInstanceOf(StaleOwner);
  }

  async reshard(of: number): Promise<void> {
    const projection = this.live;
    const shard = of === 1 ? undefined : { shard: 1, of };
    const epoch = await this.#takeOver(shard);
    await this.#quietly(() => reshard({ pool: this.pool, reader: this.store }, { projection, epoch, shard }));
  }

  async rebuild(projection: AccountsProjection, switchOver: boolean): Promise<void> {
    await this.#quietly(() => rebuild(projection, { ...this.options, holder: 'spec', switch: switchOver }));
  }

  async resume(): Promise<void> {
    await resumeProjection(this.pool, this.name);
  }

  async headOf(key: string): Promise<bigint | undefined> {
    const { rows } = await this.pool.query<{ position: bigint }>({
      text: `select head.position from grappe.parked as head join grappe.projections as model
on model.name = head.projection and model.generation = head.generation
where model.name = $1 and head.key = $2 and error_name is not null`,
      values: [this.name, key],
    });
    return rows[0]?.position;
  }

  /** The counts of parked keys are those of the rows, of each shard and together, and rows are of this generation or of none. */
  async expectCounts(): Promise<void> {
    const model = await findCheckpoint(this.pool, this.name);
    const { rows } = await this.pool.query<{ key: string }>({
      text: 'select key from grappe.parked where projection = $1 and generation = $2 and error_name is not null',
      values: [this.name, model?.generation],
    });
    expect(model?.parkedKeys).toBe(rows.length);
    for (const { shard, of, parkedKeys } of model?.shards ?? [])
      expect(parkedKeys).toBe(rows.filter(({ key }) => shardOf(key, of) === shard).length);
  }

  /** Brings every shard to the end, with the fix. */
  async finish(): Promise<void> {
    await this.resume();
    const of = (await findCheckpoint(this.pool, this.name))?.shardCount ?? 1;
    for (let which = 0; which < of; which += 1) {
      const { owner, batch } = await this.#next(which, this.#history.length);
      expect(await applyBatch(this.pool, { ...owner, projection: this.fixed }, batch)).toBeUndefined();
    }
    expect((await findCheckpoint(this.pool, this.name))?.position).toBe(BigInt(this.#history.length));
  }

  async documents(): Promise<Record<string, unknown>> {
    const place = placeOf(this.live);
    const { rows } = await this.pool.query<{ key: string; document: unknown }>(
      `select key, document from ${sqlName(place)}`,
    );
    return Object.fromEntries(rows.map(({ key, document }) => [key, document]));
  }

  /** What one worker would have made of the same events, with the fix and without what was discarded. */
  fold(): Record<string, unknown> {
    const documents = new Map<string, object | undefined>();
    const { touches } = touchesOf(this.fixed, this.#history, this.#discards);
    applyByKey(this.fixed, touches, documents, new Parking([], 0));
    const stored = [...documents].filter(([, document]) => document !== undefined);
    return JSON.parse(JSON.stringify(Object.fromEntries(stored))) as Record<string, unknown>;
  }

  async #next(which: number, most: number): Promise<{ readonly owner: Owner; readonly batch: Batch }> {
    const projection = this.live;
    const of = (await findCheckpoint(this.pool, this.name))?.shardCount ?? 1;
    const shard = of === 1 ? undefined : { shard: (which % of) + 1, of };
    const owner = { projection, shard, epoch: await this.#takeOver(shard) };
    const { position: from, fits } = await claimOwnRow(this.pool, owner);
    if (!fits) throw new StaleOwner(this.name);
    const end = from + BigInt(most);
    const next = end < this.#history.length ? end : BigInt(this.#history.length);
    const events: RecordedEvent[] = [];
    const filter = { types: typesOf(projection) };
    for await (const page of this.store.readAll(from, { filter, until: next })) events.push(...page.events);
    return { owner, batch: { events, from, next, discards: await loadDiscards(this.pool, projection) } };
  }

  /** The next epoch of a lease, as if its holder had died. */
  async #takeOver(shard: Shard | undefined): Promise<bigint> {
    const epoch = await passLease(this.pool, leaseOf({ projection: this.live, shard }));
    if (epoch === undefined) throw new TypeError('nobody holds leases here');
    return epoch;
  }

  /** Ignores that another owner did it at the same time; a model that pauses refuses what it cannot apply. */
  async #quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const refused = error instanceof PoisonEvent || error instanceof ShardsNotAligned;
      if (!(error instanceof StaleOwner) && (!refused || this.live.onPoison === 'park')) throw error;
    }
  }
}
