import { describe, expect, it } from '@jest/globals';
import { Backoff } from './supervise.ts';

describe('the wait before what ended is started again', () => {
  it('doubles, up to the longest', () => {
    const backoff = new Backoff({ firstMs: 10, longestMs: 50, forgottenAfterMs: 1_000 });
    expect([0, 0, 0, 0, 0].map((livedMs) => backoff.after(livedMs))).toEqual([10, 20, 40, 50, 50]);
  });

  it('is the first one again after a life that was long enough, and doubles from there', () => {
    const backoff = new Backoff({ firstMs: 10, longestMs: 50, forgottenAfterMs: 1_000 });
    expect([0, 0, 1_000, 1_001, 0].map((livedMs) => backoff.after(livedMs))).toEqual([10, 20, 40, 10, 20]);
  });

  it('is a quarter of a second at first and half a minute at most by default', () => {
    const backoff = new Backoff();
    const waits = Array.from({ length: 9 }, () => backoff.after(0));
    expect([waits[0], waits.at(-1)]).toEqual([250, 30_000]);
  });
});
