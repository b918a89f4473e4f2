import { canonicalJson, contextOf, NotJson } from '#libs/kernel';
import { leafHash } from '#libs/event-store';
import { partitionKey, type PartitionName } from '../ordering/index.ts';
import { InvalidRecord, placeOf, publishedEvent, type TopicMessage } from '../records/index.ts';
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

const COUNT = /^(0|[1-9][0-9]{0,18})$/;

/** Reads a record of any origin; what cannot be read is a finding and not an error. */
function topicCopy(message: TopicMessage): TopicCopy {
  const { topic, partition, offset, headers } = message;
  const { ce_position: position } = headers;
  const faults: string[] = [];
  const leaf = readable(faults, () => {
    const { revision, ...record } = publishedEvent(message);
    return Buffer.from(leafHash(canonicalJson(record), revision)).toString('base64');
  });
  readable(faults, () => placeOf(message));
  return {
    topic,
    partition,
    offset: String(offset),
    position: position !== undefined && COUNT.test(position) ? position : undefined,
    eventId: headers['ce_id'],
    stream: headers['ce_subject'],
    revision: headers['ce_revision'],
    leaf,
    frontier: headers['ce_frontier'],
    settled: headers['ce_settled'],
    repaired: headers['ce_repaired'] === REPAIRED_HEADERS.ce_repaired ? true : undefined,
    faults: [...faults, ...fixedFaults(message)],
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

/** Members that the hash does not cover because they follow from those that it covers. */
function fixedFaults({ key, headers }: TopicMessage): readonly string[] {
  const expected: Readonly<Record<string, string>> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_source: `/grappe/${contextOf(headers['ce_type'] ?? '')}`,
  };
  const wrong = Object.entries(expected)
    .filter(([name, value]) => headers[name] !== value)
    .map(([name, value]) => `${name} is ${quote(headers[name])} and not ${quote(value)}`);
  return key === headers['ce_subject'] ? wrong : [...wrong, `its key is ${quote(key)} and not its stream`];
}

function quote(text: string | undefined): string {
  return text === undefined ? 'absent' : JSON.stringify(text);
}
