import { expect, it } from '@jest/globals';
import { Signal } from './signal.ts';

const LONG = 60_000;

it('wakes everybody who waits, once', async () => {
  const signal = new Signal();
  const waiting = Promise.all([signal.next(undefined), signal.next(undefined, LONG)]);
  expect(signal.awaited).toBe(true);
  signal.raise();
  await expect(waiting).resolves.toEqual([undefined, undefined]);
  expect(signal.awaited).toBe(false);
  let woken = false;
  const again = signal.next(undefined, LONG).then(() => (woken = true));
  await Promise.resolve();
  expect(woken).toBe(false);
  signal.raise();
  await again;
});

it('ends by time, by abort, and at once when aborted before', async () => {
  const signal = new Signal();
  await signal.next(undefined, 1);
  const stop = new AbortController();
  const waiting = signal.next(stop.signal, LONG);
  stop.abort();
  await waiting;
  await signal.next(stop.signal, LONG);
});
