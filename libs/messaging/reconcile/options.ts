import type { EventStore } from '#libs/event-store';
import type { TopicPublisher } from '../records/index.ts';
import type { ReconcileProgress } from './meter.ts';
import type { PartitionOf } from './stretch.ts';
import type { TopicMessage } from './topic-message.ts';

/** The topics that are compared with a ledger. */
export interface ReconciledTopics {
  /** Everything on them from the beginning to their ends as of the call, each partition in the order of its offsets. */
  read(signal: AbortSignal): AsyncIterable<readonly TopicMessage[]>;
  /** The first position that the relay does not know to be acknowledged: what is behind it cannot be missing yet. */
  published(): Promise<bigint>;
  /** Asked for when there is something to mend; closed afterwards. */
  publisher(): Promise<TopicPublisher>;
  /** Where keys belong, where that is known. */
  partitioning?(): Promise<PartitionOf>;
}

export interface ReconcileOptions {
  readonly ledger: Pick<EventStore, 'readLedger' | 'positionOf' | 'status'>;
  readonly topics: ReconciledTopics;
  /** Publishes what is missing. */
  readonly repair: boolean;
  /** Stops it at the next stretch; it then rejects with the reason. */
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: ReconcileProgress) => void) | undefined;
  /** Positions that are held in memory at once; 8,192 unless told. */
  readonly stretch?: number | undefined;
  /** Where files are put while it runs, about 600 bytes for each record beyond some ten thousand; the system's place unless told. */
  readonly folder?: string | undefined;
  /** Characters that wait in memory before they go to these files. */
  readonly buffered?: number | undefined;
  readonly keptOfEach?: number | undefined;
  /** Any steady clock, in milliseconds. */
  readonly nowMs?: (() => number) | undefined;
}
