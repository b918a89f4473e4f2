import type { EventCatalog } from '#libs/event-store';
import type { LedgerPage } from '#libs/kernel';
import type { ConsumeRequest, MessageSource } from '../port.ts';
import { publicTopic, topicsOf } from '../records/index.ts';
import { LedgerReading } from './ledger-reading.ts';
import type { KafkaSettings } from './settings.ts';

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
  /** About how much one consumer holds that waits for its turn; 33,554,432 unless told. */
  readonly bufferBytes?: number | undefined;
  /** After which silence the brokers take this process for dead; 30,000 unless told. */
  readonly sessionTimeoutMs?: number | undefined;
}

const BUFFER_BYTES = 33_554_432;
const PAGE_SIZE = 1_000;

/**
 * The messages of the topics of Apache Kafka, in ledger order over all topics asked for. The position of a consumer is its own: no
 * offset is ever committed. Beside what the port says, `consume` throws:
 * - KafkaUnavailable: passes by itself, ask again;
 * - TopicsMissing, TopicReplaced, UnreadableRecord: somebody has to look;
 * - KafkaClientStopped: the process had better end, see `exitWhenFatal`;
 * - TypeError when it is asked for no context.
 */
export class KafkaSource implements MessageSource {
  readonly #closing = new Set<Promise<void>>();
  readonly #readings = new Set<LedgerReading>();

  constructor(private readonly options: KafkaSourceOptions) {}

  async *consume(request: ConsumeRequest): AsyncGenerator<LedgerPage> {
    const { from, signal } = request;
    const topics = this.#topics(request.contexts);
    if (signal.aborted) return;
    const reading = new LedgerReading({
      settings: this.options.settings,
      catalog: this.options.catalog,
      topics,
      from,
      types: request.types === undefined ? undefined : new Set(request.types),
      pageSize: request.pageSize ?? PAGE_SIZE,
      enterAtMs: from === 0n ? undefined : await this.options.recordedAtMs?.(from),
      bufferBytes: this.options.bufferBytes ?? BUFFER_BYTES,
      sessionTimeoutMs: this.options.sessionTimeoutMs,
    });
    const end = (): void => {
      this.#end(reading);
    };
    this.#readings.add(reading);
    signal.addEventListener('abort', end);
    try {
      yield* reading.pages();
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  }

  /** Ends every consumer, and resolves when their connections are closed and their groups deleted. */
  async close(): Promise<void> {
    for (const reading of this.#readings) this.#end(reading);
    await Promise.all(this.#closing);
  }

  /** The consumer goes on at once; a broker takes a moment to let go. */
  #end(reading: LedgerReading): void {
    if (!this.#readings.delete(reading)) return;
    const closing = reading.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #topics(contexts: readonly string[]): readonly string[] {
    if (contexts.length === 0) throw new TypeError('a consumer of topics names the contexts that it reads');
    return this.options.publicOnly === true ? [...new Set(contexts)].sort().map(publicTopic) : topicsOf(contexts);
  }
}
