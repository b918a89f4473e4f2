import type { RecordedEvent } from '#libs/kernel';
import type { LedgerReader } from '../rebuild/rebuild-fold.ts';

/** The ledger has another event at a position, or none: it is not the one that the model was built from. */
export class LedgerDiffers extends Error {
  override readonly name = 'LedgerDiffers';
  constructor(
    readonly position: bigint,
    readonly expected: string,
    readonly found: string | undefined,
  ) {
    super(
      `position ${String(position)} of the ledger holds ${found ?? 'no event'} and not ${expected}: is it another ledger?`,
    );
  }
}

/** An event as it is known from its row. */
export interface KnownEvent {
  readonly position: bigint;
  readonly eventId: string;
}

/** Positions that are no further apart are read together, with the events between them. */
const NEAR = 200n;

/**
 * The events at these positions, in order, read anew: in the current version of their types, whatever they were in when they were
 * seen first. Positions ascend.
 * @throws LedgerDiffers, MissingPosition
 */
export async function* readPositions(
  reader: LedgerReader,
  known: readonly KnownEvent[],
): AsyncGenerator<RecordedEvent, void> {
  for (const group of groupNear(known)) {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) continue;
    const wanted = group[Symbol.iterator]();
    let next = wanted.next();
    for await (const { events } of reader.readAll(first.position, { until: last.position + 1n })) {
      for (const event of events) {
        if (next.done === true || event.position !== next.value.position) continue;
        if (event.id !== next.value.eventId) throw new LedgerDiffers(event.position, next.value.eventId, event.id);
        yield event;
        next = wanted.next();
      }
    }
    if (next.done !== true) throw new LedgerDiffers(next.value.position, next.value.eventId, undefined);
  }
}

function* groupNear(known: readonly KnownEvent[]): Generator<readonly KnownEvent[]> {
  let group: KnownEvent[] = [];
  for (const each of known) {
    const last = group.at(-1);
    if (last !== undefined && each.position - last.position > NEAR) {
      yield group;
      group = [];
    }
    group.push(each);
  }
  if (group.length > 0) yield group;
}
