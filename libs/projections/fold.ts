import type { RecordedEvent } from '#libs/kernel';
import { handlerOf, type AnyHandler, type Projection } from './projection.ts';

/** An event that a projection cannot take: it stops there, and nothing is skipped. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';
  constructor(
    readonly projection: string,
    readonly event: RecordedEvent,
    readonly reason: unknown,
  ) {
    super(
      `${projection} stops at position ${String(event.position)} (${event.type} of ${event.stream}): ${said(reason)}`,
    );
  }
}

/** Errors of another realm (a database driver, a test sandbox) are no `instanceof Error`. */
export function said(reason: unknown): string {
  if (typeof reason === 'object' && reason !== null && 'message' in reason) return String(reason.message);
  return String(reason);
}

/** Which documents one event touches, and what happens to them. */
export interface Touch {
  readonly event: RecordedEvent;
  readonly handler: AnyHandler;
  readonly keys: readonly string[];
}

/** Where a fold finds documents and leaves them; undefined means that there is none. */
export interface Documents {
  get(key: string): object | undefined;
  set(key: string, document: object | undefined): unknown;
}

/** The touches of these events up to the first poison event, which comes with them. */
export interface Touches {
  readonly touches: readonly Touch[];
  readonly poison: PoisonEvent | undefined;
}

/** Keys that somebody decided to go on without an event, by its position. */
export type Discards = ReadonlyMap<bigint, ReadonlySet<string>>;

const NO_DISCARDS: Discards = new Map();

export function touchesOf(
  projection: Projection,
  events: readonly RecordedEvent[],
  discards: Discards = NO_DISCARDS,
): Touches {
  const touches: Touch[] = [];
  for (const event of events) {
    const handler = handlerOf(projection, event.type);
    if (handler === undefined) continue;
    try {
      const discarded = discards.size > 0 ? discards.get(event.position) : undefined;
      const touched = keysOf(handler, event);
      const keys = discarded === undefined ? touched : touched.filter((key) => !discarded.has(key));
      if (keys.length > 0) touches.push({ event, handler, keys });
    } catch (reason) {
      return { touches, poison: new PoisonEvent(projection.name, event, reason) };
    }
  }
  return { touches, poison: undefined };
}

export function keysOf(handler: AnyHandler, event: RecordedEvent): readonly string[] {
  const given = handler.keys(event);
  if (typeof given === 'string') return [checkedKey(given)];
  if (given.length < 2) return given.map(checkedKey);
  return [...new Set(given.map(checkedKey))];
}

function checkedKey(key: unknown): string {
  if (typeof key !== 'string' || key === '' || key.includes('\0'))
    throw new TypeError(`not a document key: ${JSON.stringify(key)}`);
  return key;
}

/** Applies one event to all documents it touches, or to none. @throws PoisonEvent */
export function applyTouch(projection: Projection, touch: Touch, documents: Documents): void {
  const { event, handler, keys } = touch;
  try {
    const after = keys.map((key) => handler.evolve(documents.get(key), event, key));
    keys.forEach((key, index) => documents.set(key, after[index]));
  } catch (reason) {
    throw new PoisonEvent(projection.name, event, reason);
  }
}

/** Applies touches in order up to the first poison event, which it returns. */
export function applyTouches(
  projection: Projection,
  touches: readonly Touch[],
  documents: Documents,
): PoisonEvent | undefined {
  for (const touch of touches) {
    try {
      applyTouch(projection, touch, documents);
    } catch (error) {
      if (error instanceof PoisonEvent) return error;
      throw error;
    }
  }
  return undefined;
}
