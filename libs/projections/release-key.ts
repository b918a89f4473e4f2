import type pg from 'pg';
import type { Checkpoint } from './checkpoints.ts';
import { logStep } from './dead-letter-log.ts';
import { loadDocuments, writeChanges } from './document-rows.ts';
import { documentText } from './faults.ts';
import { touchesOf, type Documents } from './fold.ts';
import { parkedFault, type ParkedFault, type ParkingPlace } from './parked-rows.ts';
import { applyByKey, Parking, type ParkedEvent } from './parking.ts';
import type { Projection } from './projection.ts';
import { readPositions, type KnownEvent } from './read-positions.ts';
import type { LedgerReader } from './rebuild-fold.ts';
import { applyWatched, refusedKeys } from './refusals.ts';
import { placeOf } from './table.ts';

/** What trying a parked key again came to. */
export interface Release {
  readonly key: string;
  /** So many of its events are in the document now. */
  readonly released: number;
  /** Where it stands still; undefined when it is free. */
  readonly parked: { readonly position: bigint; readonly error: ParkedFault; readonly waiting: number } | undefined;
}

export interface KeyToRelease {
  readonly client: pg.PoolClient;
  readonly projection: Projection;
  /** Locked by this client. */
  readonly live: Checkpoint;
  readonly key: string;
  readonly reader: LedgerReader;
  readonly actor: string;
}

/**
 * Applies the parked events of a key in order, up to the first that fails again: the key stays parked at that one. The document,
 * the rows, the log and the count change together, in the caller's transaction, which holds the checkpoint's row as a batch does.
 */
export async function releaseKey(request: KeyToRelease): Promise<Release> {
  const { client, projection, live, key } = request;
  const waiting = await parkedEvents(request);
  const folded = await foldAgain(request, waiting);
  const { failure, released } = folded;
  if (released > 0) await writeDocument(request, folded);
  await client.query({
    text: `delete from grappe.parked where projection = $1 and generation = $2 and key = $3
and ($4::bigint is null or position < $4)`,
    values: [projection.name, live.generation, key, failure?.event.position ?? null],
  });
  await recordOutcome(request, waiting, folded);
  if (failure === undefined) return { key, released, parked: undefined };
  const { position } = failure.event;
  return {
    key,
    released,
    parked: { position, error: parkedFault(failure.reason), waiting: waiting.length - released - 1 },
  };
}

async function parkedEvents({ client, projection, live, key }: KeyToRelease): Promise<readonly KnownEvent[]> {
  const found = await client.query<{ position: string | bigint; event_id: string }>({
    text: `select position, event_id from grappe.parked
where projection = $1 and generation = $2 and key = $3 order by position`,
    values: [projection.name, live.generation, key],
  });
  return found.rows.map(({ position, event_id: eventId }) => ({ position: BigInt(position), eventId }));
}

interface FoldedAgain {
  readonly stored: boolean;
  readonly document: object | undefined;
  readonly released: number;
  readonly failure: ParkedEvent | undefined;
}

/** Folds, and when the database refuses what came out, once more with each document shown to it. */
async function foldAgain(request: KeyToRelease, waiting: readonly KnownEvent[]): Promise<FoldedAgain> {
  const folded = await fold(request, waiting, false);
  const { client, projection, key } = request;
  const refused = await refusedKeys(client, placeOf(projection), [[key, folded.document]]);
  return refused.length === 0 ? folded : await fold(request, waiting, true);
}

async function fold(
  { client, projection, key, reader }: KeyToRelease,
  waiting: readonly KnownEvent[],
  watched: boolean,
): Promise<FoldedAgain> {
  const place = placeOf(projection);
  const before = (await loadDocuments(client, place, [key])).get(key);
  const documents = new Map([[key, before]]);
  const stored = before !== undefined;
  let released = 0;
  for await (const event of readPositions(reader, waiting)) {
    const { touches: all, poison } = touchesOf(projection, [event]);
    const outcome = (failure: ParkedEvent | undefined) => ({ stored, document: documents.get(key), released, failure });
    if (poison !== undefined) return outcome({ key, event, reason: poison.reason });
    const touches = all.filter(({ keys }) => keys.includes(key)).map((touch) => ({ ...touch, keys: [key] }));
    const parking = new Parking([], 1);
    if (watched) await applyWatched({ client, place }, projection, touches, documents satisfies Documents, parking);
    else applyByKey(projection, touches, documents, parking);
    const [failure] = parking.take();
    if (failure !== undefined) return outcome(failure);
    released += 1;
  }
  return { stored, document: documents.get(key), released, failure: undefined };
}

async function writeDocument({ client, projection, key }: KeyToRelease, folded: FoldedAgain): Promise<void> {
  const { document, stored } = folded;
  await writeChanges(client, placeOf(projection), {
    keys: document === undefined ? [] : [key],
    texts: document === undefined ? [] : [documentText(document)],
    replaced: document !== undefined && stored ? [key] : [],
    removed: document === undefined && stored ? [key] : [],
  });
}

/** The event at which the key stands now carries the new error and one attempt more; the log has what happened. */
async function recordOutcome(
  { client, projection, live, key, actor }: KeyToRelease,
  waiting: readonly KnownEvent[],
  { released, failure }: FoldedAgain,
): Promise<void> {
  const place: ParkingPlace = { projection, generation: live.generation };
  const [first] = waiting;
  if (released > 0 && first !== undefined)
    await logStep(client, place, { key, action: 'released', ...first, events: released, actor });
  if (failure === undefined) return;
  const { position, id: eventId } = failure.event;
  const error = parkedFault(failure.reason);
  await client.query({
    text: `update grappe.parked
set error_name = $5, error_message = $6, attempts = attempts + 1, attempted_at = clock_timestamp()
where projection = $1 and generation = $2 and key = $3 and position = $4`,
    values: [projection.name, live.generation, key, position, error.name, error.message],
  });
  await logStep(client, place, { key, action: 'failed', position, eventId, actor, error });
}
