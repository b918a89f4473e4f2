import { describe, expect, it } from '@jest/globals';
import { prefetched } from './prefetch.ts';

describe('pages loaded ahead', () => {
  const pages = (loads: bigint[], failAt?: bigint) =>
    prefetched(
      0n,
      (from) => {
        loads.push(from);
        return from === failAt ? Promise.reject(new Error('lost')) : Promise.resolve(from);
      },
      (page) => (page < 4n ? page + 1n : undefined),
    );

  it('come in order, each once', async () => {
    const loads: bigint[] = [];
    const seen: bigint[] = [];
    for await (const page of pages(loads)) seen.push(page);
    expect(seen).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect(loads).toEqual(seen);
  });

  it('are never more than one ahead of who reads them', async () => {
    const loads: bigint[] = [];
    for await (const page of pages(loads)) {
      expect(loads.length).toBeLessThanOrEqual(Number(page) + 2);
      if (page === 2n) break;
    }
    expect(loads).toEqual([0n, 1n, 2n, 3n]);
  });

  it('that fail are heard of when they are due, after the pages before them', async () => {
    const seen: bigint[] = [];
    const read = async (): Promise<void> => {
      for await (const page of pages([], 3n)) seen.push(page);
    };
    await expect(read()).rejects.toThrow('lost');
    expect(seen).toEqual([0n, 1n, 2n]);
  });

  it('that nobody comes for may fail unheard', async () => {
    for await (const page of pages([], 1n)) if (page === 0n) break;
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('none without a beginning', async () => {
    const read = prefetched<bigint>(
      undefined,
      () => Promise.reject(new Error('never')),
      () => undefined,
    );
    expect((await read.next()).done).toBe(true);
  });
});
