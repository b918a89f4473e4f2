import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { goodLedger } from '../../test/ledger-rows.ts';
import { LedgerCheck } from './ledger-check.ts';
import { Problems } from './problem.ts';
import type { LedgerRow } from './read-ledger.ts';

const LENGTH = 9;
const good = goodLedger(LENGTH);
const anyRow = fc.nat({ max: LENGTH - 1 });
const parameters = { seed: propertySeed(), numRuns: 300 };

function problemsOf(rows: readonly LedgerRow[]) {
  const check = new LedgerCheck();
  return rows.flatMap((row) => check.row(row));
}

const replaced = (at: number, change: (row: LedgerRow) => LedgerRow): readonly LedgerRow[] =>
  good.map((row, index) => (index === at ? change(row) : row));

const swappedCharacter = (text: string, at: number, by: string): string => {
  const characters = Array.from(text);
  characters[at % characters.length] = by;
  return characters.join('');
};

describe('of a good ledger', () => {
  it('any character of any record may not be another', () => {
    fc.assert(
      fc.property(anyRow, fc.nat(), fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }), (row, at, by) => {
        const rows = replaced(row, (each) => ({ ...each, record: swappedCharacter(each.record, at, by) }));
        fc.pre(rows[row]?.record !== good[row]?.record);
        expect(problemsOf(rows)).toContainEqual(
          expect.objectContaining({ check: 'leaf-hash', position: BigInt(row), stream: good[row]?.stream }),
        );
      }),
      parameters,
    );
  });

  it('any digit of any hash may not be another', () => {
    fc.assert(
      fc.property(anyRow, fc.nat(), fc.constantFrom(...Array.from('0123456789abcdefF')), (row, at, by) => {
        const rows = replaced(row, (each) => ({ ...each, leafHash: swappedCharacter(each.leafHash, at, by) }));
        fc.pre(rows[row]?.leafHash !== good[row]?.leafHash);
        expect(problemsOf(rows).map(({ check, position }) => [check, position])).toEqual([['leaf-hash', BigInt(row)]]);
      }),
      parameters,
    );
  });

  it('no row but the last may be left out, and none may stand twice or change its place', () => {
    fc.assert(
      fc.property(anyRow, anyRow, fc.constantFrom('leave out', 'repeat', 'move'), (from, to, what) => {
        fc.pre(what === 'repeat' || (what === 'leave out' ? from < LENGTH - 1 : from !== to));
        const rows = [...good];
        const [row] = rows.slice(from, from + 1);
        if (what !== 'repeat') rows.splice(from, 1);
        if (what !== 'leave out' && row !== undefined) rows.splice(to, 0, row);
        expect(problemsOf(rows).map(({ check }) => check)).toContain('dense-positions');
      }),
      parameters,
    );
  });

  it('each beginning is good: where the ledger ends is not visible in it', () => {
    for (let length = 0; length <= LENGTH; length += 1) expect(problemsOf(good.slice(0, length))).toEqual([]);
  });
});

describe('problems', () => {
  it('are kept up to the limit, in their order, and all counted', () => {
    fc.assert(
      fc.property(fc.nat({ max: 12 }), fc.nat({ max: 20 }), (limit, count) => {
        const problems = new Problems(limit);
        const added = Array.from({ length: count }, (_each, at) => ({ check: 'schema' as const, message: String(at) }));
        const kept = added.filter((problem) => problems.add(problem));
        expect(problems.count).toBe(count);
        expect(problems.first).toEqual(added.slice(0, limit));
        expect(kept).toEqual(problems.first);
      }),
      parameters,
    );
  });
});
