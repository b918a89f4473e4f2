import type { Queryable } from '#libs/postgres';
import { upsertDocuments } from './document-rows.ts';
import { documentText, isDataFault } from './faults.ts';
import type { Documents, Touch } from './fold.ts';
import { applyByKey, type Parking } from './parking.ts';
import type { Projection } from './projection.ts';
import type { Place } from './table.ts';

interface Written {
  readonly key: string;
  readonly text: string;
}

/**
 * Which of these documents the database refuses, or JSON cannot carry: they are written and taken back, halves at a time. Leaves
 * nothing behind. To be called inside a transaction.
 */
export async function refusedKeys(
  client: Queryable,
  place: Place,
  documents: Iterable<readonly [key: string, document: object | undefined]>,
): Promise<readonly string[]> {
  const refused: string[] = [];
  const written: Written[] = [];
  for (const [key, document] of documents) {
    if (document === undefined) continue;
    const text = textOf(document);
    if (typeof text === 'string') written.push({ key, text });
    else refused.push(key);
  }
  return [...refused, ...(await refusedOf(client, place, written))];
}

/** The same for documents that are texts already; keys and texts stand side by side. */
export async function refusedTexts(
  client: Queryable,
  place: Place,
  { keys, texts }: { readonly keys: readonly string[]; readonly texts: readonly string[] },
): Promise<readonly string[]> {
  return await refusedOf(
    client,
    place,
    keys.map((key, index) => ({ key, text: texts[index] ?? '' })),
  );
}

async function refusedOf(client: Queryable, place: Place, written: readonly Written[]): Promise<readonly string[]> {
  if (written.length === 0 || (await refusalOf(client, place, written)) === undefined) return [];
  if (written.length === 1) return written.map(({ key }) => key);
  const half = Math.ceil(written.length / 2);
  const left = await refusedOf(client, place, written.slice(0, half));
  return [...left, ...(await refusedOf(client, place, written.slice(half)))];
}

/** What the database says against these documents. @throws every fault that is not one of values */
async function refusalOf(client: Queryable, place: Place, written: readonly Written[]): Promise<unknown> {
  await client.query('savepoint refusal');
  try {
    await upsertDocuments(
      client,
      place,
      written.map(({ key }) => key),
      written.map(({ text }) => text),
    );
    return undefined;
  } catch (error) {
    if (isDataFault(error)) return error;
    throw error;
  } finally {
    await client.query('rollback to savepoint refusal; release savepoint refusal').catch(() => undefined);
  }
}

/** The text of a document, or why it has none. */
function textOf(document: object): unknown {
  try {
    return documentText(document);
  } catch (error) {
    return error;
  }
}

/** The touches without keys that have to be watched, and those keys alone: keys fold independently of each other. */
export function splitWatched(
  touches: readonly Touch[],
  watched: ReadonlySet<string>,
): { readonly free: readonly Touch[]; readonly watched: readonly Touch[] } {
  if (watched.size === 0) return { free: touches, watched: [] };
  const having = (wanted: boolean): readonly Touch[] =>
    touches
      .map((touch) => ({ ...touch, keys: touch.keys.filter((key) => watched.has(key) === wanted) }))
      .filter(({ keys }) => keys.length > 0);
  return { free: having(false), watched: having(true) };
}

/**
 * As `applyByKey`, and shows each document to the database before the next event: a key is parked at the first event after
 * which its document is refused. To be called inside a transaction.
 * @throws PoisonEvent when a key fails that may not be parked
 */
export async function applyWatched(
  { client, place }: { readonly client: Queryable; readonly place: Place },
  projection: Projection,
  touches: readonly Touch[],
  documents: Documents,
  parking: Parking,
): Promise<void> {
  for (const { event, handler, keys } of touches)
    for (const key of keys) {
      const one = new OneDocument(key, documents.get(key));
      applyByKey(projection, [{ event, handler, keys: [key] }], one, parking);
      if (!one.changed) continue;
      const refusal = one.after === undefined ? undefined : await refusalOfOne(client, place, key, one.after);
      if (refusal === undefined) documents.set(key, one.after);
      else parking.park(projection, event, key, refusal);
    }
}

/** A document that is looked at before it counts. */
class OneDocument implements Documents {
  after: object | undefined;
  changed = false;
  constructor(
    private readonly key: string,
    private readonly before: object | undefined,
  ) {}

  get(key: string): object | undefined {
    return key === this.key ? this.before : undefined;
  }

  set(_key: string, document: object | undefined): void {
    this.after = document;
    this.changed = document !== this.before;
  }
}

async function refusalOfOne(client: Queryable, place: Place, key: string, document: object): Promise<unknown> {
  const text = textOf(document);
  return typeof text === 'string' ? await refusalOf(client, place, [{ key, text }]) : text;
}
