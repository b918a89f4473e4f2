import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { reconcile } from './index.ts';
import { LongHistory } from './test/long-history.ts';

const MEGABYTE = 1_048_576;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The most that was held at once, in bytes, looked at now and then. */
async function peakOf(events: number): Promise<number> {
  const history = new LongHistory(events);
  const held: number[] = [];
  let calls = 0;
  const report = await reconcile({
    ledger: history,
    topics: history.topics,
    repair: false,
    signal: new AbortController().signal,
    rangeSize: 500,
    buffered: MEGABYTE / 4,
    onProgress: () => {
      calls += 1;
      if (calls % 20 !== 0) return;
      collect();
      held.push(process.memoryUsage().heapUsed);
    },
  });
  expect(report).toMatchObject({ ok: true, events, records: events });
  return Math.max(...held);
}

describe('the memory of a reconciliation', () => {
  it('is that of a range and a buffer, and not of the history', async () => {
    // The first run loads code; lines of 9,000 records would weigh some 6 megabytes.
    const [, short, long] = [await peakOf(3_000), await peakOf(3_000), await peakOf(9_000)];
    expect(long - short).toBeLessThan(3 * MEGABYTE);
  });
});
