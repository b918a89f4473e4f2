import {
  BACKWARDS,
  END,
  eventTypeFilter,
  FORWARDS,
  KurrentDBClient,
  START,
  type AllStreamSubscription,
  STREAM_STATE,
  type AppendStreamRequest,
  type ConsistencyCheck,
  type ReadAllOptions,
  type ReadStreamOptions,
} from '@kurrent/kurrentdb-client';
import { asPortError, errorType, MultiStreamAppendUnsupported } from './kurrent-errors.ts';

/** Where a record stands in the log of the server. Records of one transaction may share the commit position. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** One record as the server has it. */
export interface LogRecord {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  /** The bytes as text; undefined where another client stored JSON, which the client hands out parsed. */
  readonly text: string | undefined;
  readonly log: LogPosition;
}

/** Where a stream is expected. */
export type StreamState = Pick<AppendStreamRequest, 'streamName' | 'expectedState'>;

/** The events that the client returns, by either way of reading. */
interface ClientRecord {
  readonly id: string;
  readonly streamId: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly isJson: boolean;
  readonly position?: LogPosition | undefined;
}

/** The types of marks begin so, and no type of an event can: `grappe` is no context. */
export const MARK_TYPES = 'grappe.';

/** Leaves out the server's own events and the marks, at the server: the regular expression is .NET's. */
const EVENTS_ONLY = eventTypeFilter({ regex: '^(?!\\$|grappe\\.)' });

/**
 * The calls of the client that the store makes. Reads go through its native bridge, the others through grpc-js. Reads ask for the
 * leader, so that the next reader finds what was answered.
 */
export class KurrentLog {
  readonly #client: KurrentDBClient;
  #reader: KurrentDBClient | undefined;

  /** Connects at the first call. */
  constructor(private readonly url: string) {
    this.#client = KurrentDBClient.connectionString(url);
  }

  /**
   * Appends to several streams, all or none, if those that are only asserted are where they are expected; gives the last revision of
   * each. An append session needs a record for each stream, so assertions go by the call that checks any stream, which servers have
   * from 26.1.
   * @throws MultiStreamAppendUnsupported, StoreUnavailable
   */
  async append(
    requests: AppendStreamRequest[],
    asserted: readonly StreamState[],
  ): Promise<ReadonlyMap<string, bigint>> {
    try {
      const { responses } =
        asserted.length === 0
          ? await this.#client.multiStreamAppend(requests)
          : await this.#client.appendRecords(recordsOf(requests), checksOf([...asserted, ...requests]));
      return new Map(responses.map(({ streamName, revision }) => [streamName, revision]));
    } catch (error) {
      const required = asserted.length === 0 ? '25.1' : '26.1';
      if (errorType(error) === 'unsupported') throw new MultiStreamAppendUnsupported(required, { cause: error });
      throw asPortError(error);
    }
  }

  /** The records of a stream from a revision on; none when the stream does not exist. @throws StoreUnavailable */
  async *forwards(stream: string, from: bigint, limit: number): AsyncGenerator<LogRecord> {
    const maxCount = Math.min(limit, Number.MAX_SAFE_INTEGER);
    if (maxCount <= 0) return;
    yield* this.#stream(stream, { direction: FORWARDS, fromRevision: from, maxCount });
  }

  /** The records of a stream, last first. @throws StoreUnavailable */
  backwards(stream: string): AsyncGenerator<LogRecord> {
    return this.#stream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: Number.MAX_SAFE_INTEGER });
  }

  /** The last revision of a stream. @throws StoreUnavailable */
  async lastRevision(stream: string): Promise<bigint | undefined> {
    for await (const { revision } of this.#stream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }))
      return revision;
    return undefined;
  }

  /** Every event from a position (inclusive) to the end of the log, in its order. @throws StoreUnavailable */
  from(position: LogPosition | undefined, limit?: number): AsyncGenerator<LogRecord> {
    return this.#all({ direction: FORWARDS, fromPosition: position ?? START }, limit);
  }

  /** Every event of the log, last first. @throws StoreUnavailable */
  fromEnd(limit?: number): AsyncGenerator<LogRecord> {
    return this.#all({ direction: BACKWARDS, fromPosition: END }, limit);
  }

  /** Every event after a position (exclusive), without an end. The sequencer reads its records. */
  subscribe(after: LogPosition | undefined, buffer: number): AllStreamSubscription {
    return this.#client.subscribeToAll(
      { fromPosition: after ?? START, filter: EVENTS_ONLY },
      { objectMode: true, highWaterMark: buffer },
    );
  }

  /** Loads the native bridge and connects it, which takes half a second the first time, so that no command waits for it. */
  async warmUp(): Promise<void> {
    await this.lastRevision(`${MARK_TYPES}warm-up`).catch(() => undefined);
  }

  /** Ends every stream. */
  async close(): Promise<void> {
    await this.#client.dispose();
  }

  #all(
    place: Pick<ReadAllOptions, 'direction' | 'fromPosition'>,
    maxCount = Number.MAX_SAFE_INTEGER,
  ): AsyncGenerator<LogRecord> {
    const options = { ...place, filter: EVENTS_ONLY, maxCount, requiresLeader: true };
    return this.#read((reader) => reader.readAll(options));
  }

  async *#stream(
    stream: string,
    options: Pick<ReadStreamOptions, 'direction' | 'fromRevision' | 'maxCount'>,
  ): AsyncGenerator<LogRecord> {
    try {
      yield* this.#read((reader) => reader.readStream(stream, { ...options, requiresLeader: true }));
    } catch (error) {
      if (errorType(error) !== 'stream-not-found') throw error;
    }
  }

  /** A native bridge that could not connect never tries again: what follows gets a new one. */
  async *#read(
    open: (reader: KurrentDBClient) => AsyncIterable<{ readonly event?: ClientRecord | undefined }>,
  ): AsyncGenerator<LogRecord> {
    const reader = (this.#reader ??= KurrentDBClient.connectionString(this.url));
    try {
      for await (const { event } of open(reader)) if (event !== undefined) yield asLogRecord(event);
    } catch (error) {
      if (errorType(error) === 'unavailable' && this.#reader === reader) this.#reader = undefined;
      throw asPortError(error);
    }
  }
}

function recordsOf(requests: readonly AppendStreamRequest[]): Parameters<KurrentDBClient['appendRecords']>[0] {
  return requests.flatMap(({ streamName, events }) => events.map((record) => ({ streamName, record })));
}

function checksOf(states: readonly StreamState[]): ConsistencyCheck[] {
  return states
    .filter(({ expectedState }) => expectedState !== 'any')
    .map(({ streamName, expectedState }) => ({ type: STREAM_STATE, streamName, expectedState }));
}

/** A record as the client's calls and subscriptions give it. */
export function asLogRecord({ id, streamId, revision, type, data, isJson, position }: ClientRecord): LogRecord {
  const text = isJson || !isBytes(data) ? undefined : Buffer.from(data).toString('utf8');
  return { id, stream: streamId, revision, type, text, log: position ?? { commit: 0n, prepare: 0n } };
}

/** Bytes of the native bridge are of another realm in a test run, where `instanceof` fails. */
function isBytes(data: unknown): data is Uint8Array {
  return ArrayBuffer.isView(data);
}
