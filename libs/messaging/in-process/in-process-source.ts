import type { EventSource, LedgerPage } from '#libs/kernel';
import type { ConsumeRequest, MessageSource } from '../port.ts';

/** One process, no broker: consumers read the store's own subscription, which promises what the port promises. */
export class InProcessSource implements MessageSource {
  constructor(private readonly store: EventSource) {}

  consume({ from, contexts, types, pageSize, signal }: ConsumeRequest): AsyncIterable<LedgerPage> {
    return this.store.subscribe(from, { filter: { contexts, types }, pageSize, signal });
  }
}
