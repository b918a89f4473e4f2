import { expect, it } from '@jest/globals';
import { Wakeups } from './wakeups.ts';

const LONG = 60_000;

it('wakes everybody who waits, once', async () => {
  const wakeups = new Wakeups();
  const waiting = Promise.all([wakeups.next(LONG), wakeups.next(LONG)]);
  wakeups.wake();
  await expect(waiting).resolves.toEqual([undefined, undefined]);
  let woken = false;
  const again = wakeups.next(LONG).then(() => (woken = true));
  await Promise.resolve();
  expect(woken).toBe(false);
  wakeups.wake();
  await again;
});

it('ends by time, by abort, and at once when aborted before', async () => {
  const wakeups = new Wakeups();
  await wakeups.next(1);
  const stop = new AbortController();
  const waiting = wakeups.next(LONG, stop.signal);
  stop.abort();
  await waiting;
  await wakeups.next(LONG, stop.signal);
});
