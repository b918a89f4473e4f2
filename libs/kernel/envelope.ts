import type { CalendarDate, Instant } from './calendar.ts';
import type { JsonObject } from './canonical-json.ts';
import type { Branded, Uuid } from './ids.ts';

/** `<context>.<aggregate>-<id>`, at most 200 characters. Each stream is written by one context only. */
export type StreamName = Branded<string, 'StreamName'>;

const STREAM_PATTERN = /^[a-z][a-z0-9]*\.[a-z][a-z0-9-]*-[A-Za-z0-9_.:-]+$/;
const AGGREGATE_PATTERN = /^[a-z][a-z0-9-]*$/;
export const STREAM_NAME_LIMIT = 200;

export function isStreamName(value: string): value is StreamName {
  return value.length <= STREAM_NAME_LIMIT && STREAM_PATTERN.test(value);
}

/** @throws TypeError when the parts do not make a stream name. */
export function streamName(context: string, aggregate: string, id: string): StreamName {
  const name = `${context}.${aggregate}-${id}`;
  // The name alone cannot tell: `steering-committee` without an id reads as the aggregate `steering`.
  if (!isStreamName(name) || !AGGREGATE_PATTERN.test(aggregate) || id === '')
    throw new TypeError(
      `not a stream name (<context>.<aggregate>-<id>, at most ${String(STREAM_NAME_LIMIT)} characters): ${name}`,
    );
  return name;
}

/** The context that owns a stream or an event type: the part before the first dot. */
export function contextOf(streamOrType: string): string {
  const dot = streamOrType.indexOf('.');
  return dot < 0 ? streamOrType : streamOrType.slice(0, dot);
}

/**
 * Who acted, by an id of ours (a UUID, or `process:<name>`), and in which capacity: staff execute, boards decide. Who that is stands
 * in a table beside the events and can be erased there.
 */
export interface Actor {
  readonly id: string;
  readonly capacity?: string | undefined;
  /** The cluster for which an operator acted. */
  readonly clusterId?: string | undefined;
}

/** The document on which a fact rests. */
export interface Evidence {
  readonly title: string;
  readonly date?: CalendarDate | undefined;
  readonly sha256?: string | undefined;
  readonly link?: string | undefined;
}

export type Visibility =
  | { readonly kind: 'public' }
  | { readonly kind: 'private' }
  /** Public from the beginning of that civil day on; before it, for readers with the right only. */
  | { readonly kind: 'embargoed'; readonly until: CalendarDate };

/** The metadata of every event. */
export interface EventMetadata {
  /** When it was recorded here. */
  readonly recordedAt: Instant;
  /** The civil day on which the fact takes legal effect. */
  readonly effectiveAt: CalendarDate;
  readonly actor: Actor;
  /** The command that caused it; the same command never takes effect twice. */
  readonly commandId?: Uuid | undefined;
  /**
   * HMAC-SHA-256 of the canonical command body under the key of the installation, in hex: tells a repeated request from another one
   * under the same idempotency key, and says nothing about the body to anybody else.
   */
  readonly commandHash?: string | undefined;
  readonly correlationId: Uuid;
  /** The id of the event that caused the command, where an event did. */
  readonly causationId?: Uuid | undefined;
  /** W3C Trace Context. */
  readonly traceparent?: string | undefined;
  readonly evidence?: readonly Evidence[] | undefined;
  readonly visibility: Visibility;
}

/** An event to append. */
export interface ProposedEvent {
  readonly id: Uuid;
  /** `<context>.<EventName>`. */
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/** An event that is committed. Its revision counts from 0 in its stream. */
export interface StoredEvent extends ProposedEvent {
  readonly stream: StreamName;
  readonly revision: bigint;
}

/** An event with its place in the ledger: positions are dense from 0 and never change. */
export interface RecordedEvent extends StoredEvent {
  readonly position: bigint;
}
