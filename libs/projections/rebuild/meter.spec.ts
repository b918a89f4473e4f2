import { expect, it } from '@jest/globals';
import { Meter } from './meter.ts';

it.each([
  ['at the beginning', 0, 100n, 10n, { eventsPerSecond: 0, estimatedMsLeft: undefined }],
  ['without a step', 500, 100n, 10n, { eventsPerSecond: 0, estimatedMsLeft: undefined }],
  ['in the middle', 2_000, 400n, 210n, { eventsPerSecond: 100, estimatedMsLeft: 4_000 }],
  ['at the end', 4_000, 1_000n, 810n, { eventsPerSecond: 200, estimatedMsLeft: 0 }],
  ['past the target', 4_000, 1_100n, 810n, { eventsPerSecond: 200, estimatedMsLeft: 0 }],
])('rates count from where this run began: %s', (_what, elapsedMs, position, events, expected) => {
  let now = 77;
  const meter = new Meter({ position: 100n, events: 10n }, () => now);
  now += elapsedMs;
  expect(meter.at({ position, events }, 1_000n)).toEqual({ position, events, target: 1_000n, ...expected });
});
