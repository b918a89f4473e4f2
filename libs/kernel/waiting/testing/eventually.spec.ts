import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';

/** Answers the first of these, then the second; the last one for ever. */
function answers(...given: readonly unknown[]) {
  let asked = 0;
  const check = () => given[Math.min(asked++, given.length - 1)];
  return { check, asked: () => asked };
}

const SHORT = { deadlineMs: 20 };

describe('a wait', () => {
  it('ends when its check answers true, and asks no more', async () => {
    const { check, asked } = answers(false, 'nearly', 0, true, false);
    await eventually('it is so', check);
    expect(asked()).toBe(4);
  });

  it('ends when what its check expects is met', async () => {
    let count = 0;
    await eventually('three of them', () => {
      count += 1;
      expect(count).toBe(3);
    });
    expect(count).toBe(3);
  });

  it('waits for the answer of a check that takes its time', async () => {
    await eventually('it is so', async () => Promise.resolve(true));
  });

  it('looks once even when there is no time left', async () => {
    await eventually('it is so', () => true, { deadlineMs: 0 });
  });

  it.each([
    ['false', false],
    ['{"state":"running","position":"7"}', { state: 'running', position: 7n }],
    ['null', null],
  ])('that is in vain says what for, and that it last saw %s', async (seen, answer) => {
    const message = `not within 20 ms: the relay stops; last seen: ${seen}`;
    await expect(eventually('the relay stops', () => answer, SHORT)).rejects.toThrow(message);
  });

  it('that is in vain says what its check expected', async () => {
    const waiting = eventually('the relay stops', () => expect('running').toBe('stopped'), SHORT);
    await expect(waiting).rejects.toThrow(/not within 20 ms: the relay stops; last seen:[^]*stopped[^]*running/);
  });

  it('ends at once when its check fails for another reason', async () => {
    const broken = new TypeError('no such table');
    await expect(eventually('it is so', () => Promise.reject(broken))).rejects.toBe(broken);
  });
});
