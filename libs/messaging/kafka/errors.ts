import { setTimeout as delay } from 'node:timers/promises';
import { MissingPosition } from '#libs/kernel';
import type { PartitionName } from '../ordering/index.ts';

/** A fault between this process and the brokers; its message says what to do. */
export class KafkaFault extends Error {
  override readonly name: string = 'KafkaFault';
}

/** The brokers cannot be reached or do not answer. It passes by itself: begin again at the consumer's position. */
export class KafkaUnavailable extends KafkaFault {
  override readonly name = 'KafkaUnavailable';
  constructor(cause: unknown) {
    super(`the brokers do not answer: ${messageOf(cause)}`, { cause });
  }
}

/** The client stopped for a reason that trying again does not change. */
export class KafkaClientStopped extends KafkaFault {
  override readonly name = 'KafkaClientStopped';
  constructor(cause: unknown) {
    super(`the Kafka client stopped: ${messageOf(cause)}. It does not begin again by itself; end the process.`, {
      cause,
    });
  }
}

export class TopicsMissing extends KafkaFault {
  override readonly name = 'TopicsMissing';
  constructor(readonly topics: readonly string[]) {
    super(
      `no such topics: ${topics.join(', ')}. Create them (ensureTopics), or restore them: nothing is created by reading.`,
    );
  }
}

/**
 * A topic is not the one that was read so far: deleted and created again, or cut. The consumer stops, because going on from
 * either end of its present records would silently skip or repeat some.
 */
export class TopicReplaced extends KafkaFault {
  override readonly name = 'TopicReplaced';
  constructor(
    readonly at: PartitionName & { readonly offset: bigint },
    found: string,
  ) {
    super(
      `${at.topic}, partition ${String(at.partition)}: read up to offset ${String(at.offset)}, and now ${found}. ` +
        'The topic was deleted and created again, or records were deleted from it. Compare it with the store (grappe reconcile), ' +
        'then start the consumer again.',
    );
  }
}

/** A position that has to stand on its topic, and does not: all records of the topic were read after later records had named it. */
export class MissingRecord extends MissingPosition {
  constructor(
    position: bigint,
    readonly topic: string,
  ) {
    super(position);
    this.message =
      `position ${String(position)} is missing from ${topic}: nothing behind it was delivered. ` +
      'Publish it from the store (grappe reconcile --repair), then resume the consumer.';
  }
}

/** Partitions of a topic have no leader for now: it was made a moment ago, or a broker went. It passes by itself. */
export class PartitionsUnled extends KafkaFault {
  override readonly name = 'PartitionsUnled';
  readonly type = 'LEADER_NOT_AVAILABLE';
  constructor(topic: string, found: number, expected: number, options?: ErrorOptions) {
    super(`${topic}: ${String(found)} of ${String(expected)} partitions can be asked`, options);
  }
}

/** A topic holds a record that this system did not write in this form; nothing behind it is delivered. */
export class UnreadableRecord extends KafkaFault {
  override readonly name = 'UnreadableRecord';
  constructor(
    readonly at: PartitionName & { readonly offset: bigint },
    cause: unknown,
  ) {
    super(`${at.topic}, partition ${String(at.partition)}, offset ${String(at.offset)}: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** The caller began a send before the one before was acknowledged: with kafkajs that can lose records (its issue 1005). */
export class SendInFlight extends KafkaFault {
  override readonly name = 'SendInFlight';
  constructor() {
    super('a send is in flight: await it before the next, or give its records together');
  }
}

export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** True for a fault after which the process should end: its supervisor starts it again, or a person reads the message. */
export function isFatal(error: unknown): boolean {
  return error instanceof KafkaClientStopped || error instanceof TopicReplaced;
}

/** A fault of kafkajs as one of ours. */
export function faultOf(error: unknown): KafkaFault {
  if (error instanceof KafkaFault) return error;
  return passesByItself(error) ? new KafkaUnavailable(error) : new KafkaClientStopped(error);
}

/** kafkajs wraps the first cause when its retries are used up, and calls it final when no broker could name a group's coordinator. */
const PASSING: readonly unknown[] = ['KafkaJSNumberOfRetriesExceeded', 'KafkaJSGroupCoordinatorNotFound'];

/** By the flag of errors of kafkajs, and by name where they have none. */
export function passesByItself(error: unknown): boolean {
  return anyCause(error, ({ name, retriable }) => PASSING.includes(name) || retriable === true);
}

/** True where no broker was reached, or one went away: nobody is there to be asked. */
export function isConnectionLost(error: unknown): boolean {
  return anyCause(error, ({ name }) => CONNECTION.includes(name));
}

const CONNECTION: readonly unknown[] = [
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSBrokerNotFound',
];

const STARTING: readonly unknown[] = [
  'GROUP_LOAD_IN_PROGRESS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'NOT_COORDINATOR',
];

/** True when the broker that keeps the group is about to be ready. */
export function isCoordinatorStarting(error: unknown): boolean {
  return anyCause(error, ({ type }) => STARTING.includes(type));
}

const MOVING: readonly unknown[] = ['UNKNOWN_TOPIC_OR_PARTITION', 'NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE'];

/** True when a partition is about to have a leader: its topic was made a moment ago, or its broker went. */
export function isLeaderMoving(error: unknown): boolean {
  return anyCause(error, ({ type }) => MOVING.includes(type));
}

type Described = Readonly<Partial<Record<'name' | 'type' | 'retriable' | 'cause', unknown>>>;

/** Whether it holds for an error, or for what caused it. */
function anyCause(error: unknown, holds: (error: Described) => boolean): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const described: Described = error;
  return holds(described) || anyCause(described.cause, holds);
}

export interface Patience {
  /** Whether an error passes by itself. */
  readonly passes: (error: unknown) => boolean;
  readonly tries: number;
  readonly everyMs: number;
  /** Ends the tries. */
  readonly signal?: AbortSignal | undefined;
}

/** Tries again while errors pass by themselves. @throws the last error */
export async function patiently<Result>(
  { passes, tries, everyMs, signal }: Patience,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === tries || signal?.aborted === true || !passes(error)) throw error;
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
