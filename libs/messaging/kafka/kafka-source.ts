import type { EventCatalog, PersonalTexts } from '#libs/event-store';
import type { LedgerPage } from '#libs/kernel';
import type { ConsumeRequest, MessageSource } from '../port.ts';
import { publicTopic, topicsOf } from '../records/index.ts';
import { KafkaTopicReader } from './kafka-topic-reader.ts';
import { pagesOf } from './received.ts';
import type { KafkaSettings } from './settings.ts';
import { TopicReaderPool } from './topic-reader-pool.ts';

export interface KafkaSourceOptions {
  readonly settings: KafkaSettings;
  /** Brings the data of older versions to the current one. */
  readonly catalog: EventCatalog;
  /** Opens personal texts. Default: they come as they are published. */
  readonly personal?: PersonalTexts | undefined;
  /** Reads the public topics only; private and embargoed events then do not exist. */
  readonly publicOnly?: boolean | undefined;
  /**
   * An instant (milliseconds) not later than the recording of the event at that position: topics are entered there. It saves reading
   * and decides nothing. Without it, or where it is undefined, topics are read from their beginning.
   */
  readonly recordedAtMs?: ((position: bigint) => Promise<number | undefined>) | undefined;
  /** About how many bytes one reader buffers. Default: 33,554,432. */
  readonly bufferBytes?: number | undefined;
  /** After how long a silence the brokers take this process for dead. Default: 30,000 ms. */
  readonly sessionTimeoutMs?: number | undefined;
}

const BUFFER_BYTES = 33_554_432;

/**
 * The messages of the topics of Apache Kafka, in ledger order over all topics of the request. The position of a consumer is its own: no
 * offset is ever committed. Consumers of the same topics at about the same position share a reader, and each decodes for itself what
 * it wants. Beside what the port says, `consume` throws:
 * - KafkaUnavailable: passes by itself, consume again;
 * - TopicsMissing, TopicReplaced, UnreadableRecord: an operator has to act;
 * - KafkaClientStopped: the process should end, see `isFatal`;
 * - TypeError when the request names no context.
 */
export class KafkaSource implements MessageSource {
  readonly #readers: TopicReaderPool;

  constructor(private readonly options: KafkaSourceOptions) {
    this.#readers = new TopicReaderPool({ open: (topics, from) => this.#open(topics, from) });
  }

  async *consume({ from, contexts, signal, ...wanted }: ConsumeRequest): AsyncGenerator<LedgerPage> {
    const { catalog, personal } = this.options;
    const paging = { ...wanted, catalog, personal };
    for await (const batch of this.#readers.from(this.#topics(contexts), from, signal)) {
      for await (const page of pagesOf(batch, paging)) {
        yield page;
        if (signal.aborted) return;
      }
    }
  }

  /** Ends every consumer, and resolves when their connections are closed and their groups deleted. */
  close(): Promise<void> {
    return this.#readers.close();
  }

  #open(topics: readonly string[], from: bigint): KafkaTopicReader {
    const { settings, recordedAtMs, bufferBytes = BUFFER_BYTES, sessionTimeoutMs } = this.options;
    const enterAtMs = async (): Promise<number | undefined> => (from === 0n ? undefined : await recordedAtMs?.(from));
    return new KafkaTopicReader({ settings, topics, from, enterAtMs, bufferBytes, sessionTimeoutMs });
  }

  #topics(contexts: readonly string[]): readonly string[] {
    if (contexts.length === 0) throw new TypeError('a consumer of topics names the contexts that it reads');
    return this.options.publicOnly === true ? [...new Set(contexts)].sort().map(publicTopic) : topicsOf(contexts);
  }
}
