import { contextOf, isStreamName, isUuid } from '#libs/kernel';
import type { EventMetadata, JsonObject, RecordedEvent, Visibility } from '#libs/kernel';
import type { LedgerRow } from '#libs/event-store';
import { frontierOf, frontierText } from './frontier.ts';
import { legalDayOf, timeOf } from './legal-day.ts';
import { InvalidRecord, type ReceivedRecord, type RecordPlace, type TopicRecord } from './record.ts';
import { topicOf } from './topics.ts';

/** An event as its record holds it: in the version in which it was stored. */
export type PublishedEvent = Omit<RecordedEvent, 'position'>;

type StoredRecord = Omit<PublishedEvent, 'revision'>;

/** The record of an event. `timestampMs` is the caller's: it never goes back. */
export function recordOf(row: LedgerRow, place: RecordPlace, timestampMs: number): TopicRecord {
  const stored = JSON.parse(row.record) as StoredRecord;
  return {
    topic: topicOf(stored),
    key: stored.stream,
    value: JSON.stringify(stored.data),
    headers: headersOf({ ...stored, revision: row.revision }, row, place),
    timestampMs,
  };
}

/**
 * Every header of the record of an event. Written out member by member: every event of the ledger comes through here once for
 * each relay and each reconciliation.
 */
export function headersOf(
  { id, type, schemaVersion, stream, revision, metadata }: PublishedEvent,
  { epoch, leafHash }: Pick<LedgerRow, 'epoch' | 'leafHash'>,
  place: RecordPlace,
): Readonly<Record<string, string>> {
  const { actor, visibility, traceparent, evidence } = metadata;
  const version = `${type}.v${String(schemaVersion)}`;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: `/grappe/${contextOf(type)}`,
    ce_type: version,
    ce_subject: stream,
    ce_time: timeOf(metadata.effectiveAt),
    ce_recordedtime: metadata.recordedAt,
    ce_dataschema: `urn:grappe:schema:${version}`,
    ce_sequence: String(place.position).padStart(SEQUENCE_DIGITS, '0'),
    ce_ledgerepoch: epoch,
    ce_revision: String(revision),
    ce_frontier: frontierText(place.frontier),
    ce_settled: String(place.settled),
    ce_correlationid: metadata.correlationId,
    ce_authtype: actor.id.startsWith(PROCESS) ? 'system' : 'app_user',
    ce_authid: actor.id,
    ce_leafhash: Buffer.from(leafHash).toString('hex'),
  };
  if (visibility.kind !== 'public') headers['ce_dataclassification'] = classificationOf(visibility);
  if (actor.capacity !== undefined) headers['ce_actorcapacity'] = actor.capacity;
  if (actor.clusterId !== undefined) headers['ce_actorcluster'] = actor.clusterId;
  for (const [name, member] of OPTIONAL) {
    const text = metadata[member];
    if (text !== undefined) headers[name] = text;
  }
  // Where tools that know nothing of CloudEvents look for it.
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  if (evidence !== undefined) headers['ce_evidence'] = JSON.stringify(evidence);
  return headers;
}

/** Texts of so many digits sort as their numbers do. */
const SEQUENCE_DIGITS = 20;
/** Begins the subject of what acts by itself. */
const PROCESS = 'process:';

/** Texts of the metadata that not every event has. */
const OPTIONAL = [
  ['ce_causationid', 'causationId'],
  ['ce_commandid', 'commandId'],
  ['ce_commandhash', 'commandHash'],
  ['ce_traceparent', 'traceparent'],
] as const;

function classificationOf(visibility: Visibility): string {
  return visibility.kind === 'embargoed' ? `embargoed:${visibility.until}` : visibility.kind;
}

/** The place of a record alone, for readers that skip most records. @throws InvalidRecord */
export function placeOf({ headers }: ReceivedRecord): RecordPlace {
  const position = BigInt(matchingHeader(headers, 'ce_sequence', /^0[0-9]{19}$/));
  const settled = numberHeader(headers, 'ce_settled');
  const frontier = frontierOf(requireHeader(headers, 'ce_frontier'));
  if (settled > position) throw new InvalidRecord(`ce_settled is ${String(settled)}, behind ce_sequence`);
  for (const [topic, before] of frontier)
    if (before >= position) throw new InvalidRecord(`ce_frontier names ${String(before)} on ${topic}, not before it`);
  return { position, frontier, settled };
}

/** The event of a record. Its data are what was published, checked against no schema. @throws InvalidRecord */
export function publishedEvent({ value, headers }: ReceivedRecord): PublishedEvent {
  const { type, schemaVersion } = typeOf(requireHeader(headers, 'ce_type'));
  const [id, stream] = [requireHeader(headers, 'ce_id'), requireHeader(headers, 'ce_subject')];
  if (!isUuid(id)) throw new InvalidRecord(`ce_id is no UUID in lower case: ${id}`);
  if (!isStreamName(stream)) throw new InvalidRecord(`ce_subject is no stream: ${stream}`);
  return {
    id,
    type,
    schemaVersion,
    stream,
    revision: numberHeader(headers, 'ce_revision'),
    data: bodyOf(value),
    metadata: metadataOf(headers),
  };
}

function metadataOf(headers: ReceivedRecord['headers']): EventMetadata {
  const { ce_actorcapacity: capacity, ce_actorcluster: clusterId, ce_evidence: evidence } = headers;
  const optional = OPTIONAL.filter(([name]) => headers[name] !== undefined);
  return {
    recordedAt: requireHeader(headers, 'ce_recordedtime'),
    effectiveAt: legalDayOf(requireHeader(headers, 'ce_time')),
    actor: {
      id: requireHeader(headers, 'ce_authid'),
      ...(capacity === undefined ? {} : { capacity }),
      ...(clusterId === undefined ? {} : { clusterId }),
    },
    correlationId: requireHeader(headers, 'ce_correlationid'),
    visibility: visibilityOf(headers['ce_dataclassification']),
    ...Object.fromEntries(optional.map(([name, member]) => [member, headers[name]])),
    ...(evidence === undefined ? {} : { evidence: evidenceOf(evidence) }),
  } as EventMetadata;
}

function evidenceOf(text: string): object {
  const evidence = parse(text);
  if (!Array.isArray(evidence)) throw new InvalidRecord('ce_evidence is no list');
  return evidence as readonly unknown[];
}

function typeOf(text: string): { readonly type: string; readonly schemaVersion: number } {
  const [, type, version] = /^([a-z][a-z0-9]*\.[A-Za-z0-9]+)\.v([1-9][0-9]{0,5})$/.exec(text) ?? [];
  if (type === undefined || version === undefined) throw new InvalidRecord(`not a type of an event: ${text}`);
  return { type, schemaVersion: Number(version) };
}

/** Only what is not for everybody is classified. */
function visibilityOf(text: string | undefined): Visibility {
  if (text === undefined) return { kind: 'public' };
  if (text === 'private') return { kind: text };
  const [, until] = /^embargoed:(\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  if (until === undefined) throw new InvalidRecord(`not a classification (private, embargoed:<day>): ${text}`);
  return { kind: 'embargoed', until } as Visibility;
}

function bodyOf(value: string): JsonObject {
  const body = parse(value);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new InvalidRecord('the body is no JSON object');
  return body as JsonObject;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InvalidRecord('the record holds text that is no JSON', { cause });
  }
}

function requireHeader(headers: ReceivedRecord['headers'], name: string): string {
  const found = headers[name];
  if (found === undefined) throw new InvalidRecord(`the header ${name} is missing`);
  return found;
}

function numberHeader(headers: ReceivedRecord['headers'], name: string): bigint {
  return BigInt(matchingHeader(headers, name, /^(0|[1-9][0-9]{0,18})$/));
}

function matchingHeader(headers: ReceivedRecord['headers'], name: string, form: RegExp): string {
  const found = requireHeader(headers, name);
  if (!form.test(found)) throw new InvalidRecord(`${name} is no count: ${found}`);
  return found;
}
