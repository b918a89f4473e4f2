import type { EventCatalog } from '#libs/event-store';
import type { LedgerPage } from '#libs/kernel';
import type { ConsumeRequest, MessageSource } from '../port.ts';
import { publicTopic, topicsOf } from '../records/index.ts';
import { LedgerReading } from './ledger-reading.ts';
import { pagesOf } from './received.ts';
import type { KafkaSettings } from './settings.ts';
import { SharedReadings } from './shared-readings.ts';

export interface KafkaSourceOptions {
  readonly settings: KafkaSettings;
  /** Brings the data of older versions to the current one. */
  readonly catalog: EventCatalog;
  /** Reads the public topics only, as one who may read no others; private and embargoed events then do not exist. */
  readonly publicOnly?: boolean | undefined;
  /**
   * A moment (milliseconds) that is not later than the recording of the event at that position: topics are entered there. It is a way
   * in and decides nothing. Without it, or where it knows none, topics are read from their beginning.
   */
  readonly recordedAtMs?: ((position: bigint) => Promise<number | undefined>) | undefined;
  /** About how much one reading holds that waits for its turn. Default: 33,554,432. */
  readonly bufferBytes?: number | undefined;
  /** After which silence the brokers take this process for dead. Default: 30,000. */
  readonly sessionTimeoutMs?: number | undefined;
}

const BUFFER_BYTES = 33_554_432;

/**
 * The messages of the topics of Apache Kafka, in ledger order over all topics asked for. The position of a consumer is its own: no
 * offset is ever committed. Consumers of the same topics that are about as far share what is read, and each decodes for itself what
 * it wants of it. Beside what the port says, `consume` throws:
 * - KafkaUnavailable: passes by itself, ask again;
 * - TopicsMissing, TopicReplaced, UnreadableRecord: somebody has to look;
 * - KafkaClientStopped: the process had better end, see `isFatal`;
 * - TypeError when it is asked for no context.
 */
export class KafkaSource implements MessageSource {
  readonly #readings: SharedReadings;

  constructor(private readonly options: KafkaSourceOptions) {
    this.#readings = new SharedReadings({ open: (topics, from) => this.#open(topics, from) });
  }

  async *consume({ from, contexts, signal, ...wanted }: ConsumeRequest): AsyncGenerator<LedgerPage> {
    const paging = { ...wanted, catalog: this.options.catalog };
    for await (const stretch of this.#readings.from(this.#topics(contexts), from, signal)) {
      for (const page of pagesOf(stretch, paging)) {
        yield page;
        if (signal.aborted) return;
      }
    }
  }

  /** Ends every consumer, and resolves when their connections are closed and their groups deleted. */
  close(): Promise<void> {
    return this.#readings.close();
  }

  #open(topics: readonly string[], from: bigint): LedgerReading {
    const { settings, recordedAtMs, bufferBytes = BUFFER_BYTES, sessionTimeoutMs } = this.options;
    const enterAtMs = async (): Promise<number | undefined> => (from === 0n ? undefined : await recordedAtMs?.(from));
    return new LedgerReading({ settings, topics, from, enterAtMs, bufferBytes, sessionTimeoutMs });
  }

  #topics(contexts: readonly string[]): readonly string[] {
    if (contexts.length === 0) throw new TypeError('a consumer of topics names the contexts that it reads');
    return this.options.publicOnly === true ? [...new Set(contexts)].sort().map(publicTopic) : topicsOf(contexts);
  }
}
