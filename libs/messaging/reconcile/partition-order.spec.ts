import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { PartitionOrder, type Disorder } from './partition-order.ts';

function disordersOf(positions: readonly number[]): readonly Disorder[] {
  const order = new PartitionOrder();
  const reported = positions.flatMap((position, offset) =>
    order.next({ position: BigInt(position), offset: String(offset) }),
  );
  return [...reported, ...order.end()];
}

const namesOf = (positions: readonly number[]): readonly string[] =>
  disordersOf(positions).map(({ position, stands, other }) => `${String(position)} ${stands} ${String(other)}`);

describe('the order of a partition', () => {
  it.each([
    ['nothing', [], []],
    ['a rising one', [0, 3, 4, 9], []],
    ['neighbours that were swapped', [0, 2, 1, 3], ['1 behind 2']],
    ['neighbours that were swapped, the first', [1, 0, 2, 3], ['0 behind 1']],
    ['neighbours that were swapped, the last', [0, 1, 3, 2], ['2 behind 3']],
    ['a late one', [0, 2, 3, 4, 1, 5], ['1 behind 4']],
    ['an early one', [0, 9, 1, 2, 3, 10], ['9 before 1']],
    ['two swapped from afar', [0, 8, 2, 3, 4, 5, 6, 7, 1, 9], ['8 before 2', '1 behind 7']],
    ['a repeat at once', [0, 1, 1, 2], ['1 behind 1']],
    ['a batch that was sent again', [0, 1, 2, 3, 1, 2, 3, 4], ['1 behind 3', '2 behind 3', '3 behind 3']],
    ['a repeat while an early one is in doubt', [0, 9, 3, 3, 4, 5], ['3 behind 9', '9 before 3']],
    ['an altered position far above', [0, 1_000_000, 2, 3, 4], ['1000000 before 2']],
    ['an altered position below', [5, 6, 1, 8, 9], ['1 behind 6']],
  ])('%s', (_what, positions, names) => {
    expect(namesOf(positions)).toEqual(names);
  });

  const rising = fc
    .uniqueArray(fc.nat(10_000), { minLength: 6, maxLength: 60 })
    .map((all) => all.sort((a, b) => a - b));

  it('what is left without the records that it names rises', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 40 }), (positions) => {
        const named = new Set(disordersOf(positions).map(({ offset }) => Number(offset)));
        const rest = positions.filter((_position, offset) => !named.has(offset));
        expect(rest).toEqual([...new Set(rest)].sort((a, b) => a - b));
      }),
      { seed: propertySeed(), numRuns: 1_000 },
    );
  });

  it('names one record when one was moved, wherever', () => {
    fc.assert(
      fc.property(rising, fc.nat(), fc.nat(), (positions, from, to) => {
        const moved = [...positions];
        const [record = 0] = moved.splice(from % moved.length, 1);
        moved.splice(to % (moved.length + 1), 0, record);
        const expected = moved.every((position, index) => position === positions[index]) ? 0 : 1;
        expect(disordersOf(moved)).toHaveLength(expected);
      }),
      { seed: propertySeed(), numRuns: 1_000 },
    );
  });
});
