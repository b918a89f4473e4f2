import { expectedLeafHash } from './leaf-hash.ts';
import type { Problem } from './problem.ts';
import { recordFaults } from './record.ts';

/** A row of the ledger as the API tells it. */
export interface LedgerRow {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly eventId: string;
  readonly type: string;
  readonly record: string;
  readonly leafHash: string;
}

/** The part of verification that needs the rows in their order and nothing else. Its memory is one number for each stream. */
export class LedgerCheck {
  #next = 0n;
  #events = 0;
  readonly #revisions = new Map<string, bigint>();

  get events(): number {
    return this.#events;
  }

  /** The position behind the last one that was looked at. */
  get end(): bigint {
    return this.#next;
  }

  get streams(): number {
    return this.#revisions.size;
  }

  /** What is wrong with the next row. */
  row(row: LedgerRow): readonly Problem[] {
    this.#events += 1;
    const { position, stream } = row;
    const faults = [...hashFaults(row), ...recordFaults(row), ...this.#revisionFaults(row)];
    return [...this.#upTo(row), ...faults.map((fault) => ({ ...fault, position, stream }))];
  }

  /** The ledger has nothing at that position, though it goes on behind it. */
  gap(position: bigint): readonly Problem[] {
    this.#next = position + 1n;
    return [{ check: 'dense-positions', position, message: 'there is no event at this position' }];
  }

  #upTo({ position, stream }: LedgerRow): readonly Problem[] {
    const expected = this.#next;
    this.#next = position + 1n;
    if (position === expected) return [];
    const message = `expected position ${String(expected)} here`;
    return [{ check: 'dense-positions', position, stream, message }];
  }

  #revisionFaults({ stream, revision }: LedgerRow) {
    const expected = this.#revisions.get(stream) ?? 0n;
    this.#revisions.set(stream, revision + 1n);
    if (revision === expected) return [];
    return [{ check: 'revisions' as const, message: `revision ${String(revision)} where ${String(expected)} is due` }];
  }
}

function hashFaults({ record, revision, leafHash }: LedgerRow) {
  const expected = expectedLeafHash(record, revision);
  if (expected === leafHash) return [];
  const message = `the ledger holds ${leafHash}, the record and its revision give ${expected}: one of them was altered`;
  return [{ check: 'leaf-hash' as const, message }];
}
