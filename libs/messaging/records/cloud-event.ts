import {
  contextOf,
  type EventMetadata,
  type JsonObject,
  type StreamName,
  type Uuid,
  type Visibility,
} from '#libs/kernel';
import type { LedgerRow } from '#libs/event-store';
import { frontierOf, frontierText, InvalidFrontier } from './frontier.ts';
import type { RecordPlace, TopicRecord } from './record.ts';
import { topicOf } from './topics.ts';

/** An event as its record holds it: in the version in which it was stored. */
export interface PublishedEvent {
  readonly id: Uuid;
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/** A record that is not what this system publishes: written by somebody else, or altered. */
export class InvalidRecord extends TypeError {
  override readonly name = 'InvalidRecord';
}

type StoredRecord = Omit<PublishedEvent, 'revision'>;

/** The record of an event. `timestampMs` is the caller's: it never goes back. */
export function recordOf(row: LedgerRow, place: RecordPlace, timestampMs: number): TopicRecord {
  const stored = JSON.parse(row.record) as StoredRecord;
  return {
    topic: topicOf(stored),
    key: stored.stream,
    value: JSON.stringify(stored.data),
    headers: { ...headersOf(stored), ...placeHeaders(row.revision, place) },
    timestampMs,
  };
}

function headersOf({ id, type, schemaVersion, stream, metadata }: StoredRecord): Record<string, string> {
  const { actor, causationId, commandId, commandHash, traceparent, evidence } = metadata;
  const optional = {
    ce_actorcapacity: actor.capacity,
    ce_causationid: causationId,
    ce_commandid: commandId,
    ce_commandhash: commandHash,
    ce_traceparent: traceparent,
    ce_evidence: evidence === undefined ? undefined : JSON.stringify(evidence),
  };
  const present = Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: `/grappe/${contextOf(type)}`,
    ce_type: `${type}.v${String(schemaVersion)}`,
    ce_subject: stream,
    ce_time: metadata.recordedAt,
    ce_effectiveat: metadata.effectiveAt,
    ce_actor: actor.subject,
    ce_correlationid: metadata.correlationId,
    ce_visibility: visibilityText(metadata.visibility),
    ...Object.fromEntries(present),
  };
}

function placeHeaders(revision: bigint, { position, frontier, settled }: RecordPlace): Record<string, string> {
  return {
    ce_position: String(position),
    ce_revision: String(revision),
    ce_frontier: frontierText(frontier),
    ce_settled: String(settled),
  };
}

function visibilityText(visibility: Visibility): string {
  return visibility.kind === 'embargoed' ? `embargoed:${visibility.until}` : visibility.kind;
}

/** What is needed of a message of any client to read it. */
export interface ReceivedRecord {
  readonly value: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The place of a record alone, for those who skip most of them. @throws InvalidRecord */
export function placeOf({ headers }: ReceivedRecord): RecordPlace {
  try {
    return {
      position: counted(headers, 'ce_position'),
      frontier: frontierOf(required(headers, 'ce_frontier')),
      settled: counted(headers, 'ce_settled'),
    };
  } catch (error) {
    if (error instanceof InvalidFrontier) throw new InvalidRecord(error.message, { cause: error });
    throw error;
  }
}

/** The event of a record. Its data are what was published, checked against no schema. @throws InvalidRecord */
export function publishedEvent({ value, headers }: ReceivedRecord): PublishedEvent {
  const { type, schemaVersion } = typeOf(required(headers, 'ce_type'));
  return {
    id: required(headers, 'ce_id') as Uuid,
    type,
    schemaVersion,
    stream: required(headers, 'ce_subject') as StreamName,
    revision: counted(headers, 'ce_revision'),
    data: bodyOf(value),
    metadata: metadataOf(headers),
  };
}

function metadataOf(headers: ReceivedRecord['headers']): EventMetadata {
  const optional = {
    causationId: headers['ce_causationid'],
    commandId: headers['ce_commandid'],
    commandHash: headers['ce_commandhash'],
    traceparent: headers['ce_traceparent'],
    evidence: headers['ce_evidence'] === undefined ? undefined : (parsed(headers['ce_evidence']) as object),
  };
  const capacity = headers['ce_actorcapacity'];
  return {
    recordedAt: required(headers, 'ce_time'),
    effectiveAt: required(headers, 'ce_effectiveat'),
    actor: { subject: required(headers, 'ce_actor'), ...(capacity === undefined ? {} : { capacity }) },
    correlationId: required(headers, 'ce_correlationid'),
    visibility: visibilityOf(required(headers, 'ce_visibility')),
    ...Object.fromEntries(Object.entries(optional).filter(([, given]) => given !== undefined)),
  } as EventMetadata;
}

function typeOf(text: string): { readonly type: string; readonly schemaVersion: number } {
  const [, type, version] = /^([a-z][a-z0-9]*\.[A-Za-z0-9]+)\.v([1-9][0-9]{0,5})$/.exec(text) ?? [];
  if (type === undefined || version === undefined) throw new InvalidRecord(`not a type of an event: ${text}`);
  return { type, schemaVersion: Number(version) };
}

function visibilityOf(text: string): Visibility {
  if (text === 'public' || text === 'private') return { kind: text };
  const [, until] = /^embargoed:(\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  if (until === undefined) throw new InvalidRecord(`not a visibility: ${text}`);
  return { kind: 'embargoed', until } as Visibility;
}

function bodyOf(value: string): JsonObject {
  const body = parsed(value);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new InvalidRecord('the body is no JSON object');
  return body as JsonObject;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InvalidRecord('the record holds text that is no JSON', { cause });
  }
}

function required(headers: ReceivedRecord['headers'], name: string): string {
  const found = headers[name];
  if (found === undefined) throw new InvalidRecord(`the header ${name} is missing`);
  return found;
}

function counted(headers: ReceivedRecord['headers'], name: string): bigint {
  const found = required(headers, name);
  if (!/^(0|[1-9][0-9]{0,18})$/.test(found)) throw new InvalidRecord(`${name} is no count: ${found}`);
  return BigInt(found);
}
