import { randomUUID } from 'node:crypto';
import {
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServiceError,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import featuresGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import type { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import appending from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import type {
  AppendRecordsRequest,
  AppendRecordsResponse,
  AppendRequest,
  AppendSessionResponse,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import appendingGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import { DoubleLog, type LogAppend, type LogCheck, type LogOutcome } from './double-log.ts';
import { appendOf, checksOf, conflictError, recordsOf, sizeError, violationError } from './double-messages.ts';
import { DoubleReader } from './double-reader.ts';

export interface DoubleOptions {
  /** The version of the server. Default: 26.1.0. Below 25.1 it has no append sessions, below 26.1 it checks no other streams. */
  readonly version?: string | undefined;
  /** The most bytes of one append. Default: 4 MiB. */
  readonly maxAppendBytes?: number | undefined;
  /** A log to go on with, as a server that was started again. */
  readonly log?: DoubleLog | undefined;
  readonly port?: number | undefined;
}

/** A KurrentDB as far as its protocol goes: what the adapter asks of one, in memory, served over real gRPC on loopback. */
export interface KurrentDouble {
  /** A connection string for the client. */
  readonly url: string;
  readonly port: number;
  readonly log: DoubleLog;
  /** How often each method was called. */
  readonly calls: ReadonlyMap<string, number>;
  /** The next append is stored, and its answer lost with the connection. */
  loseNextAnswer(): void;
  /** Cuts every connection and stops listening; the log stays. */
  close(): Promise<void>;
}

const MAX_APPEND_BYTES = 4 * 1_048_576;

export async function startKurrentDouble(options: DoubleOptions = {}): Promise<KurrentDouble> {
  const { version = '26.1.0', maxAppendBytes = MAX_APPEND_BYTES, log = new DoubleLog() } = options;
  const calls = new Map<string, number>();
  const count = (method: string): unknown => calls.set(method, (calls.get(method) ?? 0) + 1);
  const fault = { loseAnswer: false };
  const sessions = isFrom(version, 25, 1);
  const checks = isFrom(version, 26, 1);
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  server.addService(featuresGrpc.ServerFeaturesService, {
    getSupportedMethods: (_: unknown, answer: sendUnaryData<unknown>) => {
      answer(null, supportedMethods(version, sessions, checks));
    },
  });
  const reader = new DoubleReader(log);
  server.addService(streamsGrpc.StreamsService, {
    read: (call: ServerWritableStream<ReadReq, ReadResp>) => {
      count('read');
      reader.serve(call, randomUUID());
    },
  });
  if (sessions)
    server.addService(appendingGrpc.StreamsServiceService, {
      appendSession: (
        call: ServerReadableStream<AppendRequest, AppendSessionResponse>,
        answer: sendUnaryData<AppendSessionResponse>,
      ) => {
        count('appendSession');
        serveSession(log, call, answer, { maxAppendBytes, fault });
      },
      ...(checks && {
        appendRecords: (
          call: ServerUnaryCall<AppendRecordsRequest, AppendRecordsResponse>,
          answer: sendUnaryData<AppendRecordsResponse>,
        ) => {
          count('appendRecords');
          serveRecords(log, call.request, answer, { maxAppendBytes, fault });
        },
      }),
    });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `kurrentdb://127.0.0.1:${String(port)}?tls=false`,
    port,
    log,
    calls,
    loseNextAnswer: () => {
      fault.loseAnswer = true;
    },
    close: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}

interface AppendSettings {
  readonly maxAppendBytes: number;
  readonly fault: { loseAnswer: boolean };
}

function serveSession(
  log: DoubleLog,
  call: ServerReadableStream<AppendRequest, AppendSessionResponse>,
  answer: sendUnaryData<AppendSessionResponse>,
  settings: AppendSettings,
): void {
  const requests: AppendRequest[] = [];
  call.on('data', (request: AppendRequest) => requests.push(request));
  call.on('end', () => {
    const appends = requests.map(appendOf);
    const outcome = stored(appends, settings, () => log.append(appends));
    if ('error' in outcome) answer(outcome.error);
    else if ('conflict' in outcome) answer(conflictError(outcome.conflict));
    else answer(null, sessionAnswer(outcome.stored, outcome.position));
  });
}

function serveRecords(
  log: DoubleLog,
  request: AppendRecordsRequest,
  answer: sendUnaryData<AppendRecordsResponse>,
  settings: AppendSettings,
): void {
  const appends = recordsOf(request);
  const checks = checksOf(request);
  if (!areValid(checks)) {
    answer({ code: status.INVALID_ARGUMENT, details: 'a check of any state, or two of one stream' });
    return;
  }
  const outcome = stored(appends, settings, () => log.appendChecked(appends, checks));
  if ('error' in outcome) answer(outcome.error);
  else if ('conflict' in outcome) answer(violationError(outcome.conflict));
  else answer(null, recordsAnswer(outcome.stored, outcome.position));
}

/** As the server's validator has it: no check of any state, and one for each stream, in whatever case its name is written. */
function areValid(checks: readonly LogCheck[]): boolean {
  const streams = new Set(checks.map(({ stream }) => stream.toLowerCase()));
  return streams.size === checks.length && checks.every(({ expected }) => expected !== -2n);
}

/** Appends what is not too large, and loses the answer where a test wants that. */
function stored(
  appends: readonly LogAppend[],
  { maxAppendBytes, fault }: AppendSettings,
  append: () => LogOutcome,
): LogOutcome | { readonly error: Partial<ServiceError> } {
  const size = appends.flatMap(({ events }) => events).reduce((sum, { data }) => sum + data.length, 0);
  if (size > maxAppendBytes) return { error: sizeError(size, maxAppendBytes) };
  const outcome = append();
  if (!fault.loseAnswer) return outcome;
  fault.loseAnswer = false;
  return { error: { code: status.UNAVAILABLE, details: 'the connection was lost' } };
}

function sessionAnswer(
  stored: readonly { readonly stream: string; readonly revision: bigint }[],
  position: bigint,
): AppendSessionResponse {
  const outputs = stored.map(({ stream, revision }) =>
    new appending.AppendResponse().setStream(stream).setStreamRevision(String(revision)),
  );
  return new appending.AppendSessionResponse().setOutputList(outputs).setPosition(String(position));
}

function recordsAnswer(
  stored: readonly { readonly stream: string; readonly revision: bigint }[],
  position: bigint,
): AppendRecordsResponse {
  const revisions = stored.map(({ stream, revision }) =>
    new appending.StreamRevision().setStream(stream).setRevision(String(revision)),
  );
  return new appending.AppendRecordsResponse().setRevisionsList(revisions).setPosition(String(position));
}

/** True when a version is the given one or newer. */
function isFrom(version: string, major: number, minor: number): boolean {
  const [own = 0, ownMinor = 0] = version.split('.').map(Number);
  return own > major || (own === major && ownMinor >= minor);
}

function supportedMethods(version: string, sessions: boolean, checks: boolean): unknown {
  const known: [string, string][] = [['event_store.client.streams.Streams', 'read']];
  if (sessions) known.push(['kurrentdb.protocol.v2.streams.StreamsService', 'appendsession']);
  if (checks) known.push(['kurrentdb.protocol.v2.streams.StreamsService', 'appendrecords']);
  const methods = known.map(([service, name]) =>
    new features.SupportedMethod().setServiceName(service).setMethodName(name),
  );
  return new features.SupportedMethods().setMethodsList(methods).setEventStoreServerVersion(version);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${String(port)}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
}
