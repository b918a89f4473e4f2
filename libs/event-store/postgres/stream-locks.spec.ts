import { describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { streamName, type StreamName } from '#libs/kernel';
import { EventCodec } from '../index.ts';
import { ContractSamples } from '../testing/index.ts';
import { commandKey, GROUP_EVENTS, locksOf, streamKey } from './stream-locks.ts';
import type { PreparedAppend } from '../prepare.ts';

const samples = new ContractSamples(6);
const codec = new EventCodec(catalog);
const stream = (index: number): StreamName => streamName('membership', 'organisation', String(index));
const writes = (index: number): PreparedAppend => ({
  stream: stream(index),
  expected: 'any',
  events: [codec.encode(stream(index), samples.renamed())],
});
const asserts = (index: number): PreparedAppend => ({ stream: stream(index), expected: 0n, events: [] });
const alone = (index: number): number => 2 * streamKey(stream(index));
const shared = (index: number): number => alone(index) + 1;
const [MANY_ALONE, MANY_SHARED] = [-2, -1];

describe('locks of a group', () => {
  it.each<readonly [string, readonly PreparedAppend[], readonly number[]]>([
    ['streams that are written: each alone', [writes(1), writes(2)], [alone(1), alone(2)]],
    ['streams that are asserted: shared, and beside them who writes many', [asserts(1)], [MANY_SHARED, shared(1)]],
    ['written by one append and asserted by another: alone', [asserts(1), writes(1)], [MANY_SHARED, alone(1)]],
    ['asserted twice: once', [asserts(1), asserts(1)], [MANY_SHARED, shared(1)]],
  ])('%s', (_, appends, locks) => {
    expect(locksOf(appends)).toEqual(locks.toSorted((one, other) => one - other));
  });

  it('more written streams than a group has: one lock for them, and those that are asserted', () => {
    const many = Array.from({ length: GROUP_EVENTS + 1 }, (_, index) => writes(index));
    expect(locksOf(many)).toEqual([MANY_ALONE]);
    expect(locksOf([...many, asserts(-1)])).toEqual([MANY_ALONE, shared(-1)]);
    expect(locksOf(many.slice(1))).toHaveLength(GROUP_EVENTS);
  });

  it('come in one order, whatever the order of the appends', () => {
    const appends = [asserts(1), writes(2), asserts(3), writes(4), writes(5)];
    expect(locksOf(appends.toReversed())).toEqual(locksOf(appends));
  });

  it('commands share a key of few, before those of streams and of no stream', () => {
    const ids = Array.from({ length: GROUP_EVENTS * 4 }, () => samples.id());
    const keys = new Set(ids.map(commandKey));
    expect(keys.size).toBeGreaterThan(250);
    expect(keys.size).toBeLessThanOrEqual(256);
    const locks = locksOf([writes(1)], [...ids, undefined]);
    expect(locks).toEqual([...[...keys].map((key) => 2 * key + 1).sort((a, b) => a - b), alone(1)]);
    expect(locks.every((lock) => lock < MANY_ALONE || lock === alone(1))).toBe(true);
    expect(locksOf([writes(1)], [undefined])).toEqual([alone(1)]);
  });

  it('keys of many streams hardly ever meet', () => {
    const keys = new Set(Array.from({ length: 10_000 }, (_, index) => streamKey(stream(index))));
    expect(keys.size).toBeGreaterThan(9_990);
    for (const key of keys) expect(key).toBe(key & 0x3fffffff);
  });
});
