import type { EventStore } from '#libs/event-store';
import {
  applyEvents,
  atRevision,
  fits,
  type KnownBy,
  type LedgerRange,
  type Projection,
  type ReadModelQuery,
  type ReadModels,
  type RecordedChange,
  type Where,
  typesOf,
} from '#libs/projections';
import { changesAmong, knownQuery, type Candidates } from '../known-at.ts';
import { sortedPage, type Row } from '../sorted-page.ts';

/** Read models over a store in memory: each query first folds what the ledger has gained, so nothing is ever behind. */
export class MemoryReadModels implements ReadModels {
  readonly #models = new Map<string, MemoryModel>();

  constructor(private readonly store: EventStore) {}

  of<Events extends object, Document extends object>(
    projection: Projection<Events, Document>,
    known?: KnownBy,
  ): ReadModelQuery<Document> {
    const model = this.#modelOf(projection);
    if (known === undefined) return queryOver<Document>(model, projection.columns);
    return knownQuery<Document>(projection, known, candidatesIn(model));
  }

  changes(projection: Projection, where: Where, range: LedgerRange): Promise<readonly RecordedChange[]> {
    return changesAmong(projection, where, range, candidatesIn(this.#modelOf(projection)));
  }

  #modelOf(projection: Projection): MemoryModel {
    const known = this.#models.get(projection.name);
    const model = known ?? new MemoryModel(projection, this.store);
    this.#models.set(projection.name, model);
    return model;
  }

  async waitFor(): Promise<void> {
    // Queries catch up by themselves.
  }
}

function candidatesIn(model: MemoryModel): Candidates {
  return {
    find: async (key) => (await model.catchUp()).get(key),
    behind: async (last, _where, limit) =>
      inKeyOrder(await model.catchUp())
        .filter(([key]) => key > last)
        .slice(0, limit),
  };
}

class MemoryModel {
  readonly #documents = new Map<string, object>();
  readonly #types: ReadonlySet<string>;
  #next = 0n;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly projection: Projection,
    private readonly store: EventStore,
  ) {
    this.#types = new Set(typesOf(projection));
  }

  /** One at a time: what two of them read at once would be applied twice. */
  catchUp(): Promise<ReadonlyMap<string, object>> {
    const turn = this.#turn.then(() => this.#catchUp());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #catchUp(): Promise<ReadonlyMap<string, object>> {
    const documents = this.#documents;
    for await (const page of this.store.readAll(this.#next)) {
      // Seventy models are asked about every event, and a set answers soonest.
      const read = page.events.filter(({ type }) => this.#types.has(type));
      applyEvents(this.projection, read, {
        get: (key) => documents.get(key),
        set: (key, document) => (document === undefined ? documents.delete(key) : documents.set(key, document)),
      });
      this.#next = page.next;
    }
    return documents;
  }
}

function queryOver<Document extends object>(
  model: MemoryModel,
  columns: Projection['columns'],
): ReadModelQuery<Document> {
  const found = async (where: Where | readonly Where[]): Promise<readonly Row<Document>[]> => {
    const anyOf = [where].flat();
    const rows = [...(await model.catchUp())].flatMap(([key, stored]): readonly Row<Document>[] => {
      const document = atRevision<Document>(stored)?.document;
      const isMeant = document !== undefined && anyOf.some((each) => fits(document, each, columns));
      return isMeant ? [[key, document]] : [];
    });
    return inKeyOrder(rows);
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

function inKeyOrder<Document>(rows: Iterable<Row<Document>>): readonly Row<Document>[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
}
