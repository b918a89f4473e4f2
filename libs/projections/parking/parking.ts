import type { RecordedEvent } from '#libs/kernel';
import { documentAfter, PoisonEvent, messageOf, type Documents, type Touch } from '../folding/fold.ts';
import type { Projection } from '../projection.ts';
import type { Shard } from '../sharding/shard.ts';

/** An event that waits at a key. With a reason, the key is parked at it; without one, it waits behind that event. */
export interface ParkedEvent {
  readonly key: string;
  readonly event: RecordedEvent;
  readonly reason?: unknown;
}

/** The most parked keys of a model; a shard may park its part of them. A fault that concerns more keys pauses the model. */
export const PARKED_KEYS_LIMIT = 10_000;

/** How many more keys a model, or a shard of it, may park. A model that pauses parks none. */
export function roomToPark(
  { onPoison = 'pause' }: Pick<Projection, 'onPoison'>,
  parkedKeys: number,
  shard?: Shard,
): number {
  const limit = Math.floor(PARKED_KEYS_LIMIT / (shard?.of ?? 1));
  return onPoison === 'park' ? Math.max(0, limit - parkedKeys) : 0;
}

/** The key cannot be parked, because too many are. */
export class TooManyParkedKeys extends Error {
  override readonly name = 'TooManyParkedKeys';
  constructor(cause: unknown) {
    super(`the limit of parked keys is reached, and one more key fails: ${messageOf(cause)}`, { cause });
  }
}

/** The parked keys of a range of the ledger, and the events that were parked in it and are not written yet. */
export class Parking {
  readonly #keys: Set<string>;
  #waiting: ParkedEvent[] = [];
  #room: number;

  constructor(parked: Iterable<string>, room: number) {
    this.#keys = new Set(parked);
    this.#room = room;
  }

  has(key: string): boolean {
    return this.#keys.size > 0 && this.#keys.has(key);
  }

  get keys(): ReadonlySet<string> {
    return this.#keys;
  }

  /** How many events wait to be written. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Puts an event behind the one at which its key is parked. */
  putBehind(event: RecordedEvent, key: string): void {
    this.#waiting.push({ key, event });
  }

  /** Parks a key at an event. @throws PoisonEvent when there is no room, which pauses the projection */
  park(projection: Projection, event: RecordedEvent, key: string, reason: unknown): void {
    if (this.#room <= 0) {
      const policy = projection.onPoison ?? 'pause';
      throw new PoisonEvent(projection.name, event, policy === 'park' ? new TooManyParkedKeys(reason) : reason);
    }
    this.#room -= 1;
    this.#keys.add(key);
    this.#waiting.push({ key, event, reason });
  }

  /** The events that were parked since the last time, in order; they count as written from now on. */
  take(): readonly ParkedEvent[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}

/**
 * A key's document before and after an event; undefined where the event waits at the key. A key at which the handler throws is parked
 * there, and its document stays as it was.
 * @throws PoisonEvent when a key fails that may not be parked
 */
export function evolveKey(
  projection: Projection,
  touch: Touch,
  key: string,
  documents: Documents,
  parking: Parking,
): { readonly before: object | undefined; readonly after: object | undefined } | undefined {
  if (parking.has(key)) {
    parking.putBehind(touch.event, key);
    return undefined;
  }
  try {
    const before = documents.get(key);
    return { before, after: documentAfter(projection, touch, key, before) };
  } catch (reason) {
    parking.park(projection, touch.event, key, reason);
    return undefined;
  }
}

/** Applies touches in order, each to those of its keys that are not parked; the others wait. @throws as `evolveKey` */
export function applyByKey(
  projection: Projection,
  touches: readonly Touch[],
  documents: Documents,
  parking: Parking,
): void {
  for (const touch of touches)
    for (const key of touch.keys) {
      const step = evolveKey(projection, touch, key, documents, parking);
      if (step !== undefined) documents.set(key, step.after);
    }
}
