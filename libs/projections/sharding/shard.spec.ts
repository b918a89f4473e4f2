import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { touchesOf } from '../folding/fold.ts';
import { ownTouches, readShard, shardOf, SHARDS_LIMIT, shardText } from './shard.ts';
import { accounts } from '../test/accounts.ts';
import { history } from '../test/histories.ts';
import { recorded } from '../testing/index.ts';

/** Never edited: rows in databases stand where this table says. */
const FROZEN: readonly (readonly [key: string, ofTwo: number, ofThree: number, ofFour: number, of64: number])[] = [
  ['', 2, 3, 4, 57],
  ['a', 2, 3, 4, 51],
  ['b', 1, 1, 1, 16],
  ['account 1', 1, 2, 2, 27],
  ['Boréa', 1, 2, 2, 23],
  ['𝔸', 2, 2, 3, 35],
  ['0199b1f2-7c3a-7d11-8e55-000000000001', 2, 3, 3, 44],
  ['organisation/0042 ', 2, 3, 4, 63],
  ['line\nbreak', 1, 2, 2, 27],
];

describe('the shard of a key', () => {
  const parameters = { seed: propertySeed() };
  const numbers = fc.integer({ min: 1, max: SHARDS_LIMIT });

  it.each(FROZEN)(
    '%j is for ever in shard %i of 2, %i of 3, %i of 4, %i of 64',
    (key, ofTwo, ofThree, ofFour, of64) => {
      expect([2, 3, 4, 64].map((of) => shardOf(key, of))).toEqual([ofTwo, ofThree, ofFour, of64]);
    },
  );

  it('is one of the shards, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), numbers, (key, of) => {
        expect(readShard(shardText({ shard: shardOf(key, of), of }))).toEqual({ shard: shardOf(key, of), of });
      }),
      parameters,
    );
  });

  it('is a range of hashes: twice as many shards cut each one in two', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 32 }), (key, of) => {
        expect(Math.ceil(shardOf(key, of * 2) / 2)).toBe(shardOf(key, of));
      }),
      parameters,
    );
  });

  it.each([2, 3, 4, 7])('gives each of %i shards its part of keys that look alike', (of) => {
    const counts = new Array<number>(of).fill(0);
    for (let index = 0; index < 10_000; index += 1) {
      const own = shardOf(`organisation-${String(index)}`, of) - 1;
      counts[own] = (counts[own] ?? 0) + 1;
    }
    expect(counts.filter((count) => Math.abs(count - 10_000 / of) > 300)).toEqual([]);
  });
});

describe('a shard as a text', () => {
  it.each(['1/1', '1/4', '4/4', '64/64'])('%s is one', (text) => {
    const shard = readShard(text);
    expect(shard === undefined ? undefined : shardText(shard)).toBe(text);
  });

  it.each(['', '0/4', '5/4', '1/0', '1/65', '1', '/4', '1/4/4', '01/4', '1/ 4', '-1/4', '1.5/4'])(
    '%j is none',
    (text) => {
      expect(readShard(text)).toBeUndefined();
    },
  );
});

describe('the touches of a shard', () => {
  const { touches } = touchesOf(accounts, recorded(history(200)));

  it.each([2, 3, 5])('are, of %i shards together, all of them, each key of an event in one', (of) => {
    const pairs = (those: typeof touches) =>
      those.flatMap(({ event, keys }) => keys.map((key) => `${String(event.position)} ${key}`)).toSorted();
    const parts = Array.from({ length: of }, (_, index) => ownTouches({ shard: index + 1, of }, touches));
    expect(parts.flatMap(pairs).toSorted()).toEqual(pairs(touches));
    for (const part of parts) expect(part.every(({ keys }) => keys.length > 0)).toBe(true);
  });

  it('are all of them where the model is not sharded', () => {
    expect(ownTouches(undefined, touches)).toBe(touches);
  });
});
