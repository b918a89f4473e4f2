import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { catalog } from '#libs/contracts';
import { parseJson } from '../system/api.ts';
import type { Problem } from './problem.ts';
import type { LedgerRow } from './read-ledger.ts';

type Fault = Pick<Problem, 'check' | 'message'>;

const recordSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  schemaVersion: z.int().min(1),
  stream: z.string(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.looseObject({ recordedAt: z.iso.datetime(), effectiveAt: z.iso.date() }),
});

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
    return [...this.#positionFaults(row), ...faults.map((fault) => ({ ...fault, position, stream }))];
  }

  /** The ledger has no event at that position, but has later ones. */
  gap(position: bigint): readonly Problem[] {
    this.#next = position + 1n;
    return [{ check: 'dense-positions', position, message: 'no event at this position' }];
  }

  #positionFaults({ position, stream }: LedgerRow): readonly Problem[] {
    const expected = this.#next;
    this.#next = position + 1n;
    if (position === expected) return [];
    return [{ check: 'dense-positions', position, stream, message: `expected position ${String(expected)} here` }];
  }

  #revisionFaults({ stream, revision }: LedgerRow): readonly Fault[] {
    const expected = this.#revisions.get(stream) ?? 0n;
    this.#revisions.set(stream, revision + 1n);
    if (revision === expected) return [];
    return [{ check: 'revisions', message: `revision ${String(revision)} where ${String(expected)} is due` }];
  }
}

/**
 * The Merkle leaf hash of an event, computed from what was read and from the specification alone (RFC 6962, section 2.1;
 * docs/adr/0003-hashed-bytes.md): SHA-256(0x00 || `{"event":<record>,"revision":<revision>}`), hexadecimal.
 */
export function expectedLeafHash(record: string, revision: bigint): string {
  return createHash('sha256')
    .update(Uint8Array.of(0x00))
    .update(`{"event":${record},"revision":${String(revision)}}`, 'utf8')
    .digest('hex');
}

function hashFaults({ record, revision, leafHash }: LedgerRow): readonly Fault[] {
  const expected = expectedLeafHash(record, revision);
  if (expected === leafHash) return [];
  const message = `the ledger holds ${leafHash}, the record and its revision give ${expected}: one of them was altered`;
  return [{ check: 'leaf-hash', message }];
}

/** Everything that can be said about one record by itself: its form, its agreement with its row, its schema. */
function recordFaults(row: LedgerRow): readonly Fault[] {
  const value = parseJson(row.record);
  if (value === undefined) return [{ check: 'canonical-record', message: 'the record is not JSON' }];
  const { success, data, error } = recordSchema.safeParse(value);
  const faults = success
    ? [...agreementFaults(row, data), ...contextFaults(row), ...schemaFaults(data)]
    : [{ check: 'schema' as const, message: z.prettifyError(error) }];
  return [...canonicalFaults(row.record, value), ...faults];
}

/** One value has one text (RFC 8785); another text of the same value would have another hash. */
function canonicalFaults(record: string, value: unknown): readonly Fault[] {
  if (canonicalize(value) === record) return [];
  return [{ check: 'canonical-record', message: 'the record is not the canonical text (RFC 8785) of what it says' }];
}

function agreementFaults(row: LedgerRow, record: z.infer<typeof recordSchema>): readonly Fault[] {
  const pairs = [
    ['event id', row.eventId, record.id],
    ['type', row.type, record.type],
    ['stream', row.stream, record.stream],
  ] as const;
  const differing = pairs.filter(([, ofRow, ofRecord]) => ofRow !== ofRecord);
  return differing.map(([name, ofRow, ofRecord]) => {
    return { check: 'record-agrees', message: `the row has the ${name} ${ofRow}, its record ${ofRecord}` };
  });
}

function contextFaults({ type, stream }: LedgerRow): readonly Fault[] {
  if (contextOf(type) === contextOf(stream)) return [];
  return [{ check: 'context', message: `${type} stands in a stream of ${contextOf(stream)}` }];
}

function schemaFaults({ type, schemaVersion, data }: z.infer<typeof recordSchema>): readonly Fault[] {
  const faults = catalog.check(type, schemaVersion, data);
  if (faults === 'unknown-type') return [{ check: 'schema', message: `the contracts know no ${type}` }];
  if (faults === 'unknown-version')
    return [{ check: 'schema', message: `the contracts know no version ${String(schemaVersion)} of ${type}` }];
  return faults.map((fault) => ({ check: 'schema', message: `${type}: ${fault}` }));
}

const contextOf = (name: string): string => name.split('.', 1)[0] ?? name;
