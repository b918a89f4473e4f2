import { describe, expect, it } from '@jest/globals';
import { MissingPosition } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { joinEmpty, type SubscriptionPage } from './join-empty.ts';

const LONG_MS = 3_600_000;

describe('pages without events', () => {
  const full = (position: number): SubscriptionPage => ({
    events: [`event ${String(position)}`],
    next: BigInt(position) + 1n,
  });
  const empty = (next: number): SubscriptionPage => ({ events: [], next: BigInt(next) });

  /** A source that gives these pages, then ends, fails, or waits until it is aborted. */
  function source(pages: readonly SubscriptionPage[], then: 'ends' | 'waits' | Error = 'ends') {
    const heard: bigint[] = [];
    const state = { heard, ended: false };
    async function* subscribe(signal: AbortSignal): AsyncGenerator<SubscriptionPage> {
      try {
        yield* pages;
        if (then instanceof Error) throw then;
        if (then === 'waits') await new Promise((resolve) => signal.addEventListener('abort', resolve));
      } finally {
        state.ended = true;
      }
    }
    const joined = (restMs = LONG_MS, { signal } = new AbortController()) =>
      joinEmpty(subscribe, { restMs, signal, onEmpty: (next) => heard.push(next) });
    return { state, joined };
  }

  async function all(pages: AsyncIterable<SubscriptionPage>): Promise<readonly SubscriptionPage[]> {
    const found: SubscriptionPage[] = [];
    for await (const page of pages) found.push(page);
    return found;
  }

  it('are joined to the next one with events, and heard of at once', async () => {
    const { joined, state } = source([full(0), empty(3), empty(5), full(5), full(6)]);
    expect(await all(joined())).toEqual([full(0), full(5), full(6)]);
    expect(state.heard).toEqual([3n, 5n]);
  });

  it('are given as one when nothing comes for a while', async () => {
    const { joined, state } = source([empty(3), empty(5)], 'waits');
    const pages = joined(1);
    expect(await pages.next()).toEqual({ done: false, value: empty(5) });
    await pages.return(undefined);
    expect(state.ended).toBe(true);
  });

  it('are given in time however many come', async () => {
    const many = Array.from({ length: 50 }, (_, index) => empty(index + 1));
    const given = await all(source(many).joined(0));
    expect(given.at(-1)).toEqual(empty(50));
    expect(given.map(({ next }) => next)).toEqual(
      [...new Set(given.map(({ next }) => next))].toSorted((a, b) => Number(a - b)),
    );
  });

  it('are given at the end, and before a fault', async () => {
    expect(await all(source([full(0), empty(4)]).joined())).toEqual([full(0), empty(4)]);
    const pages = source([empty(4)], new MissingPosition(4n)).joined();
    expect(await pages.next()).toEqual({ done: false, value: empty(4) });
    await expect(pages.next()).rejects.toBeInstanceOf(MissingPosition);
  });

  it('are given when the reader is asked to stop', async () => {
    const stop = new AbortController();
    const { joined, state } = source([empty(4)], 'waits');
    const given = all(joined(LONG_MS, stop));
    await eventually('the source is asked', () => expect(state.heard).not.toEqual([]));
    stop.abort();
    expect(await given).toEqual([empty(4)]);
  });

  it('leave nobody waiting at the source when the reader fails', async () => {
    const { joined, state } = source([empty(4)], 'waits');
    const read = async () => {
      for await (const { next } of joined(0)) throw new Error(`not at ${String(next)}`);
    };
    await expect(read()).rejects.toThrow('not at 4');
    expect(state.ended).toBe(true);
  });
});
