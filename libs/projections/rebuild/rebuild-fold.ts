import type { LedgerPage, ReadOptions } from '#libs/kernel';
import type pg from 'pg';
import { loadDocuments, writeChanges, type Changes } from '../tables/document-rows.ts';
import { FoldDocuments } from '../folding/fold-documents.ts';
import { touchesOf, type Discards } from '../folding/fold.ts';
import type { FoldPoint, Meter, RebuildProgress } from './meter.ts';
import { applyByKey, Parking, roomToPark, type ParkedEvent } from '../parking/parking.ts';
import { typesOf, type Projection } from '../projection.ts';
import { applyWatched, watchRefused, withRefusedKeys, type Transact } from '../parking/refusals.ts';
import type { Place } from '../tables/table.ts';

/** The source of a rebuild or a replay: every event store is one. */
export interface LedgerReader {
  readAll(from: bigint, options?: ReadOptions & { readonly until?: bigint | undefined }): AsyncIterable<LedgerPage>;
  status(): Promise<{ readonly head: bigint }>;
}

/** Limits of the memory of a rebuild and of the cost of an interruption. */
export interface FoldLimits {
  /** The most events in a page. */
  readonly pageSize: number;
  /** How many documents are kept as objects. */
  readonly documentsInUse: number;
  /** Texts of documents kept in memory, in characters together; beyond it they are written and half of them forgotten. */
  readonly keptCharacters: number;
  /** After how many events the changes are written, so that an interruption costs no more than that. */
  readonly eventsBetweenWrites: number;
  /** How many new documents are written beside the fold while the database has nothing else to write. */
  readonly newDocumentsAWrite: number;
}

export const FOLD_LIMITS: FoldLimits = {
  pageSize: 2_000,
  documentsInUse: 5_000,
  keptCharacters: 48_000_000,
  eventsBetweenWrites: 1_000_000,
  newDocumentsAWrite: 5_000,
};

/** The options of a rebuild and of a replay that concern their fold. */
export interface FoldOptions {
  readonly reader: LedgerReader;
  readonly limits?: Partial<FoldLimits> | undefined;
  /** Ends it at the next page. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RebuildProgress) => void) | undefined;
}

export interface FoldRequest extends FoldOptions {
  /** The first position that is not read. */
  readonly until: bigint;
  readonly meter: Meter;
}

/** A table that takes the documents of a fold. */
export interface FoldTarget {
  readonly projection: Projection;
  readonly place: Place;
  readonly transact: Transact;
  /** The events that keys go on without. */
  readonly discards: Discards;
  /** Makes the table ready; says how far it is written, and which keys are parked there. */
  readonly begin: () => Promise<{ readonly from: FoldPoint; readonly parkedKeys: readonly string[] }>;
  /** Part of every write's transaction: remembers the point and the parked events, refuses a stale writer. */
  readonly mark: (
    client: pg.PoolClient,
    step: { readonly from: FoldPoint; readonly to: FoldPoint; readonly parked: readonly ParkedEvent[] },
  ) => Promise<void>;
}

export interface Folded {
  readonly point: FoldPoint;
  readonly parkedKeys: ReadonlySet<string>;
}

/** One try of a fold. */
interface Fold extends FoldTarget {
  readonly documents: FoldDocuments;
  readonly parking: Parking;
  /** Keys whose documents the database refused: each of their documents is shown to it. Undefined where no key may be parked. */
  readonly watched: ReadonlySet<string> | undefined;
}

/** How many parked events are kept in memory before the changes are written. */
const PARKED_BETWEEN_WRITES = 2_000;

/** The ledger ends before the required position: the model knows more than the ledger. */
export class LedgerTooShort extends Error {
  override readonly name = 'LedgerTooShort';
  constructor(
    readonly position: bigint,
    readonly until: bigint,
  ) {
    super(
      `the ledger ends at position ${String(position)}, before ${String(until)}: is it an older copy than the model?`,
    );
  }
}

/**
 * Folds the ledger into a table, from where it is written. While one write runs, the next pages are read and folded; memory is bounded
 * by the limits, whatever the length of the ledger. Where the model parks, and the database refuses documents, it folds again from what
 * is written and looks at each document of those keys.
 * @throws PoisonEvent, MissingPosition, LedgerTooShort, the reason of an abort, and what `begin` and `mark` throw
 */
export async function foldInto(target: FoldTarget, request: FoldRequest): Promise<Folded> {
  const { projection } = target;
  const watched = new Set<string>();
  for (;;) {
    const { from, parkedKeys } = await target.begin();
    const mayPark = projection.onPoison === 'park' || parkedKeys.length > 0;
    const parking = new Parking(parkedKeys, roomToPark(projection, parkedKeys.length));
    const documents = new FoldDocuments(from.position === 0n);
    try {
      const fold = { ...target, documents, parking, watched: mayPark ? watched : undefined };
      return { point: await foldFrom(from, fold, request), parkedKeys: parking.keys };
    } catch (error) {
      if (!mayPark || !watchRefused(error, watched)) throw error;
    }
  }
}

async function foldFrom(from: FoldPoint, fold: Fold, request: FoldRequest): Promise<FoldPoint> {
  const { projection, documents, parking } = fold;
  const { reader, until, signal, meter, onProgress } = request;
  const limits = { ...FOLD_LIMITS, ...request.limits };
  const writer = new BackgroundWriter(fold, from);
  const filter = { types: typesOf(projection) };
  const pages = reader.readAll(from.position, { filter, pageSize: limits.pageSize, until, signal });
  let point = from;
  try {
    for await (const page of readAhead(pages)) {
      await foldPage(fold, page);
      point = { position: page.next, events: point.events + BigInt(page.events.length) };
      onProgress?.(meter.at(point, until));
      documents.putBy(limits.documentsInUse);
      if (documents.size > limits.keptCharacters) await writer.makeRoom(point, limits.keptCharacters / 2);
      else if (
        point.events - writer.point.events >= limits.eventsBetweenWrites ||
        parking.size >= PARKED_BETWEEN_WRITES ||
        (writer.idle && documents.hasNewToWrite(limits.newDocumentsAWrite))
      )
        await writer.write(point);
    }
    signal?.throwIfAborted();
    if (point.position < until) throw new LedgerTooShort(point.position, until);
    if (point.position !== writer.point.position) await writer.write(point);
  } finally {
    await Promise.allSettled([writer.running]);
  }
  await writer.running;
  return point;
}

async function foldPage(fold: Fold, page: LedgerPage): Promise<void> {
  const { projection, place, transact, discards, documents, parking, watched } = fold;
  const { touches, poison } = touchesOf(projection, page.events, discards);
  const unknown = documents.unknown(touches);
  if (unknown.length > 0) {
    documents.add(unknown, await transact((client) => loadDocuments(client, place, unknown)));
  }
  if (watched === undefined || watched.size === 0) applyByKey(projection, touches, documents, parking);
  else await transact((client) => applyWatched({ client, place, watched }, projection, touches, documents, parking));
  if (poison !== undefined) throw poison;
}

/** At most one write at a time; the fold goes on meanwhile and waits only when the next one is due. */
class BackgroundWriter {
  #point: FoldPoint;
  #running: Promise<void> = Promise.resolve();
  #idle = true;
  constructor(
    private readonly fold: Fold,
    from: FoldPoint,
  ) {
    this.#point = from;
  }

  /** The point of the last write that was begun. */
  get point(): FoldPoint {
    return this.#point;
  }

  /** Whether no write is under way. */
  get idle(): boolean {
    return this.#idle;
  }

  /** The last write that was begun. */
  get running(): Promise<void> {
    return this.#running;
  }

  /** Begins to write what has changed up to that point. @throws what the write before it threw */
  async write(to: FoldPoint): Promise<void> {
    await this.#running;
    const { documents, parking } = this.fold;
    const step = { from: this.#point, to, parked: parking.take() };
    this.#point = to;
    this.#idle = false;
    this.#running = this.#commit(documents.flush(), step).finally(() => {
      this.#idle = true;
    });
    this.#running.catch(() => undefined);
  }

  /** Writes and forgets documents until no more than `maxSize` characters are kept. */
  async makeRoom(to: FoldPoint, maxSize: number): Promise<void> {
    await this.write(to);
    await this.#running;
    this.fold.documents.evict(maxSize);
  }

  async #commit(changes: Changes, step: Parameters<FoldTarget['mark']>[1]): Promise<void> {
    const { place, transact, mark, watched } = this.fold;
    try {
      await transact(async (client) => {
        await mark(client, step);
        await writeChanges(client, place, changes);
      });
    } catch (error) {
      throw watched === undefined ? error : await withRefusedKeys(error, { transact, place }, changes);
    }
  }
}

/** Loads the next page while the one before it is handled. */
async function* readAhead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  try {
    let coming: Promise<IteratorResult<T, unknown>> = iterator.next();
    for (;;) {
      const page = await coming;
      if (page.done === true) return;
      coming = iterator.next();
      coming.catch(() => undefined);
      yield page.value;
    }
  } finally {
    await iterator.return?.();
  }
}
