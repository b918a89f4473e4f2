import type { StreamName, Uuid } from '#libs/kernel';
import { EventIdReused } from './errors.ts';
import type { AppendAnswer } from './port.ts';
import type { PreparedAppend } from './prepare.ts';

/** Where a stored event stands. */
export interface StoredPlace {
  readonly eventId: Uuid;
  readonly stream: StreamName;
  readonly revision: bigint;
}

/** The answer that an append had, from where its events stand, in the order in which it stored them. */
export function answerOf(places: readonly StoredPlace[], repeated: boolean): AppendAnswer {
  const streams = new Map<StreamName, StoredPlace[]>();
  for (const place of places) {
    const known = streams.get(place.stream);
    if (known === undefined) streams.set(place.stream, [place]);
    else known.push(place);
  }
  const appended = Array.from(streams, ([stream, own]) => ({
    stream,
    firstRevision: own[0]?.revision ?? 0n,
    lastRevision: own.at(-1)?.revision ?? 0n,
    eventIds: own.map(({ eventId }) => eventId),
  }));
  return { streams: appended, repeated };
}

/** Where the events of an append stand that was stored behind this revision; -1 is that of an empty stream. */
export function placesAfter({ stream, events }: PreparedAppend, head: bigint): readonly StoredPlace[] {
  return events.map(({ id }, index) => ({ eventId: id, stream, revision: head + 1n + BigInt(index) }));
}

/**
 * The answer to an append whose event ids may be stored already: the first answer when every event stands where this append
 * would have put it, nothing when none is stored.
 * @throws EventIdReused in any other case
 */
export function answerOfRepeat(
  appends: readonly PreparedAppend[],
  stored: (eventId: Uuid) => StoredPlace | undefined,
): AppendAnswer | undefined {
  const found: StoredPlace[] = [];
  let whole = true;
  for (const { stream, events } of appends) {
    let previous: bigint | undefined;
    for (const { id } of events) {
      const place = stored(id);
      if (place !== undefined) found.push(place);
      whole &&= place?.stream === stream && (previous === undefined || place.revision === previous + 1n);
      previous = place?.revision;
    }
  }
  if (found.length === 0) return undefined;
  if (!whole) throw new EventIdReused(found.map(({ eventId }) => eventId));
  return answerOf(found, true);
}
