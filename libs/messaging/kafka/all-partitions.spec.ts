import { describe, expect, it } from '@jest/globals';
import { ofAllPartitions } from './offsets.ts';
import { faultOf, isFatal, isLeaderMoving, PartitionsUnled } from './errors.ts';

/** A client that knows of a topic with so many partitions. */
const knowing = (count: number) => ({
  fetchTopicMetadata: () =>
    Promise.resolve({ topics: [{ name: 'a', partitions: Array.from({ length: count }, () => ({}) as never) }] }),
});

describe('what is asked of every partition', () => {
  it('is answered when all of them have answered', async () => {
    expect(await ofAllPartitions(knowing(3), 'a', () => Promise.resolve([5, 7, 9]))).toEqual([5, 7, 9]);
  });

  it.each([
    ['a topic without partitions', knowing(0), () => Promise.resolve([])],
    ['answers of some', knowing(3), () => Promise.resolve([5, 7])],
    [
      'a client that breaks over nothing',
      knowing(3),
      () => Promise.reject(new TypeError("'high.pop(...)' is undefined")),
    ],
  ])('%s: is no answer, and passes by itself', async (_what, admin, find) => {
    const fault: unknown = await ofAllPartitions(admin, 'a', find).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(PartitionsUnled);
    expect([isLeaderMoving(fault), isFatal(faultOf(fault))]).toEqual([true, false]);
  });

  it('other errors stay as they are', async () => {
    const closed = new Error('closed');
    await expect(ofAllPartitions(knowing(1), 'a', () => Promise.reject(closed))).rejects.toBe(closed);
  });
});
