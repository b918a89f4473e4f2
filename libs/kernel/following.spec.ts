import { describe, expect, it } from '@jest/globals';
import { aligned, type Following } from './following.ts';

interface Moved {
  readonly type: 'Moved';
  readonly from: string;
  readonly on: string;
}

const moved = (from: string, on: string): Moved => ({ type: 'Moved', from, on });
const stated = (id: string, event: Moved) => ({ id, event, sequence: Number(id) });
const following: Following<Moved> = {
  reason: 'It follows.',
  dayOf: ({ on }) => on,
  isSame: (known, wanted) => known.from === wanted.from,
};
const known = [stated('1', moved('a', '2016-01-01')), stated('2', moved('b', '2016-01-01'))];
const said = { reason: 'It follows.' };

describe('what follows from facts of other streams', () => {
  it.each([
    ['is nothing new where it reads as it should', known.map(({ event }) => event), []],
    [
      'is stated where it is missing',
      [...known.map(({ event }) => event), moved('c', '2017-01-01')],
      [moved('c', '2017-01-01')],
    ],
    [
      'is corrected where it reads otherwise',
      [moved('a', '2016-06-01'), moved('b', '2016-01-01')],
      [
        {
          ...{ type: 'MovedCorrected', fact: '1', ...said, on: '2016-06-01' },
          ...{ was: { from: 'a', on: '2016-01-01' }, now: { from: 'a', on: '2016-06-01' } },
        },
      ],
    ],
    [
      'is taken back where it is not so, before anything takes its place',
      [moved('b', '2016-01-01'), moved('c', '2016-01-01')],
      [
        { type: 'MovedVoided', fact: '1', ...said, was: { from: 'a', on: '2016-01-01' }, on: '2016-01-01' },
        moved('c', '2016-01-01'),
      ],
    ],
  ])('%s', (_what, wanted, events) => {
    expect(aligned(known, wanted, following)).toEqual(events);
  });
});
