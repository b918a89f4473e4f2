import { describe, expect, it } from '@jest/globals';
import { LatchedSignal } from './latched-signal.ts';

describe('a latched signal', () => {
  it('stays raised until it is awaited, however often it was raised', async () => {
    const latched = new LatchedSignal();
    const { signal } = new AbortController();
    latched.raise();
    latched.raise();
    await latched.wait(signal);
    let answered = false;
    const second = latched.wait(signal).then(() => {
      answered = true;
    });
    await Promise.resolve();
    expect(answered).toBe(false);
    latched.raise();
    await second;
  });

  it('stops waiting after the time-out and on an abort', async () => {
    const latched = new LatchedSignal();
    await expect(latched.wait(new AbortController().signal, 1)).resolves.toBeUndefined();
    const stop = new AbortController();
    const waiting = latched.wait(stop.signal);
    stop.abort();
    await waiting;
    await latched.wait(stop.signal);
  });
});
