import type { EventStore } from '#libs/event-store';
import type { RecordedEvent } from '#libs/kernel';
import { catalog } from '#libs/contracts';
import { recordBatches } from '../../relay/record-batches.ts';
import { placeOf, type TopicRecord } from '../../records/index.ts';
import { storeHarness, type MessagingHarness, type Publication } from '../../testing/index.ts';
import { ensureTopics, KafkaPublisher, KafkaSource, type KafkaSettings, type KafkaSourceOptions } from '../index.ts';
import { dropTopics } from './drop-topics.ts';
import { uniquePrefix } from './test-brokers.ts';

export interface TopicsHarnessOptions {
  readonly brokers: readonly string[];
  readonly store: EventStore;
  readonly contexts: readonly string[];
  readonly partitions?: number | undefined;
  readonly source?: Partial<KafkaSourceOptions> | undefined;
}

/**
 * Events through a store and topics of their own: what is published is appended and sent in small batches by the rules of the relay,
 * without its row. A record cannot be taken out of a topic, so that `remove` sends everything else again, as it was, to new topics.
 */
export class TopicsHarness implements MessagingHarness {
  readonly #run = uniquePrefix();
  readonly #records: TopicRecord[] = [];
  readonly #used: KafkaSettings[] = [];
  readonly #sources: KafkaSource[] = [];
  readonly #publish: (publications: readonly Publication[]) => Promise<readonly RecordedEvent[]>;
  #mark = { position: 0n, frontier: new Map<string, bigint>() as ReadonlyMap<string, bigint>, timestampMs: 0 };
  #publisher: KafkaPublisher;
  #settings: KafkaSettings;
  #source: KafkaSource;

  private constructor(private readonly options: TopicsHarnessOptions) {
    this.#publish = storeHarness(options.store, () => Promise.resolve()).publish;
    this.#settings = this.#nextSettings();
    this.#publisher = new KafkaPublisher({ settings: this.#settings });
    this.#source = this.#newSource();
  }

  static async open(options: TopicsHarnessOptions): Promise<TopicsHarness> {
    const harness = new TopicsHarness(options);
    await harness.#ensureTopics();
    return harness;
  }

  get source(): KafkaSource {
    return this.#source;
  }

  get settings(): KafkaSettings {
    return this.#settings;
  }

  /** Every record that was sent, in ledger order. */
  get records(): readonly TopicRecord[] {
    return this.#records;
  }

  async publish(publications: readonly Publication[]): Promise<readonly RecordedEvent[]> {
    const published = await this.#publish(publications);
    const last = published.at(-1)?.position ?? -1n;
    const reading = new AbortController();
    // A record is known to be missing from the next batch on: small ones, so that few are in the last.
    const limits = { maxRecords: 2 + (publications.length % 2), maxBytes: 1_000_000 };
    if (last < this.#mark.position) return published;
    for await (const { records, next } of recordBatches(this.options.store, this.#mark, limits, reading.signal)) {
      await this.#publisher.publish(records);
      this.#records.push(...records);
      this.#mark = next;
      if (next.position > last) break;
    }
    reading.abort();
    return published;
  }

  /** Sends records as they are: duplicates, alterations, what a relay would not do. */
  async send(records: readonly TopicRecord[]): Promise<void> {
    await this.#publisher.publish(records);
  }

  async remove(position: bigint): Promise<void> {
    const kept = this.#records.filter((record) => placeOf(record).position !== position);
    await this.startOver(kept);
  }

  /** New topics that hold these records and no others. */
  async startOver(records: readonly TopicRecord[]): Promise<void> {
    await this.#publisher.close();
    await this.#source.close();
    this.#settings = this.#nextSettings();
    this.#publisher = new KafkaPublisher({ settings: this.#settings });
    this.#source = this.#newSource();
    await this.#ensureTopics();
    this.#records.splice(0, Infinity, ...records);
    await this.#publisher.publish(records);
  }

  /** Creates topics that were deleted again, and fills them with one record. */
  async restore(): Promise<void> {
    await this.#ensureTopics();
    await this.#publisher.publish(this.#records.slice(0, 1));
  }

  async close(): Promise<void> {
    await this.#publisher.close();
    for (const source of this.#sources) await source.close();
    for (const settings of this.#used) await dropTopics(settings, this.options.contexts);
    await this.options.store.close();
  }

  #nextSettings(): KafkaSettings {
    const topicPrefix = `${this.#run}-${String(this.#used.length)}.`;
    const settings = { brokers: this.options.brokers, clientId: 'spec', topicPrefix };
    this.#used.push(settings);
    return settings;
  }

  #newSource(): KafkaSource {
    const source = new KafkaSource({ settings: this.#settings, catalog, ...this.options.source });
    this.#sources.push(source);
    return source;
  }

  async #ensureTopics(): Promise<void> {
    const { contexts, partitions = 3 } = this.options;
    await ensureTopics(this.#settings, contexts, { partitions, replicationFactor: 1 });
  }
}
