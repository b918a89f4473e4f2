import { setTimeout as delay } from 'node:timers/promises';
import { directBus, type CommandBus, type GrantsByContext, type UnitOfWork } from '#libs/commands';
import type { EventStore, KeyRing } from '#libs/event-store';
import type { Clock, IdSource, Uuid } from '#libs/kernel';
import { ReadModelBehind, type ProjectionRunner, type ReadModels } from '#libs/projections';
import { grantsOf } from './context.ts';
import { consumerHealth, type ConsumerHealth } from './health.ts';
import { openRuntime, READ_WAIT_MS, type RuntimeOptions, type RuntimeParts } from './open-runtime.ts';
import type { Actors } from './actors.ts';
import { Admin } from './admin.ts';
import type { ProcessManagerRunner } from './process-managers.ts';
import { PositionWatch, StallWatch } from './stall-watch.ts';
import { StatusWatch, type StatusSnapshot, type Telemetry } from './telemetry/index.ts';

const STALL_MS = 30_000;
const STATUS_MS = 5_000;
const POSITION_POLL_MS = 2;

/** Everything of a process but HTTP: store with its sequencer, unit of work, projections, process managers, queries. */
export class Runtime {
  readonly store: EventStore;
  readonly projections: ProjectionRunner;
  readonly unitOfWork: UnitOfWork;
  readonly readModels: ReadModels;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly actors: Actors;
  readonly grants: GrantsByContext;
  readonly keyRing: KeyRing;
  readonly admin: Admin;
  readonly telemetry: Telemetry;
  readonly #status: StatusWatch;
  readonly #stall: StallWatch;
  readonly #positions: PositionWatch;
  #managers: ProcessManagerRunner | undefined;

  private constructor(private readonly parts: RuntimeParts) {
    const { options, store, pool, topics, lag } = parts;
    ({
      store: this.store,
      projections: this.projections,
      unitOfWork: this.unitOfWork,
      readModels: this.readModels,
      clock: this.clock,
      ids: this.ids,
      actors: this.actors,
      keyRing: this.keyRing,
      telemetry: this.telemetry,
    } = parts);
    const { contexts, holder, role, stallMs = STALL_MS } = options;
    this.grants = grantsOf(contexts);
    this.admin = new Admin({ pool, store, contexts, holder, ownStreamsOnly: role !== undefined, topics });
    const bound = { boundMs: stallMs, monotonicMs: () => performance.now() };
    this.#positions = new PositionWatch(bound);
    this.#stall = new StallWatch({
      ...bound,
      isCaughtUp: (consumer, head) => lag.isCaughtUp(consumer, head),
    });
    this.#status = new StatusWatch({
      metrics: this.telemetry.metrics,
      read: () => this.readStatus(),
      nowMs: () => Date.parse(this.clock.now()),
      everyMs: STATUS_MS,
    });
  }

  /** Resolves once everything runs but process managers. @throws as `openRuntime` */
  static async start(options: RuntimeOptions): Promise<Runtime> {
    return new Runtime(await openRuntime(options));
  }

  /** From now on process managers react; their commands travel on that bus. Default: straight to what every bus does. */
  react(bus: CommandBus = directBus(this)): void {
    this.#managers ??= this.parts.managersOver(bus);
    this.#managers.start();
  }

  /** Resolves once these read models have passed the event. @throws ReadModelBehind past the bound */
  async waitForEvent(models: readonly { readonly name: string }[], eventId: Uuid): Promise<void> {
    const position = await this.positionOf(eventId);
    await Promise.all(models.map((model) => this.readModels.waitFor(model, position)));
  }

  /** The position of a committed event; it follows its commit within milliseconds. @throws ReadModelBehind past the bound */
  private async positionOf(eventId: Uuid): Promise<bigint> {
    const tries = Math.ceil((this.parts.options.readWaitMs ?? READ_WAIT_MS) / POSITION_POLL_MS);
    for (let left = tries; left > 0; left -= 1) {
      const position = await this.store.positionOf(eventId);
      if (position !== undefined) return position;
      await delay(POSITION_POLL_MS);
    }
    throw new ReadModelBehind(`the position of event ${eventId}`, -1n);
  }

  /** Resolves once every projection and process manager has handled all that is in the ledger, and fired all that is due. */
  async untilSettled(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const { head, consumers } = await this.status();
      const behind = consumers.some(({ caughtUp }) => !caughtUp);
      // Asked again: what they did since the first look may have no position yet.
      const now = await this.store.status();
      if (!behind && now.unsequenced === 0n && String(now.head) === head) return;
      if (signal?.aborted === true) throw new Error('not settled');
      await delay(POSITION_POLL_MS * 5);
    }
  }

  async health() {
    const { head, unsequenced } = await this.store.status();
    const error = this.#positions.judge({ head, unsequenced });
    const consumers: ConsumerHealth[] = [];
    for (const consumer of await this.consumers()) consumers.push(await this.#stall.judge(consumer, head));
    return {
      ready: error === undefined && consumers.every(({ healthy }) => healthy),
      head: String(head),
      unsequenced: String(unsequenced),
      ...(error === undefined ? {} : { error }),
      ...(await this.#notices()),
      consumers,
    };
  }

  async #notices(): Promise<{ readonly notices?: readonly string[] }> {
    const { contexts } = this.parts.options;
    const asked = contexts.flatMap(({ notices }) => (notices === undefined ? [] : [notices(this.readModels)]));
    const notices = (await Promise.all(asked)).flat();
    return notices.length === 0 ? {} : { notices };
  }

  /** The health, and whether each consumer has handled everything that it reads and that is in the ledger now, and fired all that is due. */
  async status() {
    const health = await this.health();
    const consumers: (ConsumerHealth & { readonly caughtUp: boolean })[] = [];
    for (const consumer of health.consumers) {
      const caughtUp = await this.parts.lag.isCaughtUp(consumer, BigInt(health.head));
      consumers.push({ ...consumer, caughtUp: caughtUp && consumer.dueTimers === undefined });
    }
    return { ...health, consumers };
  }

  private async readStatus(): Promise<StatusSnapshot> {
    // Consumers first: none of them is ahead of a head that is read after it.
    const found = await this.consumers();
    const ledger = await this.store.status();
    const consumers = [];
    for (const consumer of found) consumers.push(await this.parts.lag.measure(consumer, ledger.head));
    return { ledger, consumers };
  }

  private async consumers(): Promise<readonly ConsumerHealth[]> {
    const projected = await this.projections.status();
    const managed = (await this.#managers?.status()) ?? [];
    return [...projected, ...managed].map(consumerHealth);
  }

  /** Lets a paused projection or process manager try its event again. False when none of that name is paused. */
  async resume(consumer: string): Promise<boolean> {
    const projected = await this.projections.resume(consumer);
    return projected || ((await this.#managers?.resume(consumer)) ?? false);
  }

  /** Ends what was started, in the order that loses nothing: consumers first, the store after them, connections last. */
  async stop(): Promise<void> {
    await this.#status.stop();
    await this.#managers?.stop();
    await this.parts.close();
  }
}
