import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import streamErrors from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js';
import appending from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import type {
  AppendRecord,
  AppendRecordsRequest,
  AppendRequest,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import type { LogAppend, LogCheck, LogConflict, LogEvent, LogRecord } from './double-log.ts';

const ANY = '-2';

/** What a client asked to append to one stream of a session. */
export function appendOf(request: AppendRequest): LogAppend {
  return {
    stream: request.getStream(),
    expected: BigInt(request.getExpectedRevision() ?? ANY),
    events: request.getRecordsList().map(eventOf),
  };
}

function eventOf(record: AppendRecord): LogEvent {
  return {
    id: record.getRecordId() ?? '',
    type: record.getSchema()?.getName() ?? '',
    isJson: record.getSchema()?.getFormat() === appending.SchemaFormat.SCHEMA_FORMAT_JSON,
    data: record.getData_asU8(),
  };
}

/** What a client asked to append in one call, whose records stand together by stream as this store sends them. */
export function recordsOf(request: AppendRecordsRequest): readonly LogAppend[] {
  const streams = new Map<string, LogEvent[]>();
  for (const record of request.getRecordsList()) {
    const stream = record.getStream();
    streams.set(stream, [...(streams.get(stream) ?? []), eventOf(record)]);
  }
  return [...streams].map(([stream, events]) => ({ stream, expected: BigInt(ANY), events }));
}

/** Where a client expects streams, of those it writes and of others. */
export function checksOf(request: AppendRecordsRequest): readonly LogCheck[] {
  return request.getChecksList().map((check) => ({
    stream: check.getStreamState()?.getStream() ?? '',
    expected: BigInt(check.getStreamState()?.getExpectedState() ?? ANY),
  }));
}

/** A record as a reader gets it. */
export function eventMessage(record: LogRecord): InstanceType<typeof streams.ReadResp> {
  const message = new streams.ReadResp.ReadEvent.RecordedEvent();
  message.setId(new shared.UUID().setString(record.id));
  message.setStreamIdentifier(streamIdentifier(record.stream));
  message.setStreamRevision(String(record.revision));
  message.setCommitPosition(String(record.commit));
  message.setPreparePosition(String(record.prepare));
  message.setData(record.data);
  const metadata = message.getMetadataMap();
  metadata.set('type', record.type);
  metadata.set('content-type', record.isJson ? 'application/json' : 'application/octet-stream');
  metadata.set('created', String(record.created));
  const event = new streams.ReadResp.ReadEvent().setEvent(message).setCommitPosition(String(record.commit));
  return new streams.ReadResp().setEvent(event);
}

export function streamNotFound(stream: string): InstanceType<typeof streams.ReadResp> {
  const missing = new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream));
  return new streams.ReadResp().setStreamNotFound(missing);
}

/** The refusal of an append session, with the details in the trailer where the client looks for them. */
export function conflictError({ stream, expected, actual }: LogConflict): Partial<ServiceError> {
  const details = new streamErrors.StreamRevisionConflictErrorDetails();
  details.setStream(stream).setExpectedRevision(String(expected)).setActualRevision(String(actual));
  const message = `append failed due to a revision conflict on stream '${stream}'`;
  return withDetails(
    status.FAILED_PRECONDITION,
    message,
    'StreamRevisionConflictErrorDetails',
    details.serializeBinary(),
  );
}

/** The refusal of records whose checks failed; of several the first is named, which is all that clients of this store look at. */
export function violationError({ stream, expected, actual }: LogConflict): Partial<ServiceError> {
  const state = new streamErrors.ConsistencyViolation.StreamStateViolation()
    .setStream(stream)
    .setExpectedState(String(expected))
    .setActualState(String(actual));
  const details = new streamErrors.AppendConsistencyViolationErrorDetails();
  details.addViolations(new streamErrors.ConsistencyViolation().setStreamState(state));
  const message = `append failed due to a consistency violation on stream '${stream}'`;
  return withDetails(
    status.FAILED_PRECONDITION,
    message,
    'AppendConsistencyViolationErrorDetails',
    details.serializeBinary(),
  );
}

/** The refusal of an append that weighs too much. */
export function sizeError(size: number, maxSize: number): Partial<ServiceError> {
  const details = new streamErrors.AppendTransactionSizeExceededErrorDetails().setSize(size).setMaxSize(maxSize);
  const message = `the total size of the append transaction is ${String(size)} bytes`;
  return withDetails(status.ABORTED, message, 'AppendTransactionSizeExceededErrorDetails', details.serializeBinary());
}

function withDetails(code: status, message: string, type: string, details: Uint8Array): Partial<ServiceError> {
  const metadata = new Metadata();
  const any = Buffer.concat([
    field(1, Buffer.from(`type.googleapis.com/kurrentdb.protocol.v2.streams.errors.${type}`)),
    field(2, Buffer.from(details)),
  ]);
  const rich = Buffer.concat([Buffer.of(0x08, code), field(2, Buffer.from(message)), field(3, any)]);
  metadata.set('grpc-status-details-bin', rich);
  return { code, details: message, metadata };
}

/** A length-delimited field of protocol buffers: google.rpc.Status is not among the client's definitions as the server sends it. */
function field(number: number, bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let left = bytes.length; ; left >>>= 7) {
    if (left < 0x80) {
      length.push(left);
      return Buffer.concat([Buffer.of((number << 3) | 2, ...length), bytes]);
    }
    length.push((left & 0x7f) | 0x80);
  }
}

function streamIdentifier(stream: string): InstanceType<typeof shared.StreamIdentifier> {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
}
