import { describe, expect, it } from '@jest/globals';
import { BatchStarts } from './ledger-range.ts';

/** What is said at the positions from 0 on; nothing where the record is missing. Gives the positions that are judged wrong. */
function wrongOf(said: readonly (number | undefined)[]): readonly number[] {
  const starts = new BatchStarts();
  return said.flatMap((settled, position) => {
    if (settled === undefined) {
      starts.unknown(BigInt(position));
      return [];
    }
    return starts.isStart(BigInt(settled), BigInt(position)) ? [] : [position];
  });
}

const gone = undefined;

describe('what records say is settled', () => {
  it.each([
    ['batches of one', [0, 1, 2, 3], []],
    ['batches of three', [0, 0, 0, 3, 3, 3, 6], []],
    ['a batch whose first record is missing', [0, 0, gone, 2, 2, 5], []],
    ['several missing, among them a first one', [0, gone, gone, gone, 2, 2, 6], []],
    ['the overlap of a send that failed in part', [0, 0, 2, 0, 2, 5], []],
    ['a beginning that was none', [0, 0, 2, 2, 1, 2, 6, 6], [4]],
    ['a beginning before its time', [0, 0, 2, 2, 4, 0, 4], [5]],
    ['the first of a batch that says another', [0, 0, 2, 2, 3, 4, 4, 7], [4]],
    ['one of the third batch before', [0, 1, 2, 3, 0, 5], [4]],
  ])('%s', (_what, said, wrong) => {
    expect(wrongOf(said)).toEqual(wrong);
  });

  it('after a gap beginnings have to be real ones again', () => {
    expect(wrongOf([0, gone, 1, 3, 4, 5, 1, 7])).toEqual([6]);
  });
});
