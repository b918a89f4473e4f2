import { afterAll, beforeAll } from '@jest/globals';
import type { EventStore } from '../index.ts';
import type { MemoryKeyRing } from '../memory/index.ts';
import { ContractSamples } from './contract-samples.ts';

/** What an adapter brings to be put through the contract. */
export interface EventStoreHarness {
  /** An empty store that checks events with the catalog of `#libs/contracts` and has its sequencer running. */
  readonly store: EventStore;
  /** A second store on the same data, as another process would have one; the same store where data live in one process. */
  readonly neighbour: EventStore;
  /** The keys under which both seal personal texts. */
  readonly keyRing: MemoryKeyRing;
  /** Closes both and removes the data. */
  close(): Promise<void>;
}

/** What the parts of the contract share: one harness for all tests, so that they also run on a store with a past. */
export interface ContractSubject {
  readonly store: EventStore;
  readonly neighbour: EventStore;
  readonly keyRing: MemoryKeyRing;
  readonly samples: ContractSamples;
}

/** Registers set-up and tear-down, and hands out the subject to tests once they run. */
export function contractSubject(open: () => Promise<EventStoreHarness>): () => ContractSubject {
  let harness: EventStoreHarness | undefined;
  const samples = new ContractSamples();
  beforeAll(async () => {
    harness = await open();
  });
  afterAll(async () => {
    await harness?.close();
  });
  return () => {
    if (harness === undefined) throw new Error('the harness did not open');
    const { store, neighbour, keyRing } = harness;
    return { store, neighbour, keyRing, samples };
  };
}
