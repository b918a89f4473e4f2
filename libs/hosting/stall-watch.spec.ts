import { describe, expect, it } from '@jest/globals';
import type { ConsumerHealth } from './health.ts';
import { PositionWatch, StallWatch } from './stall-watch.ts';

describe('a consumer that may stall', () => {
  function watched(boundMs = 30_000) {
    let nowMs = 1_000;
    let asked = 0;
    const watch = new StallWatch({
      boundMs,
      monotonicMs: () => nowMs,
      isCaughtUp: ({ position }, head) => {
        asked += 1;
        return Promise.resolve(BigInt(position) >= head);
      },
    });
    const judge = (position: string, head: bigint, found: Partial<ConsumerHealth> = {}) =>
      watch.judge({ name: 'audit.facts', state: 'running', position, healthy: true, ...found }, head);
    return { judge, pass: (ms: number) => (nowMs += ms), asked: () => asked };
  }

  it('is well while it has nothing to do, however long', async () => {
    const { judge, pass } = watched();
    for (let looks = 0; looks < 5; looks += 1) {
      expect(await judge('7', 7n)).toMatchObject({ healthy: true });
      pass(3_600_000);
    }
  });

  it('is not once it stood so long with work before it, counted from when the work was seen', async () => {
    const { judge, pass } = watched();
    await judge('7', 7n);
    pass(3_600_000);
    expect(await judge('7', 8n)).toMatchObject({ healthy: true });
    pass(29_999);
    expect(await judge('7', 9n)).toMatchObject({ healthy: true });
    pass(1);
    expect(await judge('7', 9n)).toEqual({
      name: 'audit.facts',
      state: 'running',
      position: '7',
      healthy: false,
      error: 'stalled at position 7 for 30 s, with events to handle',
    });
  });

  it('is well while it moves, however far behind it is', async () => {
    const { judge, pass, asked } = watched();
    for (let position = 0; position < 5; position += 1) {
      expect(await judge(String(position), 1_000_000n)).toMatchObject({ healthy: true });
      pass(60_000);
    }
    expect(asked()).toBe(0);
  });

  it('is well again when it moves', async () => {
    const { judge, pass } = watched();
    await judge('7', 9n);
    await judge('7', 9n);
    pass(30_000);
    expect(await judge('7', 9n)).toMatchObject({ healthy: false });
    expect(await judge('8', 9n)).toMatchObject({ healthy: true });
    await judge('8', 9n);
    pass(29_999);
    expect(await judge('8', 9n)).toMatchObject({ healthy: true });
  });

  it.each([
    ['paused', false],
    ['rebuilding', true],
  ])('is left as it is while it is %s', async (state, healthy) => {
    const { judge, pass } = watched();
    const found = { state, healthy, error: 'said elsewhere' };
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await judge('7', 9n, found)).toMatchObject(found);
      pass(60_000);
    }
    await judge('7', 9n);
    expect(await judge('7', 9n)).toMatchObject({ healthy: true });
  });

  it('is not looked up again while it is known to stand', async () => {
    const { judge, pass, asked } = watched();
    for (let looks = 0; looks < 6; looks += 1) {
      await judge('7', 9n);
      pass(10_000);
    }
    expect(asked()).toBe(1);
  });
});

describe('positions that are not given', () => {
  let nowMs = 1_000;
  const watch = new PositionWatch({ boundMs: 30_000, monotonicMs: () => nowMs });
  const judge = (head: bigint, unsequenced: bigint, afterMs = 0) => {
    nowMs += afterMs;
    return watch.judge({ head, unsequenced });
  };

  it('are found when events wait for them and none is given, for the bound', () => {
    expect(judge(7n, 0n)).toBeUndefined();
    expect(judge(7n, 2n, 3_600_000)).toBeUndefined();
    expect(judge(7n, 3n, 29_999)).toBeUndefined();
    expect(judge(7n, 3n, 1)).toBe('3 committed events have no position, and none was given for 30 s');
    expect(judge(7n, 3n, 15_000)).toContain('for 45 s');
  });

  it('are well again once one is given, or nobody waits', () => {
    expect(judge(8n, 3n)).toBeUndefined();
    expect(judge(8n, 3n, 30_000)).toBeDefined();
    expect(judge(8n, 0n)).toBeUndefined();
    expect(judge(8n, 1n)).toBeUndefined();
  });

  it('are no matter while they are given under load, however many wait at each look', () => {
    for (let head = 10n; head < 20n; head += 1n) expect(judge(head, 5n, 20_000)).toBeUndefined();
  });
});
