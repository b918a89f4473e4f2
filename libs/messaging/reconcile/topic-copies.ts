import { canonicalJson, NotJson, type Uuid } from '#libs/kernel';
import { leafHash } from '#libs/event-store';
import { partitionKey, type PartitionName } from '../ordering/index.ts';
import {
  headersOf,
  InvalidRecord,
  placeOf,
  publishedEvent,
  type PublishedEvent,
  type TopicMessage,
} from '../records/index.ts';
import { PartitionOrder, type Disorder } from './partition-order.ts';
import type { Spill } from './spill.ts';

/** Marks a record that was published behind its place to repair a topic: its late place is no fault. */
export const REPAIRED_HEADERS = { ce_repaired: '1' } as const;

/**
 * What is kept of a record while the topics are read: everything that can be judged without the ledger has been judged, so the
 * body is not in it. It is one line of JSON in a spill.
 */
export interface TopicCopy extends PartitionName {
  readonly offset: string;
  /** As the header says it, where that is a count. */
  readonly position?: string | undefined;
  readonly epoch?: string | undefined;
  readonly eventId?: string | undefined;
  readonly stream?: string | undefined;
  readonly revision?: string | undefined;
  /** Of the canonical record made again from headers and body (`docs/adr/0003-hashed-bytes.md`), in base64. */
  readonly leaf?: string | undefined;
  readonly frontier?: string | undefined;
  readonly settled?: string | undefined;
  readonly repaired?: true | undefined;
  readonly faults: readonly string[];
}

/** A disorder as it is kept until the records of its position are known. */
export interface DisorderNote extends PartitionName {
  readonly offset: string;
  readonly position: string;
  readonly stands: Disorder['stands'];
  readonly other: string;
}

/** What a bucket of positions holds. */
export type SpilledLine = { readonly copy: TopicCopy } | { readonly disorder: DisorderNote };

/** Records that belong into no bucket. */
export const STRAYS = -1;
/** Records of positions that the ledger did not have at the beginning. */
export const BEYOND = -2;

/** Sorts the records of topics into buckets of positions, partition by partition in their order. */
export class TopicCopies {
  readonly #orders = new Map<string, { readonly order: PartitionOrder; readonly partition: PartitionName }>();

  constructor(
    private readonly spill: Spill,
    private readonly size: number,
    private readonly head: bigint,
  ) {}

  async add(messages: readonly TopicMessage[]): Promise<void> {
    for (const message of messages) this.#add(topicCopy(message));
    await this.spill.relieve();
  }

  /** To be called when the topics were read to their ends. */
  end(): void {
    for (const { order, partition } of this.#orders.values()) this.#note(order.end(), partition);
  }

  #add(copy: TopicCopy): void {
    const { topic, partition, offset } = copy;
    const position = copy.position === undefined ? undefined : BigInt(copy.position);
    if (position === undefined || position >= this.head) {
      this.#put(position === undefined ? STRAYS : BEYOND, { copy });
      return;
    }
    this.#put(this.#bucket(position), { copy });
    if (copy.repaired === true) return;
    const key = partitionKey(copy);
    const known = this.#orders.get(key) ?? { order: new PartitionOrder(), partition: { topic, partition } };
    this.#orders.set(key, known);
    this.#note(known.order.next({ position, offset }), copy);
  }

  #note(disorders: readonly Disorder[], { topic, partition }: PartitionName): void {
    for (const { position, offset, stands, other } of disorders) {
      const disorder = { topic, partition, position: String(position), offset, stands, other: String(other) };
      this.#put(this.#bucket(position), { disorder });
    }
  }

  #bucket(position: bigint): number {
    return Number(position / BigInt(this.size));
  }

  #put(bucket: number, line: SpilledLine): void {
    this.spill.add(bucket, JSON.stringify(line));
  }
}

/** Reads a record of any origin; what cannot be read is a finding and not an error. */
function topicCopy(message: TopicMessage): TopicCopy {
  const { topic, partition, offset, headers } = message;
  const faults: string[] = [];
  const event = readable(faults, () => publishedEvent(message));
  const place = readable(faults, () => placeOf(message));
  const leaf = event === undefined ? undefined : readable(faults, () => leafOf(event));
  if (event !== undefined && place !== undefined && leaf !== undefined) {
    const epoch = (headers['ce_ledgerepoch'] ?? '') as Uuid;
    faults.push(...differences(headersOf(event, { epoch, leafHash: leaf }, place), headers));
  }
  if (message.key !== headers['ce_subject']) faults.push(`its key is ${quote(message.key)} and not its stream`);
  return {
    topic,
    partition,
    offset: String(offset),
    position: sequenceOf(headers['ce_sequence']),
    epoch: headers['ce_ledgerepoch'],
    eventId: headers['ce_id'],
    stream: headers['ce_subject'],
    revision: headers['ce_revision'],
    leaf: leaf === undefined ? undefined : Buffer.from(leaf).toString('base64'),
    frontier: headers['ce_frontier'],
    settled: headers['ce_settled'],
    repaired: headers['ce_repaired'] === REPAIRED_HEADERS.ce_repaired ? true : undefined,
    faults,
  };
}

function readable<Result>(faults: string[], read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidRecord) && !(error instanceof NotJson)) throw error;
    faults.push(error.message);
    return undefined;
  }
}

/** The position that a record says, where it is one. */
function sequenceOf(text: string | undefined): string | undefined {
  return text !== undefined && /^0[0-9]{19}$/.test(text) ? String(BigInt(text)) : undefined;
}

function leafOf({ revision, ...record }: PublishedEvent): Uint8Array {
  return leafHash(canonicalJson(record), revision);
}

/** Headers that are not what follows from the event and its place. Further ones may be there: intermediaries add them. */
function differences(expected: TopicMessage['headers'], found: TopicMessage['headers']): readonly string[] {
  return Object.entries(expected)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${name} is ${quote(found[name])} and not ${quote(value)}`);
}

function quote(text: string | undefined): string {
  return text === undefined ? 'absent' : JSON.stringify(text);
}
