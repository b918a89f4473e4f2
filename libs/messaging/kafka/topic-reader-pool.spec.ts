import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { TopicBatch } from './received.ts';
import { TopicReaderPool, type PooledReader, type TopicReader } from './topic-reader-pool.ts';

const TOPICS = ['grappe.membership.v1', 'grappe.membership.restricted.v1'];
const never = new AbortController().signal;

/** A reader that gives what a test puts into it, when it is pulled. */
class ScriptedReader implements TopicReader {
  pulls = 0;
  closes = 0;
  readonly #ready: (TopicBatch | Error)[] = [];
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(readonly from: bigint) {}

  /** So many records, one at each position, in one batch. */
  gives(from: bigint, next: bigint, weight = 1): void {
    const count = Number(next - from);
    const arrivals = Array.from({ length: count }, (_, index) => {
      const place = { position: from + BigInt(index), frontier: new Map(), settled: 0n };
      const payload = { topic: 't', partition: 0, offset: 0n, key: 'k', value: '', headers: {}, timestampMs: 0 };
      return { topic: 't', partition: 0, place, payload, weight };
    });
    this.#put({ arrivals, next });
  }

  fails(error: Error): void {
    this.#put(error);
  }

  async *batches(): AsyncGenerator<TopicBatch> {
    for (;;) {
      this.pulls += 1;
      while (this.#ready.length === 0 && !this.#isClosed) await new Promise<void>((resolve) => (this.#wake = resolve));
      const given = this.#ready.shift();
      if (given === undefined) return;
      if (given instanceof Error) throw given;
      yield given;
    }
  }

  close(): Promise<void> {
    this.closes += 1;
    this.#isClosed = true;
    this.#wake();
    return Promise.resolve();
  }

  #put(given: TopicBatch | Error): void {
    this.#ready.push(given);
    this.#wake();
  }
}

function openPool(keptWeight?: number) {
  const opened: ScriptedReader[] = [];
  const open = (_topics: readonly string[], from: bigint): TopicReader => {
    const reader = new ScriptedReader(from);
    opened.push(reader);
    return reader;
  };
  const pool = new TopicReaderPool({ open, keptWeight });
  const at = (position: bigint, before?: PooledReader): PooledReader => pool.at(TOPICS, position, before);
  const reader = (index = 0): ScriptedReader => {
    const found = opened[index];
    if (found === undefined) throw new RangeError(`only ${String(opened.length)} were opened`);
    return found;
  };
  return { pool, opened, at, reader };
}

const nextOf = async (reader: PooledReader, position: bigint, signal = never) =>
  (await reader.next(position, signal))?.next;

describe('topic readers that consumers share', () => {
  it('are one for those that begin at the same position, and each batch is read once', async () => {
    const { opened, at, reader } = openPool();
    const [one, two] = [at(5n), at(5n)];
    expect(two).toBe(one);
    reader().gives(5n, 8n);
    reader().gives(8n, 9n);
    expect(await Promise.all([nextOf(one, 5n), nextOf(two, 5n)])).toEqual([8n, 8n]);
    expect(reader().pulls).toBe(1);
    expect([await nextOf(one, 8n), await nextOf(two, 8n)]).toEqual([9n, 9n]);
    expect([opened.length, reader().from, reader().pulls]).toEqual([1, 5n, 2]);
  });

  it('are other ones for other topics', () => {
    const { pool, opened, at } = openPool();
    expect(pool.at(['grappe.mergers.v1'], 5n, undefined)).not.toBe(at(5n));
    expect([opened.length, pool.size]).toEqual([2, 2]);
  });

  it('are entered by consumers that come later, at what is kept', async () => {
    const { opened, at, reader } = openPool();
    const one = at(0n);
    for (const next of [2n, 4n, 6n]) {
      reader().gives(next - 2n, next);
      await nextOf(one, next - 2n);
    }
    const late = at(3n);
    expect(late).toBe(one);
    expect([await nextOf(late, 3n), await nextOf(late, 4n), await nextOf(late, 0n)]).toEqual([4n, 6n, 2n]);
    expect([opened.length, reader().pulls]).toEqual([1, 3]);
  });

  it('are not entered before their beginning or beyond their end: such a consumer gets one of its own', () => {
    const { opened, at } = openPool();
    const one = at(5n);
    const [before, beyond] = [at(4n), at(6n)];
    expect(new Set([one, before, beyond]).size).toBe(3);
    expect(opened.map(({ from }) => from)).toEqual([5n, 4n, 6n]);
  });

  it('come together where a consumer has caught up: the younger is left and closed', async () => {
    const { pool, at, reader } = openPool();
    const one = at(5n);
    reader().gives(5n, 9n);
    await nextOf(one, 5n);
    let late = at(2n);
    reader(1).gives(2n, 6n);
    expect(await nextOf(late, 2n)).toBe(6n);
    late = at(6n, late);
    expect(late).toBe(one);
    expect([reader(1).closes, pool.size, await nextOf(late, 6n)]).toEqual([1, 1, 9n]);
  });

  it('keep only so much: a consumer behind that gets its own, and nobody waits for it', async () => {
    const { at, reader, opened } = openPool(4);
    const [fast, slow] = [at(0n), at(0n)];
    for (let next = 2n; next <= 10n; next += 2n) {
      reader().gives(next - 2n, next);
      expect(await nextOf(fast, next - 2n)).toBe(next);
    }
    expect(fast.covers(6n)).toBe(true);
    expect(fast.covers(5n)).toBe(false);
    expect(await slow.next(0n, never)).toBeUndefined();
    expect(at(0n, slow)).not.toBe(fast);
    expect(opened.map(({ from }) => from)).toEqual([0n, 0n]);
  });

  it('keep the last batch however large it is', async () => {
    const { at, reader } = openPool(4);
    const [one, two] = [at(0n), at(0n)];
    reader().gives(0n, 3n, 100);
    expect([await nextOf(one, 0n), await nextOf(two, 0n)]).toEqual([3n, 3n]);
  });

  it('give a waiting consumer nothing beyond what it lacks, when more came than is kept', async () => {
    const { at, reader } = openPool(1);
    const [fast, slow] = [at(0n), at(0n)];
    reader().gives(0n, 2n);
    reader().gives(2n, 4n);
    await nextOf(fast, 0n);
    await nextOf(fast, 2n);
    expect(await slow.next(1n, never)).toBeUndefined();
  });

  it('fail for all who wait, and are not entered any more', async () => {
    const { at, reader, opened } = openPool();
    const [one, two] = [at(0n), at(0n)];
    reader().gives(0n, 2n);
    await nextOf(one, 0n);
    const fault = new Error('a record is missing');
    const waiting = Promise.allSettled([one.next(2n, never), two.next(2n, never)]);
    reader().fails(fault);
    expect(await waiting).toEqual([
      { status: 'rejected', reason: fault },
      { status: 'rejected', reason: fault },
    ]);
    expect(await nextOf(two, 0n)).toBe(2n);
    expect(at(2n)).not.toBe(one);
    expect(opened).toHaveLength(2);
  });

  it('fail for a consumer that was busy when the fault came, too, after what came before it', async () => {
    const { at, reader } = openPool(3);
    const [waiting, busy, behind] = [at(0n), at(0n), at(0n)];
    for (const next of [2n, 4n]) {
      reader().gives(next - 2n, next);
      await nextOf(waiting, next - 2n);
    }
    const fault = new Error('another topic of the same name');
    reader().fails(fault);
    await expect(waiting.next(4n, never)).rejects.toBe(fault);
    expect(at(2n, busy)).toBe(busy);
    expect(await nextOf(busy, 2n)).toBe(4n);
    await expect(busy.next(4n, never)).rejects.toBe(fault);
    expect(at(0n, behind)).toBe(behind);
    await expect(behind.next(0n, never)).rejects.toBe(fault);
  });

  it('are closed when the last has left', () => {
    const { pool, at, reader } = openPool();
    const [one, two] = [at(0n), at(0n)];
    pool.leave(one);
    expect(reader().closes).toBe(0);
    pool.leave(two);
    expect([reader().closes, pool.size]).toEqual([1, 0]);
  });

  it('let a consumer go that wants no more, and go on for the others', async () => {
    const { at, reader } = openPool();
    const [one, two] = [at(0n), at(0n)];
    const stop = new AbortController();
    const given = Promise.all([one.next(0n, stop.signal), nextOf(two, 0n)]);
    stop.abort();
    await turn();
    reader().gives(0n, 1n);
    expect(await given).toEqual([undefined, 1n]);
  });

  it('are closed together, once, and give nothing more', async () => {
    const { pool, at, reader } = openPool();
    const one = at(0n);
    const waiting = one.next(0n, never);
    await pool.close();
    expect(await waiting).toBeUndefined();
    pool.leave(one);
    await pool.close();
    expect([reader().closes, pool.size, one.covers(0n)]).toEqual([1, 0, false]);
  });
});
