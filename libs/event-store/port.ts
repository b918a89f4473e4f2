import type { PersonalField } from '#libs/contracts';
import type {
  EventSource,
  Instant,
  JsonObject,
  LedgerPage,
  ProposedEvent,
  ReadOptions,
  StoredEvent,
  StreamName,
  Uuid,
} from '#libs/kernel';

/** Where a stream has to be for an append to be valid; each is enforced, under concurrency too. */
export type ExpectedRevision = 'any' | 'no-stream' | 'stream-exists' | bigint;

/**
 * What one append adds to one stream. Without events it asserts: the stream has to be where it is expected, up to the commit, and
 * gets nothing (no event, no position, no place in the answer). `any` asserts nothing and is refused then.
 */
export interface StreamAppend {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
}

export interface AppendOptions {
  /**
   * The same command id again gives the first answer and stores nothing. Where an answer is kept under it (`keepAnswer`) when these
   * events are recorded, the append is a repeat without streams.
   */
  readonly commandId?: Uuid | undefined;
}

/** The result of an append; for a repeat, that of the first one. */
export interface AppendAnswer {
  /** The streams that got events, in the order asked. */
  readonly streams: readonly AppendedStream[];
  /** True when nothing was stored because the same events or the same command had been stored before. */
  readonly repeated: boolean;
}

export interface AppendedStream {
  readonly stream: StreamName;
  readonly firstRevision: bigint;
  readonly lastRevision: bigint;
  readonly eventIds: readonly Uuid[];
}

/** The answer of a command that stores nothing. */
export interface AnswerToKeep {
  readonly commandId: Uuid;
  /** Whose command it is: the process of a context keeps the answers of its own commands only. */
  readonly context: string;
  readonly answer: JsonObject;
  /** When the command came in, and until when its answer stands. */
  readonly at: Instant;
  readonly until: Instant;
}

/** `earlier` is the answer that the command had before; undefined where it stored events. */
export type KeptAnswer = { readonly kept: true } | { readonly kept: false; readonly earlier: JsonObject | undefined };

/**
 * Of a ledger, from provisioning or from a restore to the next: a position is no identity across them, because after a restore the same position
 * can be another event.
 */
export interface LedgerEpoch {
  readonly epoch: Uuid;
  /** The first position given in it. */
  readonly since: bigint;
}

/** One row of the ledger with the very bytes that were hashed (`docs/adr/0003-hashed-bytes.md`). */
export interface LedgerRow {
  readonly position: bigint;
  /** In which the position was given. */
  readonly epoch: Uuid;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly eventId: Uuid;
  readonly type: string;
  /** The stored canonical text (RFC 8785) of the event without its revision. */
  readonly record: string;
  /** RFC 6962 leaf hash, 32 bytes. */
  readonly leafHash: Uint8Array;
}

/** How far the sequencer is behind the committed events. */
export interface StoreStatus {
  /** The next position to be given: the number of positions so far. */
  readonly head: bigint;
  /** Committed events that have no position yet. */
  readonly unsequenced: bigint;
}

export interface ReadStreamOptions {
  readonly from?: bigint;
  readonly limit?: number;
}

export interface ReadAllOptions extends ReadOptions {
  readonly until?: bigint | undefined;
}

export type ReadLedgerOptions = Pick<ReadAllOptions, 'until' | 'pageSize'>;

export interface StreamNamesOptions {
  readonly prefix?: string;
  readonly after?: StreamName;
  /** Default: 1,000. */
  readonly limit?: number;
}

export interface EventStore extends EventSource {
  /** The ledger's epoch now, as it was when the store was opened. */
  readonly epoch: Uuid;
  /**
   * Appends to one stream, atomically. Resolves once the events are committed; their positions follow within milliseconds.
   * @throws RevisionConflict, EventIdReused, InvalidAppend, StoreUnavailable
   */
  append(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly ProposedEvent[],
    options?: AppendOptions,
  ): Promise<AppendAnswer>;
  /**
   * Appends to several streams, all or none. Each stream stands in it once, and at least one gets events. Of two appends that each
   * assert what the other one writes, at most one is stored; and in the order of positions each assertion is true where its append stands.
   * @throws as `append`
   */
  appendAll(appends: readonly StreamAppend[], options?: AppendOptions): Promise<AppendAnswer>;
  /** The events of a stream in revision order, from a revision (inclusive); empty when the stream does not exist. */
  read(stream: StreamName, options?: ReadStreamOptions): AsyncIterable<StoredEvent>;
  /** Every event of the ledger from a position (inclusive) to its end at the time of the call, or to `until` (exclusive). @throws MissingPosition */
  readAll(from: bigint, options?: ReadAllOptions): AsyncIterable<LedgerPage>;
  /** The ledger rows themselves, for verification. @throws MissingPosition */
  readLedger(from: bigint, options?: ReadLedgerOptions): AsyncIterable<readonly LedgerRow[]>;
  /** The events that a command stored, in their order; empty when it stored none. */
  readCommand(commandId: Uuid): Promise<readonly StoredEvent[]>;
  /**
   * Keeps the answer of a command that stores nothing: until then it stands, and nothing can be stored under the command's id. Of all
   * that come under one command id, events or an answer, at whatever process, the first stands.
   * @throws StoreUnavailable
   */
  keepAnswer(answer: AnswerToKeep): Promise<KeptAnswer>;
  /** The answer that is kept under a command id and stands at that moment. */
  readAnswer(commandId: Uuid, at: Instant): Promise<JsonObject | undefined>;
  /** The position of an event; undefined while it has none or is unknown. */
  positionOf(eventId: Uuid): Promise<bigint | undefined>;
  /** The last position recorded at or before an instant, or undefined when everything is later. */
  positionAt(moment: Instant): Promise<bigint | undefined>;
  /** The names of the streams in order, from after a name. */
  streams(options?: StreamNamesOptions): Promise<readonly StreamName[]>;
  status(): Promise<StoreStatus>;
  /**
   * A position above that of every event that was committed at the call, also of those that had none yet: it waits for them, and for
   * nothing that is committed later. Needs no sequencer in this process.
   * @param options.timeoutMs how long it waits at most, in milliseconds. Default: 5,000 ms.
   * @throws PositionsLate, StoreUnavailable
   */
  sequencedHead(options?: { readonly timeoutMs?: number | undefined }): Promise<bigint>;
  close(): Promise<void>;
}

/** The event types of the contracts; passed in, so that the store itself knows no context. */
export interface EventCatalog {
  /** The version in which an event of this type is written today; undefined for an unknown type. */
  currentVersion(type: string): number | undefined;
  /** Undefined when the data fit the schema of that type and version; else the errors, with paths. */
  check(type: string, schemaVersion: number, data: JsonObject): readonly string[] | 'unknown-type' | 'unknown-version';
  /** The personal texts of a type. Default: none. */
  personalFields?(type: string): readonly PersonalField[];
  /** How many bytes of the largest event have to stay free, because another event carries the data later. Default: none. */
  reservedBytes?(type: string): number;
  /** Brings data of an older version to the current one. */
  upcast(
    type: string,
    schemaVersion: number,
    data: JsonObject,
  ): { readonly schemaVersion: number; readonly data: JsonObject };
}
