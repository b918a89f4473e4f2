import { afterAll, beforeAll } from '@jest/globals';
import type { ProposedEvent, RecordedEvent, StreamName } from '#libs/kernel';
import type { MessageSource } from '../port.ts';
import { MessageSamples } from './contract-samples.ts';

/** An event that the contract wants to be published, and its stream. */
export interface Publication {
  readonly stream: StreamName;
  readonly event: ProposedEvent;
}

/** What an adapter brings to be put through the contract. */
export interface MessagingHarness {
  readonly source: MessageSource;
  /**
   * Publishes events in this order, through whatever lies between a store and this source (events are valid by the catalog of
   * `#libs/contracts`). Resolves once they can be consumed, with the positions that they have.
   */
  publish(publications: readonly Publication[]): Promise<readonly RecordedEvent[]>;
  /** Makes a published event disappear, as a lost record would; absent where nothing can get lost. */
  remove?(position: bigint): Promise<void>;
  /** Ends everything and removes the data. */
  close(): Promise<void>;
}

export interface ContractSubject {
  readonly harness: MessagingHarness;
  readonly source: MessageSource;
  readonly samples: MessageSamples;
}

/** Registers set-up and tear-down, and hands out the subject to tests once they run; all of them share one ledger. */
export function contractSubject(open: () => Promise<MessagingHarness>): () => ContractSubject {
  let harness: MessagingHarness | undefined;
  const samples = new MessageSamples();
  beforeAll(async () => {
    harness = await open();
  });
  afterAll(async () => {
    await harness?.close();
  });
  return () => {
    if (harness === undefined) throw new Error('the harness did not open');
    return { harness, source: harness.source, samples };
  };
}
