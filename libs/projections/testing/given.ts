import { assertJson, type RecordedEvent } from '#libs/kernel';
import { applyEvents, PoisonEvent } from '../folding/fold.ts';
import { withoutEvents } from '../folding/rereading.ts';
import type { EventMap, Projection } from '../projection.ts';
import { recorded, type Happened } from './happened.ts';

/** The documents that a read model holds after these events: the same pure code as live, without a database. */
export function given<Events extends EventMap, Document extends object>(
  projection: Projection<Events, Document>,
  events: readonly Happened<Events>[],
) {
  const stored = foldBatches(projection, [recorded(events)]);
  const documents = new Map(
    [...stored].flatMap(([key, document]) => {
      const shown = withoutEvents(document);
      return shown === undefined ? [] : [[key, shown as Document] as const];
    }),
  );
  return {
    /** Every document by its key. @throws PoisonEvent for an event that would pause the projection. */
    documents: (): ReadonlyMap<string, Document> => documents,
    document: (key: string): Document | undefined => documents.get(key),
  };
}

/**
 * Folds batches one after the other as the runner does: between two batches every document goes through JSON, and is frozen,
 * so that a handler that changes its document in place or keeps what JSON loses is found.
 * @throws PoisonEvent, NotJson
 */
export function foldBatches(
  projection: Projection,
  batches: readonly (readonly RecordedEvent[])[],
): ReadonlyMap<string, object> {
  const stored = new Map<string, object>();
  for (const events of batches) {
    const documents = new FrozenDocuments(stored);
    applyEvents(projection, events, documents);
    documents.store();
  }
  return stored;
}

/** The history without the events that the read model does not take where they stand. */
export function lawful<Events extends EventMap, Document extends object>(
  projection: Projection<Events, Document>,
  history: readonly Happened<Events>[],
): readonly Happened<Events>[] {
  const documents = new Map<string, object | undefined>();
  const events = recorded(history);
  return history.filter((_each, index) => {
    try {
      applyEvents(projection, events.slice(index, index + 1), documents);
      return true;
    } catch (error) {
      if (error instanceof PoisonEvent) return false;
      throw error;
    }
  });
}

class FrozenDocuments {
  readonly #changed = new Map<string, object | undefined>();
  constructor(private readonly stored: Map<string, object>) {}

  get(key: string): object | undefined {
    return this.#changed.has(key) ? this.#changed.get(key) : this.stored.get(key);
  }

  set(key: string, document: object | undefined): void {
    this.#changed.set(key, document === undefined ? undefined : deepFreeze(document));
  }

  store(): void {
    for (const [key, document] of this.#changed) {
      if (document === undefined) this.stored.delete(key);
      else {
        assertJson(document, key, []);
        this.stored.set(key, deepFreeze(JSON.parse(JSON.stringify(document)) as object));
      }
    }
  }
}

function deepFreeze<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value))
    if (typeof member === 'object' && member !== null) deepFreeze(member as object);
  return value;
}
