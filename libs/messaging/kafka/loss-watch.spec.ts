import { expect, it } from '@jest/globals';
import { LossWatch } from './kafka-topic-reader.ts';

const AWAITED = { topic: 'grappe.audit.v1', position: 7n };

it('it is time to look for a record when a whole answer of a node brought nothing of its topic', () => {
  const watch = new LossWatch();
  expect(watch.isTime(1, undefined, 0n)).toBe(false);
  expect(watch.isTime(1, AWAITED, 10n)).toBe(false);
  expect(watch.isTime(2, AWAITED, 10n)).toBe(false);
  expect(watch.isTime(1, AWAITED, 10n)).toBe(true);
});

it('it is not while its topic is read on, or something else is awaited', () => {
  const watch = new LossWatch();
  for (let read = 0n; read < 5n; read += 1n) expect(watch.isTime(1, AWAITED, read)).toBe(false);
  expect(watch.isTime(1, { ...AWAITED, position: 6n }, 4n)).toBe(false);
  expect(watch.isTime(1, undefined, 4n)).toBe(false);
  expect(watch.isTime(1, { ...AWAITED, position: 6n }, 4n)).toBe(false);
});
