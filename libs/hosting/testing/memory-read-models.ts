import type { EventStore } from '#libs/event-store';
import {
  applyEvents,
  atRevision,
  fits,
  valueAt,
  type Order,
  type Page,
  type PageRequest,
  type Projection,
  type ReadModelQuery,
  type ReadModels,
  type Where,
} from '#libs/projections';
import { limitOf, pageOf, placeOfCursor } from '../cursor.ts';

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
  readonly #documents = new Map<string, object>();
  #next = 0n;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly projection: Projection,
    private readonly store: EventStore,
  ) {}

  /** One at a time: what two of them read at once would be applied twice. */
  catchUp(): Promise<ReadonlyMap<string, object>> {
    const turn = this.#turn.then(() => this.#catchUp());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #catchUp(): Promise<ReadonlyMap<string, object>> {
    const documents = this.#documents;
    for await (const page of this.store.readAll(this.#next)) {
      applyEvents(this.projection, page.events, {
        get: (key) => documents.get(key),
        set: (key, document) => (document === undefined ? documents.delete(key) : documents.set(key, document)),
      });
      this.#next = page.next;
    }
    return documents;
  }
}

type Row<Document> = readonly [key: string, document: Document];

function queryOver<Document extends object>(
  model: MemoryModel,
  columns: Projection['columns'],
): ReadModelQuery<Document> {
  const found = async (where: Where | readonly Where[]): Promise<readonly Row<Document>[]> => {
    const anyOf = [where].flat();
    const rows = [...(await model.catchUp())].filter(([, document]) =>
      anyOf.some((each) => fits(document, each, columns)),
    );
    return rows
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, stored]) => [key, atRevision<Document>(stored).document]);
  };
  const find = async (key: string) => {
    const stored = (await model.catchUp()).get(key);
    return stored && atRevision<Document>(stored);
  };
  return {
    find,
    get: async (key) => (await find(key))?.document,
    all: async (where) => (await found(where)).map(([, document]) => document),
    count: async (where = {}) => (await found(where)).length,
    page: async (request) => sortedPage(await found(request.where ?? {}), request, columns),
  };
}

function sortedPage<Document extends object>(
  found: readonly Row<Document>[],
  request: PageRequest,
  columns: Projection['columns'],
): Page<Document> {
  const { order, after } = request;
  const placed = found.map(([key, document]) => ({ key, document, value: orderValue(document, order, columns) }));
  const sign = order?.descending === true ? -1 : 1;
  const compare = (a: Sorted, b: Sorted): number => sign * compareOne(a, b);
  const rows = placed.filter(({ value }) => order === undefined || value !== undefined).sort(compare);
  const place = after === undefined ? undefined : placeOfCursor(after, order);
  const last = place === undefined ? undefined : { key: place.key, value: typed(place.value, order, columns) };
  const rest = last === undefined ? rows : rows.filter((row) => compare(row, last) > 0);
  const placeOf = ({ key, value }: Sorted) => ({ key, value: value === undefined ? undefined : String(value) });
  const page = pageOf(rest, limitOf(request), placeOf);
  return { ...page, items: page.items.map(({ document }) => document) };
}

interface Sorted {
  readonly key: string;
  readonly value: string | number | undefined;
}

function compareOne(a: Sorted, b: Sorted): number {
  if (a.value !== undefined && b.value !== undefined && a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}

function orderValue(document: object, order: Order | undefined, columns: Projection['columns']): Sorted['value'] {
  if (order === undefined) return undefined;
  return valueAt(document, columns[order.column]?.from ?? order.column) as Sorted['value'];
}

function typed(value: string | undefined, order: Order | undefined, columns: Projection['columns']): Sorted['value'] {
  return columns[order?.column ?? '']?.type === 'integer' ? Number(value) : value;
}
