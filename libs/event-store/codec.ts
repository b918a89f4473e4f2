import {
  canonicalJson,
  contextOf,
  isUuid,
  NotJson,
  type EventMetadata,
  type Instant,
  type JsonObject,
  type ProposedEvent,
  type RecordedEvent,
  type StoredEvent,
  type StreamName,
  type Uuid,
} from '#libs/kernel';
import { InvalidAppend, RecordDiffers } from './errors.ts';
import {
  NO_KEYS,
  nothingPersonal,
  type OpeningKeys,
  type PersonalTexts,
  type SealingKeys,
} from './personal/personal-texts.ts';
import type { EventCatalog, StreamAppend } from './port.ts';

/**
 * The most bytes (UTF-8) of an event's canonical record: an entry of a log of tiles has a length of 16 bits (C2SP tlog-tiles), and
 * one whose proof is added to it has to fit as well. What weighs more is kept elsewhere and named by its hash.
 */
export const MAX_EVENT_BYTES = 48_000;
/** What an embargoed event leaves free: the event that lifts its embargo carries it (`libs/contracts/embargo.ts`), and has to be stored. */
const CARRIAGE_BYTES = 2_000;

/** An event as it is written: its canonical record and the few values that are looked up by. */
export interface EncodedEvent {
  readonly id: Uuid;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly traceparent: string | undefined;
  /** RFC 8785 text of everything of the envelope but revision and position, which are given later. */
  readonly record: string;
}

export interface CodecOptions {
  /** Default: texts are stored in clear, and what is sealed does not open. */
  readonly personal?: PersonalTexts | undefined;
  /** The most bytes (UTF-8) of one event's canonical record. Default: 48,000. */
  readonly maxEventBytes?: number | undefined;
}

/** A record as it is read, with its revision. */
export interface DecodedRow {
  readonly record: string;
  readonly revision: bigint;
}

/** A parsed record. */
interface EventRecord {
  readonly id: Uuid;
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: StreamName;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/**
 * The one place where events become stored text and come back (`docs/adr/0003-hashed-bytes.md`): here personal texts are sealed, and opened
 * (`docs/adr/0010-personal-fields.md`). Their keys are fetched before, for a whole append or page.
 */
export class EventCodec {
  /** The last valid ones: the appends of one millisecond share the instant, those of one command the day. */
  #validInstant: string | undefined;
  #validDate: string | undefined;
  readonly #personal: PersonalTexts;
  readonly #maxEventBytes: number;

  constructor(
    private readonly catalog: EventCatalog,
    { personal = nothingPersonal(), maxEventBytes = MAX_EVENT_BYTES }: CodecOptions = {},
  ) {
    this.#personal = personal;
    this.#maxEventBytes = maxEventBytes;
  }

  /** The keys that `encode` needs for these appends. @throws StoreUnavailable */
  sealingKeys(appends: readonly StreamAppend[]): Promise<SealingKeys> {
    return this.#personal.sealingKeys(appends);
  }

  /** The keys that `decode` needs for these records. @throws StoreUnavailable */
  openingKeys(records: readonly string[]): ReturnType<PersonalTexts['openingKeys']> {
    return this.#personal.openingKeys(records);
  }

  /** @throws InvalidAppend with the first reason that applies: event-id, unknown-type, wrong-context, metadata, not-json, too-large, unknown-version, schema. */
  encode(stream: StreamName, event: ProposedEvent, keys: SealingKeys = NO_KEYS): EncodedEvent {
    const { id, type, schemaVersion, metadata } = event;
    if (!isUuid(id)) throw new InvalidAppend('event-id', JSON.stringify(id), 'a UUID in lower case');
    if (this.catalog.currentVersion(type) === undefined)
      throw new InvalidAppend('unknown-type', JSON.stringify(type), 'an event type of the contracts');
    if (contextOf(type) !== contextOf(stream))
      throw new InvalidAppend('wrong-context', `${type} in ${stream}`, `a stream of the context ${contextOf(type)}`);
    this.#assertMetadata(metadata);
    const record = this.#record(stream, event, keys);
    this.#assertSize(record, type, metadata);
    this.#assertSchema(type, schemaVersion, event.data);
    return { id, type, recordedAt: metadata.recordedAt, traceparent: metadata.traceparent, record };
  }

  /**
   * The event of a stored record, its data in the shape of the current version.
   * @param columns what its row says it is of, as `columnsOf` writes it: events are looked up and filtered by these
   * @throws RecordDiffers, UnknownKey, BrokenSeal
   */
  decode(record: string, columns: string, revision: bigint, keys: OpeningKeys): StoredEvent {
    return Object.assign(this.#current(record, columns, keys), { revision });
  }

  /** The same with its place in the ledger. */
  decodeAt(row: DecodedRow, columns: string, position: bigint, keys: OpeningKeys): RecordedEvent {
    const { record, revision } = row;
    return Object.assign(this.#current(record, columns, keys), { revision, position });
  }

  /** Texts are opened before they are brought to the current version: an upcaster may move or divide them. */
  #current(record: string, columns: string, keys: OpeningKeys): EventRecord {
    const stored = JSON.parse(record) as EventRecord;
    const found = columnsOf(stored);
    if (found !== columns) throw new RecordDiffers(columns, found);
    if (keys === 'as-stored') return stored;
    const parsed = this.#personal.open(stored, keys);
    const { schemaVersion, data } = this.catalog.upcast(parsed.type, parsed.schemaVersion, parsed.data);
    return data === parsed.data && schemaVersion === parsed.schemaVersion ? parsed : { ...parsed, schemaVersion, data };
  }

  #record(stream: StreamName, event: ProposedEvent, keys: SealingKeys): string {
    if (keys.size === 0) return canonicalRecord(recordOf(stream, event));
    // A text that no JSON can hold would be altered by its sealing.
    canonicalRecord(recordOf(stream, event));
    return canonicalRecord(recordOf(stream, this.#personal.seal(stream, event, keys)));
  }

  #assertMetadata({ recordedAt, effectiveAt }: EventMetadata): void {
    if (recordedAt !== this.#validInstant && !isMillisecond(recordedAt))
      throw new InvalidAppend('metadata', `recordedAt ${String(recordedAt)}`, 'an instant in UTC with milliseconds');
    if (effectiveAt !== this.#validDate && !isMillisecond(`${effectiveAt}T00:00:00.000Z`))
      throw new InvalidAppend('metadata', `effectiveAt ${String(effectiveAt)}`, 'a calendar date');
    this.#validInstant = recordedAt;
    this.#validDate = effectiveAt;
  }

  #assertSize(record: string, type: string, { visibility }: EventMetadata): void {
    const reserved = this.catalog.reservedBytes?.(type) ?? 0;
    const most = this.#maxEventBytes - Math.max(reserved, visibility.kind === 'embargoed' ? CARRIAGE_BYTES : 0);
    // A UTF-16 unit takes one to three bytes, so most records need no counting.
    if (record.length * 3 <= most) return;
    const bytes = Buffer.byteLength(record);
    if (bytes > most) throw new InvalidAppend('too-large', `${String(bytes)} bytes`, `at most ${String(most)} bytes`);
  }

  #assertSchema(type: string, schemaVersion: number, data: JsonObject): void {
    const faults = this.catalog.check(type, schemaVersion, data);
    if (faults === 'unknown-type' || faults === 'unknown-version')
      throw new InvalidAppend(faults, `${type} version ${String(schemaVersion)}`, 'a version of the contracts');
    if (faults.length > 0) throw new InvalidAppend('schema', faults.join('; '), `data as ${type} defines them`);
  }
}

/** What an event is of, as one text. */
export function columnsOf({ id, stream, type }: Readonly<Record<'id' | 'stream' | 'type', string>>): string {
  return `${id} ${stream} ${type}`;
}

/** True for `YYYY-MM-DDTHH:mm:ss.sssZ` of a moment that exists: checked for each event, so without a calendar library. */
function isMillisecond(text: string): boolean {
  const epochMs = Date.parse(text);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString() === text;
}

function recordOf(stream: StreamName, { id, type, schemaVersion, data, metadata }: ProposedEvent): EventRecord {
  return { id, type, schemaVersion, stream, data, metadata };
}

function canonicalRecord(record: EventRecord): string {
  try {
    return canonicalJson(record);
  } catch (error) {
    if (error instanceof NotJson) throw new InvalidAppend('not-json', `${error.found} at ${error.path}`, 'JSON values');
    throw error;
  }
}
