import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { Dice } from '../ordering/test/dice.ts';
import type { TopicBatch } from './received.ts';
import { TopicReaderPool, type TopicReader } from './topic-reader-pool.ts';

const TOPICS = ['grappe.membership.v1'];
const EVENTS = 40;
const CONSUMERS = 6;

class Broken extends Error {
  override readonly name = 'Broken';
}

/** Topics that grow while they are read. Positions have gaps, where the ledger has events of others. */
class GrowingTopics {
  readonly positions: readonly bigint[];
  #length = 0;
  #grown: (() => void)[] = [];

  constructor(private readonly dice: Dice) {
    let position = 0n;
    this.positions = Array.from({ length: EVENTS }, () => (position += BigInt(1 + dice.roll(3))));
  }

  grow(): void {
    this.#length = Math.min(this.#length + 1 + this.dice.roll(4), EVENTS);
    for (const resolve of this.#grown.splice(0)) resolve();
  }

  get isComplete(): boolean {
    return this.#length === EVENTS;
  }

  /** Batches of any length; now and then it breaks. */
  read(from: bigint): TopicReader {
    const { positions, dice } = this;
    let isClosed = false;
    const grown = (): Promise<void> => new Promise((resolve) => this.#grown.push(resolve));
    const upTo = (): number => this.#length;
    async function* batches(): AsyncGenerator<TopicBatch> {
      let at = positions.findIndex((position) => position >= from);
      if (at === -1) at = EVENTS;
      while (!isClosed) {
        if (dice.roll(12) === 0) throw new Broken();
        if (at >= upTo()) {
          await grown();
          continue;
        }
        const taken = positions.slice(at, Math.min(at + 1 + dice.roll(5), upTo()));
        at += taken.length;
        yield { arrivals: taken.map(arrival), next: (taken.at(-1) ?? 0n) + 1n };
      }
    }
    const close = (): Promise<void> => {
      isClosed = true;
      for (const resolve of this.#grown.splice(0)) resolve();
      return Promise.resolve();
    };
    return { batches, close };
  }
}

function arrival(position: bigint) {
  const payload = { topic: 't', partition: 0, offset: position, key: 'k', value: '', headers: {}, timestampMs: 0 };
  return { topic: 't', partition: 0, place: { position, frontier: new Map(), settled: 0n }, payload };
}

/** Consumes up to the last event, starting again where it was when the reader breaks or when it likes to. */
async function consumed(pool: TopicReaderPool, from: bigint, { last, dice }: { last: bigint; dice: Dice }) {
  const seen: bigint[] = [];
  for (let next = from; next <= last;) {
    const stop = new AbortController();
    try {
      for await (const batch of pool.from(TOPICS, next, stop.signal)) {
        seen.push(...batch.arrivals.map(({ place }) => place.position));
        ({ next } = batch);
        for (let turns = dice.roll(4); turns > 0; turns -= 1) await turn();
        if (next > last || dice.roll(8) === 0) stop.abort();
      }
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
    }
  }
  return seen;
}

describe('topic readers that consumers share', () => {
  it('give each every event from where it began, once and in order, whoever is slow, starts again or meets a fault', async () => {
    const seeds = fc.integer({ min: 0, max: 0xffff_ffff });
    const holds = async (seed: number): Promise<void> => {
      const dice = new Dice(seed);
      const topics = new GrowingTopics(dice);
      const pool = new TopicReaderPool({ open: (_, from) => topics.read(from), keptWeight: 1 + dice.roll(20) });
      const last = topics.positions.at(-1) ?? 0n;
      const starts = Array.from({ length: CONSUMERS }, () => BigInt(dice.roll(Number(last) + 1)));
      const running = Promise.all(starts.map((from) => consumed(pool, from, { last, dice })));
      while (!topics.isComplete) {
        topics.grow();
        await turn();
      }
      const seen = await running;
      expect(seen).toEqual(starts.map((from) => topics.positions.filter((position) => position >= from)));
      expect(pool.size).toBe(0);
    };
    await fc.assert(fc.asyncProperty(seeds, holds), { seed: propertySeed(), numRuns: 150 });
  });
});
