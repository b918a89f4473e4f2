import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel';
import { withoutHandled } from './port.ts';

const page = (positions: readonly bigint[], next: bigint) => ({
  events: positions.map((position) => ({ position }) as RecordedEvent),
  next,
});

describe('repeats, known by their position', () => {
  it.each([
    ['all new', [5n, 7n], 8n, 5n, [5n, 7n], 8n],
    ['all repeated', [1n, 2n], 3n, 5n, [], 5n],
    ['repeated in part', [3n, 4n, 5n, 9n], 10n, 5n, [5n, 9n], 10n],
    ['empty and behind', [], 2n, 5n, [], 5n],
    ['empty and ahead', [], 9n, 5n, [], 9n],
    ['the position itself is new', [5n], 6n, 5n, [5n], 6n],
  ])('%s', (_what, positions, next, handled, left, leftNext) => {
    const answer = withoutHandled(page(positions, next), handled);
    expect(answer.events.map(({ position }) => position)).toEqual(left);
    expect(answer.next).toBe(leftNext);
  });
});
