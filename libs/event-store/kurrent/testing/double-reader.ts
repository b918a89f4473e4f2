import type { ServerWritableStream } from '@grpc/grpc-js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { isBefore, type DoubleLog, type LogPosition, type LogRecord } from './double-log.ts';
import { eventMessage, streamNotFound } from './double-messages.ts';

type Call = ServerWritableStream<ReadReq, ReadResp>;
type Options = ReadReq.Options;

/** Serves reads of streams and of everything, and subscriptions to everything that catch up and go on live. */
export class DoubleReader {
  constructor(private readonly log: DoubleLog) {}

  serve(call: Call, subscriptionId: string): void {
    const options = call.request.getOptions();
    if (options === undefined) call.end();
    else if (options.hasSubscription()) void this.#follow(call, options, subscriptionId);
    else void this.#read(call, options);
  }

  async #read(call: Call, options: Options): Promise<void> {
    const records = options.hasStream() ? this.#ofStream(options) : this.#ofAll(options);
    if (records === undefined) {
      const name = options.getStream()?.getStreamIdentifier()?.getStreamName_asU8() ?? Buffer.of();
      call.write(streamNotFound(Buffer.from(name).toString()));
    } else {
      const passing = filterOf(options);
      let left = BigInt(options.getCount());
      for (const record of records) {
        if (left === 0n || call.cancelled) break;
        if (!passing(record)) continue;
        left -= 1n;
        await send(call, eventMessage(record));
      }
    }
    call.end();
  }

  #ofStream(options: Options): readonly LogRecord[] | undefined {
    const asked = options.getStream();
    const name = Buffer.from(asked?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
    const records = this.log.stream(name);
    if (records === undefined) return undefined;
    const from = asked?.hasRevision() === true ? BigInt(asked.getRevision()) : undefined;
    if (options.getReadDirection() === streams.ReadReq.Options.ReadDirection.FORWARDS)
      return records.filter(({ revision }) => revision >= (from ?? 0n));
    return records.filter(({ revision }) => from === undefined || revision <= from).toReversed();
  }

  #ofAll(options: Options): readonly LogRecord[] {
    const from = positionOf(options);
    if (options.getReadDirection() === streams.ReadReq.Options.ReadDirection.FORWARDS)
      return this.log.records.slice(from === undefined ? 0 : firstFrom(this.log.records, from));
    const before = from === undefined ? this.log.records.length : firstFrom(this.log.records, from);
    return this.log.records.slice(0, before).toReversed();
  }

  /** Everything after a position, then what comes. One cursor, so nothing falls between the two. */
  async #follow(call: Call, options: Options, subscriptionId: string): Promise<void> {
    const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(subscriptionId);
    await send(call, new streams.ReadResp().setConfirmation(confirmation));
    const from = positionOf(options);
    const passing = filterOf(options);
    let next = from === undefined ? 0 : this.log.records.filter((record) => !isBefore(from, record)).length;
    if (options.getAll()?.hasEnd() === true) next = this.log.records.length;
    while (!call.cancelled) {
      const record = this.log.records[next];
      if (record === undefined) await this.#growth(call);
      else {
        next += 1;
        if (passing(record)) await send(call, eventMessage(record));
      }
    }
  }

  #growth(call: Call): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        stop();
        call.off('cancelled', done);
        resolve();
      };
      const stop = this.log.watch(done);
      call.on('cancelled', done);
    });
  }
}

/** Waits where the client is slow, as a server does. */
function send(call: Call, message: ReadResp): Promise<void> {
  if (call.write(message)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      call.off('cancelled', done);
      resolve();
    };
    call.on('drain', done);
    call.on('cancelled', done);
  });
}

function positionOf(options: Options): LogPosition | undefined {
  const position = options.getAll()?.getPosition();
  if (position === undefined) return undefined;
  return { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
}

/** The index of the first record that is not before a position. */
function firstFrom(records: readonly LogRecord[], position: LogPosition): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const record = records[middle];
    if (record !== undefined && isBefore(record, position)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function filterOf(options: Options): (record: LogRecord) => boolean {
  const filter = options.getFilter();
  const byType = filter?.getEventType();
  const expression = byType ?? filter?.getStreamIdentifier();
  if (expression === undefined) return () => true;
  const value = (record: LogRecord): string => (byType === undefined ? record.stream : record.type);
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (record) => prefixes.some((prefix) => value(record).startsWith(prefix));
  const pattern = new RegExp(expression.getRegex(), 'u');
  return (record) => pattern.test(value(record));
}
