import type { RecordedEvent } from '#libs/kernel';
import { inTransaction } from '#libs/postgres';
import type pg from 'pg';
import { documentText, isDataFault } from './faults.ts';
import { moveCheckpoint, type Owner } from './checkpoints.ts';
import { loadDocuments, writeChanges, type Changes } from './document-rows.ts';
import { applyTouches, PoisonEvent, touchesOf, type Documents } from './fold.ts';
import { placeOf } from './table.ts';

/** A stretch of the ledger: every event of [`from`, `next`) that the projection reads. */
export interface Batch {
  readonly events: readonly RecordedEvent[];
  /** Where the model stands before it. */
  readonly from: bigint;
  readonly next: bigint;
}

/**
 * Brings a model on by a batch and moves its checkpoint: one read, one write, one transaction. Up to the first event that it
 * cannot take, which is the answer; that one and everything behind it are not applied.
 * @throws StaleOwner, and what the connection throws
 */
export async function applyBatch(pool: pg.Pool, owner: Owner, batch: Batch): Promise<PoisonEvent | undefined> {
  try {
    await applyWhole(pool, owner, batch);
    return undefined;
  } catch (error) {
    if (error instanceof PoisonEvent) return (await applyBefore(pool, owner, batch, error)) ?? error;
    if (!isDataFault(error)) throw error;
    const [only, ...others] = batch.events;
    if (only !== undefined && others.length === 0) return new PoisonEvent(owner.projection.name, only, error);
    return await applySingly(pool, owner, batch);
  }
}

async function applyBefore(
  pool: pg.Pool,
  owner: Owner,
  { events, from }: Batch,
  { event: { position } }: PoisonEvent,
): Promise<PoisonEvent | undefined> {
  if (position === from) return undefined;
  const before = events.filter((event) => event.position < position);
  return await applyBatch(pool, owner, { events: before, from, next: position });
}

/** The database refused the documents of a batch (a value that does not fit a derived column): find out whose they are. */
async function applySingly(pool: pg.Pool, owner: Owner, batch: Batch): Promise<PoisonEvent | undefined> {
  let { from } = batch;
  for (const event of batch.events) {
    const poison = await applyBatch(pool, owner, { events: [event], from, next: event.position + 1n });
    if (poison !== undefined) return poison;
    from = event.position + 1n;
  }
  return await applyBatch(pool, owner, { events: [], from, next: batch.next });
}

async function applyWhole(pool: pg.Pool, owner: Owner, batch: Batch): Promise<void> {
  const { projection } = owner;
  const { touches, poison } = touchesOf(projection, batch.events);
  if (poison !== undefined) throw poison;
  await inTransaction(pool, async (client) => {
    await moveCheckpoint(client, owner, batch);
    if (touches.length === 0) return;
    const place = placeOf(projection);
    const keys = [...new Set(touches.flatMap((touch) => touch.keys))];
    const documents = new BatchDocuments(await loadDocuments(client, place, keys));
    const refused = applyTouches(projection, touches, documents);
    if (refused !== undefined) throw refused;
    await writeChanges(client, place, documents.changes());
  });
}

/** The documents of one batch; remembers which of them are not what was loaded. */
class BatchDocuments implements Documents {
  readonly #after = new Map<string, object | undefined>();
  constructor(private readonly loaded: ReadonlyMap<string, object | undefined>) {}

  get(key: string): object | undefined {
    return this.#after.has(key) ? this.#after.get(key) : this.loaded.get(key);
  }

  set(key: string, document: object | undefined): void {
    if (document !== this.get(key)) this.#after.set(key, document);
  }

  changes(): Changes {
    const [keys, texts, replaced, removed]: [string[], string[], string[], string[]] = [[], [], [], []];
    for (const [key, document] of this.#after) {
      const stored = this.loaded.has(key);
      if (document === undefined) {
        if (stored) removed.push(key);
        continue;
      }
      keys.push(key);
      texts.push(documentText(document));
      if (stored) replaced.push(key);
    }
    return { keys, texts, replaced, removed };
  }
}
