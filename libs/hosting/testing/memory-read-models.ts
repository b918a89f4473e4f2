import type { EventStore } from '#libs/event-store';
import type { RecordedEvent } from '#libs/kernel';
import {
  handlerOf,
  type Page,
  type Projection,
  type ReadModelQuery,
  type ReadModels,
  type Where,
} from '#libs/projections';
import { cursorOf, keyOfCursor, limitOf } from '../cursor.ts';

/** Read models over a store in memory: each query first folds what the ledger has gained, so nothing is ever behind. */
export class MemoryReadModels implements ReadModels {
  readonly #models = new Map<string, MemoryModel>();

  constructor(private readonly store: EventStore) {}

  of<Events extends object, Document extends object>(
    projection: Projection<Events, Document>,
  ): ReadModelQuery<Document> {
    const known = this.#models.get(projection.name);
    const model = known ?? new MemoryModel(projection, this.store);
    this.#models.set(projection.name, model);
    return queryOver<Document>(model, projection.columns);
  }

  async waitFor(): Promise<void> {
    // Queries catch up by themselves.
  }
}

class MemoryModel {
  readonly documents = new Map<string, object>();
  #next = 0n;

  constructor(
    private readonly projection: Projection,
    private readonly store: EventStore,
  ) {}

  async catchUp(): Promise<ReadonlyMap<string, object>> {
    for await (const page of this.store.readAll(this.#next)) {
      if (page.next <= this.#next) continue;
      page.events.forEach((event) => {
        this.#apply(event);
      });
      this.#next = page.next;
    }
    return this.documents;
  }

  #apply(event: RecordedEvent): void {
    const handler = handlerOf(this.projection, event.type);
    if (handler === undefined) return;
    for (const key of new Set([handler.keys(event)].flat())) {
      const document = handler.evolve(this.documents.get(key), event, key);
      if (document === undefined) this.documents.delete(key);
      else this.documents.set(key, document);
    }
  }
}

function queryOver<Document extends object>(
  model: MemoryModel,
  columns: Projection['columns'],
): ReadModelQuery<Document> {
  const found = async (where: Where): Promise<readonly (readonly [string, Document])[]> => {
    const rows = [...(await model.catchUp())].filter(([, document]) => fits(document, where, columns));
    return rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, document]) => [key, document as Document]);
  };
  return {
    get: async (key) => (await model.catchUp()).get(key) as Document | undefined,
    all: async (where) => (await found(where)).map(([, document]) => document),
    count: async (where = {}) => (await found(where)).length,
    page: async (request) => pageOf(await found(request.where ?? {}), request.after, limitOf(request)),
  };
}

function pageOf<Document>(
  rows: readonly (readonly [string, Document])[],
  after: string | undefined,
  limit: number,
): Page<Document> {
  const last = after === undefined ? undefined : keyOfCursor(after);
  const from = last === undefined ? 0 : rows.findIndex(([key]) => key > last);
  const shown = from < 0 ? [] : rows.slice(from, from + limit);
  const end = shown.at(-1);
  const items = shown.map(([, document]) => document);
  const more = from >= 0 && from + limit < rows.length;
  return more && end !== undefined ? { items, next: cursorOf(end[0]) } : { items };
}

function fits(document: object, where: Where, columns: Projection['columns']): boolean {
  return Object.entries(where).every(([column, wanted]) => {
    const value = valueAt(document, columns[column]?.from ?? column);
    return Array.isArray(wanted) ? wanted.includes(value) : value === wanted;
  });
}

function valueAt(document: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, member) => (value as Record<string, unknown> | undefined)?.[member], document);
}
