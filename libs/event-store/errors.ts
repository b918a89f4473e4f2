import type { StreamName, Uuid } from '#libs/kernel';
import type { ExpectedRevision } from './port.ts';

/** The stream is not where the append expected it; nothing was stored. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: StreamName,
    readonly expected: ExpectedRevision,
    /** The stream's last revision; undefined when the stream does not exist. */
    readonly actual: bigint | undefined,
  ) {
    super(
      `${stream}: expected ${String(expected)}, found ${actual === undefined ? 'no stream' : `revision ${String(actual)}`}`,
    );
  }
}

/** Some, but not all, of the event ids are stored already, or they stand in another stream. */
export class EventIdReused extends Error {
  override readonly name = 'EventIdReused';
  constructor(readonly eventIds: readonly Uuid[]) {
    super(`event ids that are stored already, but not as this append: ${eventIds.join(', ')}`);
  }
}

export type InvalidAppendReason =
  | 'empty-append'
  | 'stream-name'
  | 'stream-twice'
  | 'wrong-context'
  | 'event-id'
  | 'command-id'
  | 'expected-revision'
  | 'metadata'
  | 'not-json'
  | 'unknown-type'
  | 'unknown-version'
  | 'schema'
  | 'too-large';

/** The append itself is wrong; nothing was stored. `found` and `required` say how. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';
  constructor(
    readonly reason: InvalidAppendReason,
    readonly found: string,
    readonly required: string,
  ) {
    super(`${reason}: found ${found}; required ${required}`);
  }
}

/** The columns of a stored event name another one than its record: somebody has written it past the store. */
export class RecordDiffers extends Error {
  override readonly name = 'RecordDiffers';
  constructor(
    /** Id, stream and type, joined by blanks. */
    readonly columns: string,
    readonly record: string,
  ) {
    super(`the record of ${record} stands in the row of ${columns}`);
  }
}

/** Committed events got no position in time: no process gives positions now, or the one that does is far behind. */
export class PositionsLate extends Error {
  override readonly name = 'PositionsLate';
  constructor(
    readonly waitedMs: number,
    /** The number of positions when waiting ended. */
    readonly head: bigint,
  ) {
    super(`after ${String(waitedMs)} ms committed events have no position; there are ${String(head)} positions`);
  }
}

/** The store cannot be reached or was closed. Whether the append was committed is unknown: a retry with the same command id shows it. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
