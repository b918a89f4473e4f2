import type { LedgerPage, ReadOptions } from '#libs/kernel';
import type pg from 'pg';
import { loadDocuments, writeChanges, type Changes } from './document-rows.ts';
import { FoldDocuments } from './fold-documents.ts';
import { touchesOf, type Discards } from './fold.ts';
import { applyByKey, Parking, type ParkedEvent } from './parking.ts';
import { typesOf, type Projection } from './projection.ts';
import { applyWatched, withRefusedKeys, type Transact } from './refusals.ts';
import type { Place } from './table.ts';

/** What a rebuild or a replay reads: every event store is one. */
export interface LedgerReader {
  readAll(from: bigint, options?: ReadOptions & { readonly until?: bigint | undefined }): AsyncIterable<LedgerPage>;
  status(): Promise<{ readonly head: bigint }>;
}

/** Bounds of what a rebuild keeps in memory and of what an interruption costs. */
export interface FoldLimits {
  /** The most events in a page. */
  readonly pageSize: number;
  /** So many documents are kept as objects. */
  readonly documentsInUse: number;
  /** Texts of documents kept in memory, in characters together; beyond it they are written and half of them forgotten. */
  readonly keptCharacters: number;
  /** After so many events what has changed is written, so that an interruption costs no more than that. */
  readonly eventsBetweenWrites: number;
  /** So many new documents are written beside the fold while the database has nothing else to write. */
  readonly newDocumentsAWrite: number;
}

export const FOLD_LIMITS: FoldLimits = {
  pageSize: 2_000,
  documentsInUse: 5_000,
  keptCharacters: 48_000_000,
  eventsBetweenWrites: 1_000_000,
  newDocumentsAWrite: 5_000,
};

/** How far a fold into a table has come. */
export interface FoldPoint {
  /** The first position that is not in it. */
  readonly position: bigint;
  /** The events read so far. */
  readonly events: bigint;
}

/** A table that takes the documents of a fold. */
export interface FoldTarget {
  readonly projection: Projection;
  readonly place: Place;
  readonly transact: Transact;
  /** Part of every write's transaction: remembers the point, refuses a stale writer. */
  readonly mark: (client: pg.PoolClient, from: FoldPoint, to: FoldPoint) => Promise<void>;
  /** What keys go on without. */
  readonly discards?: Discards | undefined;
  /** Where keys that fail are parked; without it a fault ends the fold. */
  readonly parked?: ParkedFold | undefined;
}

/** Keys that are parked in a fold, and what becomes of the events that wait. */
export interface ParkedFold {
  readonly parking: Parking;
  /** Keys whose documents the database refused before: each of their documents is shown to it. */
  readonly watched: ReadonlySet<string>;
  /** Part of every write's transaction. */
  readonly keep: (client: pg.PoolClient, parked: readonly ParkedEvent[]) => Promise<void>;
}

export interface FoldRequest {
  readonly reader: LedgerReader;
  readonly from: FoldPoint;
  /** The first position that is not read. */
  readonly until: bigint;
  readonly limits: FoldLimits;
  readonly signal?: AbortSignal | undefined;
  /** Hears of each page that was folded. */
  readonly onPage?: ((point: FoldPoint) => void) | undefined;
}

/** So many parked events are kept in memory before what has changed is written. */
const PARKED_BETWEEN_WRITES = 2_000;

/** The ledger ends before the position up to which a model is asked for: the model knows more than the ledger. */
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
 * Folds a stretch of the ledger into a table. While one write runs, the next pages are read and folded; memory is bounded by the
 * limits, whatever the length of the ledger.
 * @throws PoisonEvent, MissingPosition, LedgerTooShort, the reason of an abort, and what `mark` throws
 */
export async function foldInto(target: FoldTarget, request: FoldRequest): Promise<FoldPoint> {
  const { reader, from, until, limits, signal } = request;
  const documents = new FoldDocuments(from.position === 0n);
  const writer = new BackgroundWriter(target, documents, from);
  const filter = { types: typesOf(target.projection) };
  let point = from;
  try {
    for await (const page of readAhead(
      reader.readAll(point.position, { filter, pageSize: limits.pageSize, until, signal }),
    )) {
      await foldPage(target, documents, page);
      point = { position: page.next, events: point.events + BigInt(page.events.length) };
      request.onPage?.(point);
      documents.putBy(limits.documentsInUse);
      if (documents.size > limits.keptCharacters) await writer.makeRoom(point, limits.keptCharacters / 2);
      else if (point.events - writer.point.events >= limits.eventsBetweenWrites) await writer.write(point);
      else if ((target.parked?.parking.size ?? 0) >= PARKED_BETWEEN_WRITES) await writer.write(point);
      else if (writer.idle && documents.hasNewToWrite(limits.newDocumentsAWrite)) await writer.write(point);
    }
    signal?.throwIfAborted();
    if (point.position < until) throw new LedgerTooShort(point.position, until);
    if (point.position !== writer.point.position) await writer.write(point);
  } finally {
    await writer.settled();
  }
  await writer.done();
  return point;
}

async function foldPage(target: FoldTarget, documents: FoldDocuments, page: LedgerPage): Promise<void> {
  const { projection, place, transact, discards, parked } = target;
  const { touches, poison } = touchesOf(projection, page.events, discards);
  const unknown = documents.unknown(touches);
  if (unknown.length > 0) {
    documents.add(unknown, await transact((client) => loadDocuments(client, place, unknown)));
  }
  const { parking, watched } = parked ?? { parking: new Parking([], 0), watched: new Set<string>() };
  if (watched.size === 0) applyByKey(projection, touches, documents, parking);
  else await transact((client) => applyWatched({ client, place, watched }, projection, touches, documents, parking));
  if (poison !== undefined) throw poison;
}

/** At most one write at a time; the fold goes on meanwhile and waits only when the next one is due. */
class BackgroundWriter {
  #point: FoldPoint;
  #running: Promise<void> = Promise.resolve();
  #idle = true;
  constructor(
    private readonly target: FoldTarget,
    private readonly documents: FoldDocuments,
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

  /** Begins to write what has changed up to that point. @throws what the write before it threw */
  async write(to: FoldPoint): Promise<void> {
    await this.#running;
    const from = this.#point;
    this.#point = to;
    this.#idle = false;
    const changes = this.documents.flush();
    const running = this.#commit(changes, this.target.parked?.parking.take() ?? [], from, to).finally(() => {
      this.#idle = true;
    });
    running.catch(() => undefined);
    this.#running = running;
  }

  /** Writes and forgets, until no more than so many characters are kept. */
  async makeRoom(to: FoldPoint, maxSize: number): Promise<void> {
    await this.write(to);
    await this.#running;
    this.documents.evict(maxSize);
  }

  /** @throws what the last write threw */
  async done(): Promise<void> {
    await this.#running;
  }

  async settled(): Promise<void> {
    await this.#running.catch(() => undefined);
  }

  async #commit(changes: Changes, waiting: readonly ParkedEvent[], from: FoldPoint, to: FoldPoint): Promise<void> {
    const { place, transact, mark, parked } = this.target;
    try {
      await transact(async (client) => {
        await mark(client, from, to);
        await writeChanges(client, place, changes);
        await parked?.keep(client, waiting);
      });
    } catch (error) {
      throw parked === undefined ? error : await withRefusedKeys(error, this.target, changes);
    }
  }
}

/** Asks for the next page while the one before it is handled. */
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
