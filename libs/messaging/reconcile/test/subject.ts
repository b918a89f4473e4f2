import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { MemoryEventStore } from '#libs/event-store/memory';
import type { TopicRecord } from '../../records/index.ts';
import { reconcile, type Finding, type ReconcileOptions, type ReconcileReport } from '../index.ts';
import { batchesOf, ledgerOf } from './history.ts';
import { TopicsInMemory } from './topics-in-memory.ts';

/** A ledger, its topics as a relay left them, anew for each test, and the reconciliation of the two. */
export class Subject {
  batches: readonly (readonly TopicRecord[])[] = [];
  topics = new TopicsInMemory();

  private constructor(readonly store: () => MemoryEventStore) {}

  /** Registers set-up and tear-down. */
  static of(events: number): Subject {
    let store: MemoryEventStore | undefined;
    const subject = new Subject(() => {
      if (store === undefined) throw new Error('the ledger is there once the tests run');
      return store;
    });
    beforeAll(async () => {
      store = await ledgerOf(events);
      subject.batches = await batchesOf(store, 7);
    });
    beforeEach(() => {
      subject.topics = new TopicsInMemory(subject.batches);
    });
    afterAll(() => store?.close());
    return subject;
  }

  async run(options: Partial<ReconcileOptions> = {}): Promise<ReconcileReport> {
    const signal = new AbortController().signal;
    return await reconcile({
      ledger: this.store(),
      topics: this.topics,
      repair: false,
      signal,
      rangeSize: 16,
      ...options,
    });
  }

  /** `altered 17`, of each finding. */
  async names(): Promise<readonly string[]> {
    return (await this.run()).findings.map(findingText);
  }

  longest(): TopicRecord[] {
    return [...this.topics.logs.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  }

  lose(...positions: readonly number[]): void {
    for (const position of positions) {
      const { log, index } = this.topics.place(position);
      log.splice(index, 1);
    }
  }

  alterHeader(position: number, name: string, value: string): void {
    this.topics.replace(position, withHeaders(this.topics.place(position).record, { [name]: value }));
  }

  renameHeader(position: number, name: string, other: string): void {
    const { record } = this.topics.place(position);
    const { [name]: value = '', ...headers } = record.headers;
    this.topics.replace(position, { ...record, headers: { ...headers, [other]: value } });
  }
}

export function findingText({ kind, position }: Finding): string {
  return `${kind} ${position ?? '?'}`;
}

export function withHeaders(record: TopicRecord, headers: Readonly<Record<string, string>>): TopicRecord {
  return { ...record, headers: { ...record.headers, ...headers } };
}

/** A record that another system wrote. */
export function foreignRecord(): TopicRecord {
  return { topic: 'grappe.membership.v1', key: 'k', value: 'hello', headers: {}, timestampMs: 0 };
}
