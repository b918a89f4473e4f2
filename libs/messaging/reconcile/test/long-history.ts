import { leafHash, type EventStore, type LedgerRow } from '#libs/event-store';
import { canonicalJson, uuid, type LedgerPage, type StreamName } from '#libs/kernel';
import { recordBatches } from '../../relay/record-batches.ts';
import type { TopicMessage } from '../../records/index.ts';
import type { ReconciledTopics } from '../index.ts';

const STREAMS = 30;
const CONTEXTS = ['membership', 'governance', 'incubation'];
const PARTITIONS = 6;
const EPOCH = uuid('01500000-0000-4000-8000-00000000e70c');

/** A ledger of any length and its topics, made while they are read, so that whatever memory is taken is the reader's. */
export class LongHistory implements Pick<EventStore, 'readLedger' | 'positionOf' | 'status' | 'subscribe'> {
  readonly topics: ReconciledTopics = {
    read: () => this.#messages(),
    published: () => Promise.resolve(BigInt(this.events)),
    publisher: () => Promise.reject(new Error('nothing is missing')),
  };

  constructor(private readonly events: number) {}

  async *readLedger(
    from: bigint,
    { until = BigInt(this.events) }: { readonly until?: bigint | undefined } = {},
  ): AsyncGenerator<readonly LedgerRow[]> {
    for (let position = Number(from); position < Number(until); position += 100) {
      const count = Math.min(100, Number(until) - position);
      yield Array.from({ length: count }, (_row, index) => rowAt(position + index));
    }
    await Promise.resolve();
  }

  /** Nothing comes any more. */
  async *subscribe(): AsyncGenerator<LedgerPage> {
    await Promise.resolve();
    yield { events: [], next: BigInt(this.events) };
  }

  positionOf(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  status() {
    return Promise.resolve({ head: BigInt(this.events), unsequenced: 0n });
  }

  async *#messages(): AsyncGenerator<readonly TopicMessage[]> {
    const offsets = new Map<string, bigint>();
    const start = { position: 0n, frontier: new Map<string, bigint>(), timestampMs: 0 };
    const limits = { maxRecords: 200, maxBytes: 1_000_000 };
    for await (const { records } of recordBatches(this, start, limits, new AbortController().signal)) {
      yield records.map(({ topic, key, value, headers }) => {
        const partition = Number(key.slice(-2)) % PARTITIONS;
        const offset = offsets.get(`${topic}/${String(partition)}`) ?? 0n;
        offsets.set(`${topic}/${String(partition)}`, offset + 1n);
        return { topic, partition, offset, key, value, headers };
      });
    }
  }
}

function rowAt(position: number): LedgerRow {
  const context = CONTEXTS[position % 3] ?? '';
  const stream = `${context}.thing-${String(position % STREAMS).padStart(2, '0')}` as StreamName;
  const revision = BigInt(Math.floor(position / STREAMS));
  const eventId = uuid(`01500000-0000-7000-8000-${position.toString(16).padStart(12, '0')}`);
  const type = `${context}.ThingChanged`;
  const record = canonicalJson({
    id: eventId,
    type,
    stream,
    schemaVersion: 1,
    data: { text: `change ${String(position)}` },
    metadata: {
      recordedAt: '2016-03-31T10:00:00.000Z',
      effectiveAt: '2016-03-31',
      actor: { id: 'spec' },
      correlationId: eventId,
      visibility: { kind: position % 5 === 0 ? 'private' : 'public' },
    },
  });
  const place = { position: BigInt(position), epoch: EPOCH, stream, revision };
  return { ...place, eventId, type, record, leafHash: leafHash(record, revision) };
}
