import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { goodLedger, hashOf, rowOf, streamOf, uuid } from '../../test/ledger-rows.ts';
import { expectedLeafHash, LedgerCheck } from './ledger-check.ts';
import type { Problem } from './problem.ts';
import type { LedgerRow } from './read-ledger.ts';

function problemsOf(rows: readonly LedgerRow[]): readonly Problem[] {
  const check = new LedgerCheck();
  return rows.flatMap((row) => check.row(row));
}

const found = (rows: readonly LedgerRow[]) =>
  problemsOf(rows).map(({ check, position, stream }) => [check, Number(position), stream]);

/** The ledger of six rows with one of them replaced. */
function withRow(position: number, change: (row: LedgerRow) => LedgerRow): readonly LedgerRow[] {
  return goodLedger(6).map((row) => (row.position === BigInt(position) ? change(row) : row));
}

/** Another text of the record, with the hash that fits it. */
const withRecord = (row: LedgerRow, record: string): LedgerRow => ({
  ...row,
  record,
  leafHash: hashOf(record, row.revision),
});

describe('a ledger', () => {
  it('as it should be has no problem', () => {
    const check = new LedgerCheck();
    expect(goodLedger(12).flatMap((row) => check.row(row))).toEqual([]);
    expect([check.events, check.streams]).toEqual([12, 2]);
  });

  it('without events has no problem', () => {
    const check = new LedgerCheck();
    expect([check.events, check.streams]).toEqual([0, 0]);
  });

  const wrong: readonly (readonly [what: string, rows: readonly LedgerRow[], problems: readonly unknown[]])[] = [
    [
      'one byte of an old record',
      withRow(1, (row) => ({ ...row, record: row.record.replace('Société', 'Sociétè') })),
      [['leaf-hash', 1, streamOf(1)]],
    ],
    [
      'one digit of a hash',
      withRow(4, (row) => ({ ...row, leafHash: row.leafHash.replace(/.$/, (last) => (last === '0' ? '1' : '0')) })),
      [['leaf-hash', 4, streamOf(1)]],
    ],
    [
      'a hash in capitals, which is another text of the same bytes and not what the API promises',
      withRow(0, (row) => ({ ...row, leafHash: row.leafHash.toUpperCase() })),
      [['leaf-hash', 0, streamOf(1)]],
    ],
    [
      'a space in a record, hashed anew',
      withRow(2, (row) => withRecord(row, row.record.replace('{"data"', '{ "data"'))),
      [['canonical-record', 2, streamOf(2)]],
    ],
    [
      'members in another order, hashed anew',
      withRow(2, (row) => withRecord(row, JSON.stringify({ type: row.type, ...(JSON.parse(row.record) as object) }))),
      [['canonical-record', 2, streamOf(2)]],
    ],
    [
      'a member twice, of which readers see the last one only',
      withRow(2, (row) =>
        withRecord(row, row.record.replace('"schemaVersion":1', '"schemaVersion":2,"schemaVersion":1')),
      ),
      [['canonical-record', 2, streamOf(2)]],
    ],
    [
      'a number in another notation',
      withRow(2, (row) => withRecord(row, row.record.replace('"schemaVersion":1', '"schemaVersion":1.0'))),
      [['canonical-record', 2, streamOf(2)]],
    ],
    [
      'a record that is cut short',
      withRow(5, (row) => withRecord(row, row.record.slice(0, -1))),
      [['canonical-record', 5, streamOf(2)]],
    ],
    ['a record that is a number', withRow(5, (row) => withRecord(row, '7')), [['schema', 5, streamOf(2)]]],
    [
      'a record without metadata',
      withRow(3, () => rowOf(3, 1, 2, { metadata: undefined })),
      [['schema', 3, streamOf(1)]],
    ],
    ['a member that no record has', withRow(3, () => rowOf(3, 1, 2, { extra: true })), [['schema', 3, streamOf(1)]]],
    [
      'the id of another event in the row',
      withRow(3, (row) => ({ ...row, eventId: uuid(99) })),
      [['record-agrees', 3, streamOf(1)]],
    ],
    [
      'another type in the row, of the same context',
      withRow(3, (row) => ({ ...row, type: 'membership.OrganisationRegistered' })),
      [['record-agrees', 3, streamOf(1)]],
    ],
    [
      'a row that was moved to another stream',
      withRow(5, (row) => ({ ...row, stream: streamOf(3), revision: 0n, leafHash: hashOf(row.record, 0n) })),
      [['record-agrees', 5, streamOf(3)]],
    ],
    [
      'an event of another context in a stream',
      withRow(0, () => rowOf(0, 1, 0, { type: 'governance.OrganisationRenamed' })),
      [
        ['context', 0, streamOf(1)],
        ['schema', 0, streamOf(1)],
      ],
    ],
    [
      'data that the contract does not allow',
      withRow(0, () => rowOf(0, 1, 0, { data: { organisationId: uuid(1), name: '', since: '2015-01-01' } })),
      [['schema', 0, streamOf(1)]],
    ],
    [
      'a type that the contracts do not know',
      withRow(0, () => rowOf(0, 1, 0, { type: 'membership.OrganisationEaten' })),
      [['schema', 0, streamOf(1)]],
    ],
    [
      'a version that the contracts do not know',
      withRow(0, () => rowOf(0, 1, 0, { schemaVersion: 2 })),
      [['schema', 0, streamOf(1)]],
    ],
    ['a stream that does not begin at revision 0', [rowOf(0, 1, 1)], [['revisions', 0, streamOf(1)]]],
    ['a revision twice', [rowOf(0, 1, 0), rowOf(1, 1, 0)], [['revisions', 1, streamOf(1)]]],
    ['a revision that is left out', [rowOf(0, 1, 0), rowOf(1, 1, 2), rowOf(2, 1, 3)], [['revisions', 1, streamOf(1)]]],
    [
      'revisions the wrong way round',
      [rowOf(0, 1, 0), rowOf(1, 1, 2), rowOf(2, 1, 1)],
      [
        ['revisions', 1, streamOf(1)],
        ['revisions', 2, streamOf(1)],
      ],
    ],
    ['a ledger that does not begin at 0', [rowOf(1, 1, 0)], [['dense-positions', 1, streamOf(1)]]],
    [
      'a position that is left out',
      [rowOf(0, 1, 0), rowOf(2, 1, 1), rowOf(3, 1, 2)],
      [['dense-positions', 2, streamOf(1)]],
    ],
    ['a position twice', [rowOf(0, 1, 0), rowOf(0, 2, 0), rowOf(1, 1, 1)], [['dense-positions', 0, streamOf(2)]]],
  ];
  it.each(wrong)('%s is found, at its position and nowhere else', (_what, rows, problems) => {
    expect(found(rows)).toEqual(problems);
  });

  it('with a gap that the API reported names it once, and goes on behind it', () => {
    const check = new LedgerCheck();
    expect(check.row(rowOf(0, 1, 0))).toEqual([]);
    expect(check.gap(1n)).toEqual([{ check: 'dense-positions', position: 1n, message: 'no event at this position' }]);
    expect(check.row(rowOf(2, 2, 0))).toEqual([]);
    expect([check.events, check.streams]).toEqual([2, 2]);
  });

  it('tells what it expected', () => {
    const messages = problemsOf([rowOf(0, 1, 0), rowOf(3, 1, 2)]).map(({ message }) => message);
    expect(messages).toEqual(['expected position 1 here', 'revision 2 where 1 is due']);
  });
});

describe('the leaf hash', () => {
  const golden = new URL('../../../../libs/event-store/golden/', import.meta.url);

  it.each(readdirSync(golden))('of the frozen sample %s is the one that the store gave it', (name) => {
    const sample = JSON.parse(readFileSync(new URL(name, golden), 'utf8')) as Record<string, string>;
    const { revision, hashedText, leafHash } = sample as { revision: string; hashedText: string; leafHash: string };
    const record = hashedText.slice('{"event":'.length, hashedText.lastIndexOf(',"revision":'));
    expect(expectedLeafHash(record, BigInt(revision))).toBe(leafHash);
  });
});
