import type { LedgerRange, RecordedChange } from './folding/changes.ts';
import type { KnownBy } from './folding/known-by.ts';
import type { AtRevision } from './folding/revisions.ts';
import type { Projection } from './projection.ts';
import type { Where } from './where.ts';

/** By a date or number column; documents without a value are left out. */
export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

export interface PageRequest<Document = never> {
  /** Several: one of them suffices. */
  readonly where?: Where | readonly Where[];
  /** Default: in key order. */
  readonly order?: Order | undefined;
  /** The cursor of the last item seen. */
  readonly after?: string | undefined;
  /** 1 to 500. Default: 50. */
  readonly limit?: number | undefined;
  /** What no condition on a column says. The page is full all the same, unless it is the last one. */
  readonly keep?: ((document: Document) => boolean) | undefined;
}

/** A page in the requested order; `next` is the cursor of the following one, absent on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Queries over one read model. They see a model that is whole: never empty or mixed while it is rebuilt. */
export interface ReadModelQuery<Document> {
  get(key: string): Promise<Document | undefined>;
  /** The same with the revision that it goes up to; undefined for models without a subject. */
  find(key: string): Promise<AtRevision<Document> | undefined>;
  page(request: PageRequest<Document>): Promise<Page<Document>>;
  /** Every document that fits, in key order. */
  all(where: Where): Promise<readonly Document[]>;
  count(where?: Where): Promise<number>;
}

export interface ReadModels {
  /**
   * With `known`, an instant or a place in the ledger: the model as it was when what was recorded until then was known, and nothing else, for
   * models that have an `order`. Documents then come without a revision. @throws TypeError for other models
   */
  of<Events extends object, Document extends object>(
    projection: Projection<Events, Document>,
    known?: KnownBy,
  ): ReadModelQuery<Document>;
  /**
   * What was recorded in a range of the ledger of documents that fit, or did at its beginning, for models that have an `order`. An event that
   * has a part in several of them is returned once. @throws TypeError for other models
   */
  changes(projection: Projection, where: Where, range: LedgerRange): Promise<readonly RecordedChange[]>;
  /** Resolves once the model has passed a position (bounded). @throws ReadModelBehind */
  waitFor(projection: { readonly name: string }, position: bigint): Promise<void>;
}

/** The model had not passed the position within the bound. */
export class ReadModelBehind extends Error {
  override readonly name = 'ReadModelBehind';
  constructor(
    readonly readModel: string,
    readonly position: bigint,
  ) {
    super(`${readModel} has not passed position ${String(position)} yet`);
  }
}
