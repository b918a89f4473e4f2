import { describe, expect, it } from '@jest/globals';
import { NotJson, streamName } from '#libs/kernel';
import { PoisonEvent } from '../folding/fold.ts';
import type { Projection } from '../projection.ts';
import { accounts, type BankEvents } from '../test/accounts.ts';
import { closed, credited, renamed } from '../test/histories.ts';
import { cut } from './chunking.ts';
import { foldBatches, given } from './given.ts';
import { recorded } from './happened.ts';

const doing = (evolve: (before: { n: number } | undefined) => object): Projection<BankEvents> => ({
  ...accounts,
  on: {
    'bank.Credited': {
      does: 'upserts',
      keys: () => 'k',
      evolve: (before) => evolve(before as { n: number } | undefined),
    },
  },
});

describe('given these events, a read model has these documents', () => {
  it('by key, without those that were removed', () => {
    const model = given(accounts, [credited('a', 1), credited('b', 2), closed('b')]);
    expect(model.document('a')?.balance).toBe(1);
    expect(model.document('b')).toBeUndefined();
    expect([...model.documents().keys()]).toEqual(['a']);
  });

  it('a poison event is thrown', () => {
    expect(() => given(accounts, [renamed('a', 'poison')])).toThrow(PoisonEvent);
  });

  it('a handler that changes its document in place is found', () => {
    const impure = doing((before) => {
      if (before === undefined) return { n: 1 };
      before.n += 1;
      return before;
    });
    expect(() => given(impure, [credited('a', 1), credited('a', 2)])).toThrow(PoisonEvent);
  });

  it.each([
    ['a date', { at: new Date(0) }],
    ['a bigint', { n: 1n }],
    ['a NaN', { n: Number.NaN }],
    ['a set', { all: new Set([1]) }],
  ])('a document that JSON would lose is found: %s', (_what, document) => {
    expect(() =>
      given(
        doing(() => document),
        [credited('a', 1)],
      ),
    ).toThrow(NotJson);
  });

  it('a document that depends on what JSON drops differs between cuts', () => {
    const leaky = doing((before) => ({ n: before !== undefined && 'gone' in before ? 1 : 0, gone: undefined }));
    const events = recorded([credited('a', 1), credited('a', 2)]);
    expect(foldBatches(leaky, [events])).not.toEqual(foldBatches(leaky, cut(events, [1])));
  });
});

describe('events of a specification', () => {
  it('have dense positions, revisions in their streams, and ids of their own', () => {
    const other = { ...credited('b', 1), stream: streamName('bank', 'other', '1') };
    const events = recorded([credited('a', 1), other, credited('a', 2)], 5n);
    expect(events.map(({ position, stream, revision }) => [position, stream, revision])).toEqual([
      [5n, 'bank.spec-1', 0n],
      [6n, 'bank.other-1', 0n],
      [7n, 'bank.spec-1', 1n],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });

  it.each([
    [[], [[1, 2, 3, 4, 5]]],
    [
      [2],
      [
        [1, 2],
        [3, 4, 5],
      ],
    ],
    [
      [2, 2],
      [[1, 2], [3, 4], [5]],
    ],
    [
      [4, 4],
      [[1, 2, 3, 4], [5], []],
    ],
  ])('cut by %j', (sizes, batches) => {
    expect(cut([1, 2, 3, 4, 5], sizes)).toEqual(batches);
  });
});
