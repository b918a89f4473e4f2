import { contextOf, type EventSource, type LedgerPage, type ReadOptions } from '#libs/kernel';
import type { ConsumeRequest, MessageSource } from './port.ts';

/** Without a broker, in one process: consumers read the store's own subscription, which has the guarantees of the port. */
export class InProcessSource implements MessageSource {
  constructor(private readonly store: EventSource) {}

  consume({ from, contexts, types, ...reading }: ConsumeRequest): AsyncIterable<LedgerPage> {
    return this.store.subscribe(from, { ...reading, filter: { contexts, types } });
  }
}

/**
 * A message source read as an event source, so that projections run on a broker as they run on the store. Its filter has to
 * name contexts or types: a broker has no "everything". @throws TypeError otherwise, or when it names streams
 */
export function asEventSource(messages: MessageSource): EventSource {
  return {
    subscribe(from: bigint, { filter, pageSize, signal }: ReadOptions = {}): AsyncIterable<LedgerPage> {
      if (filter?.streams !== undefined) throw new TypeError('a message source cannot filter by streams');
      const contexts = filter?.contexts ?? contextsOf(filter?.types ?? []);
      if (contexts.length === 0) throw new TypeError('a message source is asked for contexts or types');
      return messages.consume({ from, contexts, types: filter?.types, pageSize, signal: signal ?? NEVER });
    },
  };
}

const NEVER = new AbortController().signal;

/** The contexts that these event types belong to, each once. */
export function contextsOf(types: readonly string[]): readonly string[] {
  return [...new Set(types.map(contextOf))];
}
