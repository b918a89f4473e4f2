import type { EventStore } from '#libs/event-store';
import { InProcessSource, type MessageSource } from '#libs/messaging';
import { inProcessTopics } from './in-process-topics.ts';
import type { PublishedTopics } from './operations.ts';

/** Where the consumers of a process read from, opened. */
export interface Messages {
  readonly source: MessageSource;
  /**
   * True when a consumer's position moves over events that it does not read as well, as with the store's own subscription. On a
   * broker it stands behind the last event of its own topics.
   */
  readonly positionsFollowLedger: boolean;
  /** Whether the process had better end after that fault: consuming does not begin again by itself. */
  readonly isFatal: (error: unknown) => boolean;
  /** What can be compared with the ledger; absent where nothing is published. */
  readonly topics?: PublishedTopics | undefined;
}

export type OpenMessages = (store: EventStore) => Promise<Messages>;

/** Consumers read the store's own subscription. */
export const inProcessMessages: OpenMessages = (store) =>
  Promise.resolve({
    source: new InProcessSource(store),
    positionsFollowLedger: true,
    isFatal: () => false,
  });

/** The same for the process that runs everything: what consumers are given can be compared with the ledger, as topics can. */
export function reconcilableMessages(contexts: readonly string[]): OpenMessages {
  return async (store) => ({ ...(await inProcessMessages(store)), topics: inProcessTopics(store, contexts) });
}
