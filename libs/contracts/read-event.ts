import type { GrappeEvents } from './contexts.ts';
import { catalog, type EventCatalog, type EventType } from './event-catalog.ts';
import type { Published } from './personal.ts';

/** An event of a topic in the version that this package knows: `type` tells which data it carries. Its personal texts may be sealed; see `open`. */
export type PublishedEvent = {
  readonly [Type in EventType]: {
    readonly type: Type;
    readonly version: number;
    readonly data: Published<GrappeEvents[Type]>;
  };
}[EventType];

/** The same with its personal texts in clear. */
export type GrappeEvent = {
  readonly [Type in EventType]: {
    readonly type: Type;
    readonly version: number;
    readonly data: GrappeEvents[Type];
  };
}[EventType];

/** A type or version that this package does not know: the writer is newer, or the event is not one of Grappe. */
export class UnknownEvent extends TypeError {
  override readonly name = 'UnknownEvent';
  constructor(
    readonly found: string,
    known: string,
  ) {
    super(`unknown event ${JSON.stringify(found)}: ${known}`);
  }
}

/** Data that do not fit the schema of their type and version; `faults` has one line for each, with its path. */
export class InvalidEvent extends TypeError {
  override readonly name = 'InvalidEvent';
  constructor(
    readonly found: string,
    readonly faults: readonly string[],
  ) {
    super(`the data are no ${found}: ${faults.join('; ')}`);
  }
}

/**
 * The event of a record: `ceType` is its header `ce_type`, `data` its body as parsed JSON. The data are checked in the version in
 * which they were published and answered in the current one.
 * @throws UnknownEvent where this package is older than the writer; a subscriber skips it or asks for a newer package
 * @throws InvalidEvent
 */
export function readEvent(ceType: string, data: unknown): PublishedEvent {
  return readFrom(catalog, ceType, data) as PublishedEvent;
}

/** The same of any catalog; data are checked; the caller names their type. @throws UnknownEvent, InvalidEvent */
export function readFrom(
  known: EventCatalog,
  ceType: string,
  data: unknown,
): { readonly type: string; readonly version: number; readonly data: object } {
  const [, type, digits] = /^(.+)\.v([1-9][0-9]{0,5})$/.exec(ceType) ?? [];
  if (type === undefined) throw new UnknownEvent(ceType, 'a type looks like membership.ClusterNamed.v1');
  const faults = known.check(type, Number(digits), data);
  if (faults === 'unknown-type') throw new UnknownEvent(ceType, 'no such type in this version of the contracts');
  if (faults === 'unknown-version')
    throw new UnknownEvent(ceType, `${type} is known up to version ${String(known.currentVersion(type))}`);
  if (faults.length > 0) throw new InvalidEvent(ceType, faults);
  const upcast = known.upcast(type, Number(digits), data as object);
  return { type, version: upcast.schemaVersion, data: upcast.data };
}

/** Data of an `EmbargoLifted`, of whichever context. */
export type EmbargoLifted = GrappeEvents['membership.EmbargoLifted'];

/** Where an event stands that another one carries, and when it was recorded and took effect. */
export interface CarriedPlace {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  /** Before that of the event that carries it: on the public topic nothing stands there. */
  readonly position: bigint;
  /** The civil day of its legal effect, `YYYY-MM-DD`. */
  readonly effectiveAt: string;
  readonly recordedAt: string;
}

/** An event that another one carries, in the version that this package knows: `type` tells which data it has. */
export type CarriedEvent = PublishedEvent & CarriedPlace;

/**
 * The event that an `EmbargoLifted` carries, as if it had been read from its own record: checked in the version in which it is
 * carried, and answered in the current one.
 * @throws UnknownEvent where it is of no type or version of this package's catalog
 * @throws InvalidEvent
 */
export function carriedEvent(lifted: EmbargoLifted): CarriedEvent {
  return carriedFrom(catalog, lifted) as CarriedEvent;
}

/** The same of any catalog. @throws UnknownEvent, InvalidEvent */
export function carriedFrom(known: EventCatalog, lifted: EmbargoLifted) {
  const { type, schemaVersion, data, revision, position, ...place } = lifted.event;
  const event = readFrom(known, `${type}.v${String(schemaVersion)}`, data);
  return { ...place, revision: BigInt(revision), position: BigInt(position), ...event };
}
