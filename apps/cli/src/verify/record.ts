import canonicalize from 'canonicalize';
import { z } from 'zod';
import { catalog } from '#libs/contracts';
import type { Check } from './problem.ts';

/** What a row of the ledger says beside its record. */
export interface RowFacts {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly record: string;
}

export interface Fault {
  readonly check: Check;
  readonly message: string;
}

const recordSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  schemaVersion: z.int().min(1),
  stream: z.string(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.looseObject({ recordedAt: z.iso.datetime(), effectiveAt: z.iso.date() }),
});

/** Everything that can be said about one record by itself: its form, its agreement with its row, its schema. */
export function recordFaults(row: RowFacts): readonly Fault[] {
  const value = parsed(row.record);
  if (value === undefined) return [{ check: 'canonical-record', message: 'the record is not JSON' }];
  const record = recordSchema.safeParse(value);
  if (!record.success) {
    return [...canonicalFaults(row.record, value), { check: 'schema', message: z.prettifyError(record.error) }];
  }
  return [
    ...canonicalFaults(row.record, value),
    ...agreementFaults(row, record.data),
    ...contextFaults(row),
    ...schemaFaults(record.data),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One value has one text (RFC 8785); another text of the same value would have another hash. */
function canonicalFaults(record: string, value: unknown): readonly Fault[] {
  if (canonicalize(value) === record) return [];
  return [{ check: 'canonical-record', message: 'the record is not the canonical text (RFC 8785) of what it says' }];
}

function agreementFaults(row: RowFacts, record: z.infer<typeof recordSchema>): readonly Fault[] {
  const pairs = [
    ['event id', row.eventId, record.id],
    ['type', row.type, record.type],
    ['stream', row.stream, record.stream],
  ] as const;
  return pairs
    .filter(([, ofRow, ofRecord]) => ofRow !== ofRecord)
    .map(([name, ofRow, ofRecord]) => ({
      check: 'record-agrees',
      message: `the row has the ${name} ${ofRow}, its record ${ofRecord}`,
    }));
}

function contextFaults({ type, stream }: RowFacts): readonly Fault[] {
  if (contextOf(type) === contextOf(stream)) return [];
  return [{ check: 'context', message: `${type} stands in a stream of ${contextOf(stream)}` }];
}

function schemaFaults({ type, schemaVersion, data }: z.infer<typeof recordSchema>): readonly Fault[] {
  const faults = catalog.check(type, schemaVersion, data);
  if (faults === 'unknown-type') return [{ check: 'schema', message: `the contracts know no ${type}` }];
  if (faults === 'unknown-version') {
    return [{ check: 'schema', message: `the contracts know no version ${String(schemaVersion)} of ${type}` }];
  }
  return faults.map((fault) => ({ check: 'schema', message: `${type}: ${fault}` }));
}

const contextOf = (name: string): string => name.split('.', 1)[0] ?? name;
