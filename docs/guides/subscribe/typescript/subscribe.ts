import { parseArgs } from 'node:util';
import { UnknownEvent } from '@grappe/contracts';
import { Kafka, logLevel, type Batch, type KafkaMessage } from 'kafkajs';
import { LedgerOrder, type Awaited, type Placed } from './ledger-order.js';
import { keysOf, learnt, learntInClear, type EventRecord } from './personal-texts.js';
import { readPosition, writePosition } from './position-file.js';

/** Prints position, type and subject of every record in the order of the ledger, and goes on where it was. */

interface Received extends Placed, EventRecord {
  readonly subject: string;
  readonly timestampMs: number;
}

/** A partition and the offset up to which it was read. */
interface Part {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  read: bigint;
}

const { values: options } = parseArgs({
  options: {
    brokers: { type: 'string', default: '127.0.0.1:9092' },
    topics: { type: 'string', default: 'grappe.membership.v1,grappe.governance.v1' },
    position: { type: 'string', default: 'position.json' },
    grappe: { type: 'string' },
  },
});
/** With the address of the system, personal texts are opened with the token in GRAPPE_TOKEN. */
const keys = options.grappe === undefined ? undefined : keysOf(options.grappe, process.env['GRAPPE_TOKEN'] ?? '');
/** Topics by the names that they bear in a frontier. */
const topics = new Map(options.topics.split(',').map((topic) => [shortName(topic), topic]));
const names = [...topics.keys()].sort();
const kept = readPosition(options.position, names);
const order = new LedgerOrder<Received>(new Set(names), kept.next);

const kafka = new Kafka({ brokers: options.brokers.split(','), clientId: 'subscriber', logLevel: logLevel.NOTHING });
const admin = kafka.admin();
// A group of its own in each run, in which nothing is committed: the position in the file is the only one.
const consumer = kafka.consumer({ groupId: `subscriber-${String(process.pid)}-${String(Date.now())}` });
const parts: Part[] = [];
let suspect: { readonly position: bigint; readonly ends: ReadonlyMap<number, bigint> } | undefined;
let isStopping = false;

process.once('SIGTERM', () => void stop(0));
process.once('SIGINT', () => void stop(0));
// Nothing is committed, so that whoever joins, or joins again after a fault of the broker, learns where to go on.
consumer.on('consumer.group_join', () => {
  for (const { topic, partition, read } of parts) consumer.seek({ topic, partition, offset: String(read) });
});
consumer.on('consumer.crash', ({ payload: { restart, error } }) => {
  if (restart) process.stderr.write(`${error.message}; trying again\n`);
  else void stop(1, error);
});
await start().catch((error: unknown) => stop(1, error));

async function start(): Promise<void> {
  await Promise.all([admin.connect(), consumer.connect()]);
  for (const [name, topic] of topics)
    for (const [partition, read] of await entryOffsets(topic)) parts.push({ name, topic, partition, read });
  await consumer.subscribe({ topics: [...topics.values()], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    // kafkajs would repeat a batch whose handler fails; here that ends the program.
    eachBatch: ({ batch }) => receive(batch).catch((error: unknown) => stop(1, error)),
  });
}

/** Timestamps never go back, so all that was not handled has the timestamp of the last record that was. */
async function entryOffsets(topic: string): Promise<ReadonlyMap<number, bigint>> {
  const now = await admin.fetchTopicOffsets(topic);
  if (kept.enterAtMs === undefined) return new Map(now.map(({ partition, low }) => [partition, BigInt(low)]));
  const byTime = await admin.fetchTopicOffsetsByTimestamp(topic, kept.enterAtMs);
  const found = new Map(byTime.map(({ partition, offset }) => [partition, BigInt(offset)]));
  // What was written between the two questions stands behind the end that the first one found.
  return new Map(now.map(({ partition, high }) => [partition, lower(found.get(partition), BigInt(high))]));
}

async function receive(batch: Batch): Promise<void> {
  if (isStopping) return;
  const name = shortName(batch.topic);
  for (const message of batch.messages) order.offer(receivedOf(name, batch.partition, message));
  const end = BigInt(batch.lastOffset()) + 1n;
  for (const part of parts)
    if (part.name === name && part.partition === batch.partition && part.read < end) part.read = end;
  for (let record = order.take(); record !== undefined; record = order.take()) await handle(record);
  hold();
  const overdue = order.overdue();
  if (overdue !== undefined) await search(overdue);
}

/** The place for what a real subscriber does, with the position in the same transaction. */
async function handle(record: Received): Promise<void> {
  const { position, type, subject, timestampMs } = record;
  try {
    await (keys === undefined ? learnt(record) : learntInClear(record, keys));
  } catch (error) {
    if (!(error instanceof UnknownEvent)) throw error;
    process.stderr.write(`${error.message}\n`);
  }
  process.stdout.write(`${String(position)} ${type} ${subject}\n`);
  writePosition(options.position, names, position + 1n, timestampMs);
}

/** Partitions of which too many records wait are read on when some are handled. */
function hold(): void {
  for (const { name, topic, partition } of parts) {
    const place = [{ topic, partitions: [partition] }];
    if (order.isFull(name, partition)) consumer.pause(place);
    else consumer.resume(place);
  }
}

/** It is missing when every partition of its topic was read up to an end that was asked for after it was overdue. */
async function search({ topic: name, position }: Awaited): Promise<void> {
  if (suspect?.position !== position) {
    const found = await admin.fetchTopicOffsets(topics.get(name) ?? name);
    suspect = { position, ends: new Map(found.map(({ partition, high }) => [partition, BigInt(high)])) };
  }
  const { ends } = suspect;
  const isRead = ({ partition, read }: Part): boolean =>
    read >= (ends.get(partition) ?? 0n) || order.isFull(name, partition);
  if (parts.filter((part) => part.name === name).every(isRead))
    throw new Error(`position ${String(position)} is missing on ${name}; nothing behind it was handled`);
}

async function stop(code: number, reason?: unknown): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  process.exitCode = code;
  if (reason !== undefined) process.stderr.write(`${String(reason)}\n`);
  // Not awaited by a handler of a batch: disconnecting waits for it.
  setImmediate(() => void Promise.allSettled([consumer.disconnect(), admin.disconnect()]).then(() => process.exit()));
}

function receivedOf(topic: string, partition: number, { headers = {}, value, timestamp }: KafkaMessage): Received {
  const header = (name: string): string => String(headers[name] ?? '');
  return {
    topic,
    partition,
    position: BigInt(header('ce_sequence')),
    settled: BigInt(header('ce_settled')),
    frontier: frontierOf(header('ce_frontier')),
    id: header('ce_id'),
    type: header('ce_type'),
    subject: header('ce_subject'),
    body: String(value),
    timestampMs: Number(timestamp),
  };
}

/** `governance=41,membership.restricted=7`: for each topic the last position there before this record. */
function frontierOf(text: string): ReadonlyMap<string, bigint> {
  const entries = text.split(',').filter(Boolean);
  return new Map(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), BigInt(entry.slice(entry.indexOf('=') + 1))]),
  );
}

/** `grappe.governance.restricted.v1` is `governance.restricted` in a frontier. An installation may put a prefix before it. */
function shortName(topic: string): string {
  const [, name] = /grappe\.([a-z0-9]+(?:\.restricted)?)\.v1$/.exec(topic) ?? [];
  if (name === undefined) throw new Error(`not a topic of events: ${topic}`);
  return name;
}

function lower(left: bigint | undefined, right: bigint): bigint {
  return left !== undefined && left < right ? left : right;
}
