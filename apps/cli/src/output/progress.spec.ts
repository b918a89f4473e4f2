import { describe, expect, it } from '@jest/globals';
import { advanceLine, advanceSince, Progress } from './progress.ts';
import { groupDigits } from './text.ts';

function placed(isTerminal: boolean) {
  const written: string[] = [];
  const time = { ms: 1_000 };
  const place = { isTerminal, write: (text: string) => written.push(text) };
  return { written, time, progress: new Progress(place, () => time.ms) };
}

describe('progress on a terminal', () => {
  it('is one line that renews itself', () => {
    const { written, progress } = placed(true);
    progress.show('one');
    progress.show('two');
    expect(written).toEqual(['\r\u001b[2Kone', '\r\u001b[2Ktwo']);
  });

  it('goes away for what is printed next, once', () => {
    const { written, progress } = placed(true);
    progress.clear();
    progress.show('one');
    progress.clear();
    progress.clear();
    expect(written).toEqual(['\r\u001b[2Kone', '\r\u001b[2K']);
  });
});

describe('progress in a file', () => {
  it('is a line in thirty seconds', () => {
    const { written, time, progress } = placed(false);
    for (const ms of [1_000, 30_999, 31_000, 31_001, 60_999, 61_000]) {
      time.ms = ms;
      progress.show(`at ${String(ms)}`);
      progress.clear();
    }
    expect(written).toEqual(['at 31000\n', 'at 61000\n']);
  });

  it('of short work is nothing', () => {
    const { written, progress } = placed(false);
    progress.show('one');
    expect(written).toEqual([]);
  });
});

describe('the line of an advance', () => {
  it.each([
    [{ done: 0, total: 10 }, 'x: 0 of 10 events'],
    [{ done: 12_000, total: 4_000_000, perSecond: 8_000 }, 'x: 12,000 of 4,000,000 events, 8,000/s'],
    [{ done: 1, total: 2, perSecond: 1, msLeft: 1 }, 'x: 1 of 2 events, 1/s, 1 s left'],
    [{ done: 1, total: 2, perSecond: 1, msLeft: 59_000 }, 'x: 1 of 2 events, 1/s, 59 s left'],
    [{ done: 1, total: 2, perSecond: 1, msLeft: 60_001 }, 'x: 1 of 2 events, 1/s, 2 min left'],
    [{ done: 1, total: 2, perSecond: 1, msLeft: 7_500_000 }, 'x: 1 of 2 events, 1/s, 2 h 5 min left'],
  ])('%j', (advance, line) => {
    expect(advanceLine('x', advance)).toBe(line);
  });

  it.each([
    ['at once', advanceSince(5, 5, 10, 100), { done: 10, total: 100 }],
    ['before the first event', advanceSince(5, 99, 0, 100), { done: 0, total: 100 }],
    ['on the way', advanceSince(0, 2_000, 40, 100), { done: 40, total: 100, perSecond: 20, msLeft: 3_000 }],
    ['at the end', advanceSince(0, 2_000, 100, 100), { done: 100, total: 100, perSecond: 50, msLeft: 0 }],
    [
      'past the end, which moved',
      advanceSince(0, 1_000, 120, 100),
      { done: 120, total: 100, perSecond: 120, msLeft: 0 },
    ],
  ])('has rate and time left %s', (_when, advance, expected) => {
    expect(advance).toEqual(expected);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [12_345, '12,345'],
    [1_234_567, '1,234,567'],
  ])('groups %d', (value, text) => {
    expect(groupDigits(value)).toBe(text);
  });
});
