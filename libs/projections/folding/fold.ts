import type { RecordedEvent } from '#libs/kernel';
import { handlerOf, type AnyHandler, type Projection } from '../projection.ts';
import { isGone } from './rereading.ts';

/** An event that a projection cannot apply: it stops there, and nothing is skipped. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';
  constructor(
    readonly projection: string,
    readonly event: RecordedEvent,
    readonly reason: unknown,
  ) {
    super(
      `${projection} stops at position ${String(event.position)} (${event.type} of ${event.stream}): ${messageOf(reason)}`,
    );
  }
}

/** An event does not fit: it creates a document that exists, or changes or removes one that does not. */
export class UnexpectedDocument extends Error {
  override readonly name = 'UnexpectedDocument';
  readonly eventId: string;
  readonly type: string;
  readonly position: bigint;
  constructor(
    readonly projection: string,
    readonly key: string,
    does: AnyHandler['does'],
    { id, type, position }: RecordedEvent,
  ) {
    const found = does === 'creates' ? 'which is there already' : 'and there is none';
    super(`${projection}: ${type} ${does} the document ${key}, ${found} (event ${id}, position ${String(position)})`);
    this.eventId = id;
    this.type = type;
    this.position = position;
  }
}

/** Errors of another realm (a database driver, a test sandbox) are no `instanceof Error`. */
export function messageOf(reason: unknown): string {
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

/** Keys that go on without an event, by decision of an administrator; by the event's position. */
export type Discards = ReadonlyMap<bigint, ReadonlySet<string>>;

export function touchesOf(projection: Projection, events: readonly RecordedEvent[], discards?: Discards): Touches {
  const touches: Touch[] = [];
  for (const event of events) {
    const handler = handlerOf(projection, event.type);
    if (handler === undefined) continue;
    try {
      const discarded = discards?.get(event.position);
      const touched = keysOf(handler, event);
      const keys = discarded === undefined ? touched : touched.filter((key) => !discarded.has(key));
      if (keys.length > 0) touches.push({ event, handler, keys });
    } catch (reason) {
      return { touches, poison: new PoisonEvent(projection.name, event, reason) };
    }
  }
  return { touches, poison: undefined };
}

function keysOf(handler: AnyHandler, event: RecordedEvent): readonly string[] {
  const keys = handler.keys(event);
  if (typeof keys === 'string') return [requireKey(keys)];
  if (keys.length < 2) return keys.map(requireKey);
  return [...new Set(keys.map(requireKey))];
}

function requireKey(key: unknown): string {
  if (typeof key !== 'string' || key === '' || key.includes('\0'))
    throw new TypeError(`not a document key: ${JSON.stringify(key)}`);
  return key;
}

/** The touches with those of their keys that are wanted, without touches that are left with none. */
export function withKeys(touches: readonly Touch[], isWanted: (key: string) => boolean): readonly Touch[] {
  return touches
    .map((touch) => ({ ...touch, keys: touch.keys.filter(isWanted) }))
    .filter(({ keys }) => keys.length > 0);
}

/** The document of a key after an event, once the one before is as the handler expects it. @throws UnexpectedDocument */
export function documentAfter(
  { name }: Projection,
  { event, handler }: Touch,
  key: string,
  before: object | undefined,
): object | undefined {
  const { does } = handler;
  const isThere = before !== undefined && !isGone(before);
  if (does !== 'upserts' && isThere === (does === 'creates')) throw new UnexpectedDocument(name, key, does, event);
  return handler.evolve(before, event, key);
}

/**
 * Applies events in order up to the first that cannot be applied: each to all documents it touches, or to none.
 * @throws PoisonEvent
 */
export function applyEvents(projection: Projection, events: readonly RecordedEvent[], documents: Documents): void {
  const { touches, poison } = touchesOf(projection, events);
  for (const touch of touches) {
    try {
      const after = touch.keys.map((key) => documentAfter(projection, touch, key, documents.get(key)));
      touch.keys.forEach((key, index) => documents.set(key, after[index]));
    } catch (reason) {
      throw new PoisonEvent(projection.name, touch.event, reason);
    }
  }
  if (poison !== undefined) throw poison;
}
