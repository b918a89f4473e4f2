import { describe, expect, it } from '@jest/globals';
import { LedgerSignal } from './ledger-signal.ts';

describe('the signal of the ledger', () => {
  it('wakes those who wait for a position that is there now, and no others', async () => {
    const signal = new LedgerSignal();
    const reached: string[] = [];
    const near = signal.waitFor(2n, undefined).then(() => reached.push('near'));
    const far = signal.waitFor(5n, undefined).then(() => reached.push('far'));
    signal.raise(2n);
    signal.raise(3n);
    await near;
    expect(reached).toEqual(['near']);
    signal.raise(6n);
    await far;
    expect(reached).toEqual(['near', 'far']);
  });

  it('never goes back', () => {
    const signal = new LedgerSignal();
    signal.raise(5n);
    signal.raise(4n);
    expect(signal.head).toBe(5n);
  });

  it('is there at once for a position that is known, and on an abort', async () => {
    const signal = new LedgerSignal();
    signal.raise(1n);
    await expect(signal.waitFor(0n, undefined)).resolves.toBeUndefined();
    const stop = new AbortController();
    const waiting = signal.waitFor(9n, stop.signal);
    expect(signal.awaited).toBe(true);
    stop.abort();
    await waiting;
    expect(signal.awaited).toBe(false);
  });

  it('ends in an error for those who wait when it is closed, and for those who come later', async () => {
    const signal = new LedgerSignal();
    const waiting = signal.waitFor(0n, undefined);
    signal.close();
    await expect(waiting).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(signal.waitFor(0n, undefined)).rejects.toMatchObject({ name: 'StoreUnavailable' });
  });
});
