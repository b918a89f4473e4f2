import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { LedgerRow } from '../src/verify/read-ledger.ts';

/** Rows of a ledger as the API tells them, made apart from everything that verifies them. */

export const uuid = (number: number): string => `01500000-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const streamOf = (number: number): string => `membership.organisation-${uuid(number)}`;

/** A record of an organisation's registration (at revision 0) or renaming, with whatever is to be wrong about it. */
export function recordOf(position: number, organisation: number, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    id: uuid(1_000 + position),
    type: 'membership.OrganisationRenamed',
    schemaVersion: 1,
    stream: streamOf(organisation),
    data: { organisationId: uuid(organisation), name: `Société n° ${String(position)}`, since: '2015-01-01' },
    metadata: {
      recordedAt: '2016-03-31T10:00:00.000Z',
      effectiveAt: '2015-01-01',
      actor: { id: 'staff:jb' },
      correlationId: uuid(7),
      visibility: { kind: 'public' },
    },
    ...changes,
  };
}

export function hashOf(record: string, revision: bigint): string {
  const bytes = Buffer.from(`{"event":${record},"revision":${String(revision)}}`, 'utf8');
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(0), bytes]))
    .digest('hex');
}

/** A row whose hash fits its record, so that only what is changed about it is wrong. */
export function rowOf(
  position: number,
  organisation: number,
  revision: number,
  changes: Readonly<Record<string, unknown>> = {},
): LedgerRow {
  const value = recordOf(position, organisation, changes);
  const record = canonicalize(value) ?? '';
  const { id: eventId, type, stream } = value;
  const row = { position: BigInt(position), revision: BigInt(revision), eventId, type, stream, record };
  return { ...row, leafHash: hashOf(record, row.revision) };
}

/** Two organisations, one renamed again and again, the other now and then. */
export function goodLedger(length: number): readonly LedgerRow[] {
  const revisions = [0, 0];
  return Array.from({ length }, (_row, position) => {
    const organisation = position % 3 === 2 ? 1 : 0;
    const revision = revisions[organisation] ?? 0;
    revisions[organisation] = revision + 1;
    return rowOf(position, organisation + 1, revision);
  });
}
