import { catalog } from './catalog.ts';
import type { GrappeEvents } from './contexts.ts';
import type { EventCatalog } from './event-catalog.ts';
import { readFrom, type GrappeEvent } from './read-event.ts';

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
export type CarriedEvent = GrappeEvent & CarriedPlace;

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
  return { ...placeOf(lifted), ...readFrom(known, typeOf(lifted), lifted.event.data) };
}

function typeOf({ event: { type, schemaVersion } }: EmbargoLifted): string {
  return `${type}.v${String(schemaVersion)}`;
}

function placeOf({ event }: EmbargoLifted): CarriedPlace {
  const { id, stream, revision, position, effectiveAt, recordedAt } = event;
  return { id, stream, revision: BigInt(revision), position: BigInt(position), effectiveAt, recordedAt };
}
