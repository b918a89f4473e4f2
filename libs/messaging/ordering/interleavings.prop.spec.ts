import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { RecordedEvent } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { foldBatches } from '#libs/projections/testing';
import { Dice } from './test/dice.ts';
import { Reader } from './test/reader.ts';
import { Topics } from './test/topics.ts';
import { ALL_TOPICS, CONTEXTS, goods, PARTITIONS, share, someLedger } from './test/world.ts';

const EVENTS = 48;
/** Few, because making an event costs more than carrying it: what the interleavings are about is who comes when. */
const LEDGERS = Array.from({ length: 24 }, (_, number) => someLedger(new Dice(number), EVENTS));

/** Runs a relay and a reader against each other, a step of one or of the other, until nothing is left to do. */
function run(topics: Topics, reader: Reader, dice: Dice): void {
  for (let idle = 0; idle < 3 && reader.missing === undefined;) {
    const choice = dice.roll(10);
    if (choice < 5) topics.fill();
    if (choice === 9) reader.prove();
    const before = reader.delivered.length;
    const read = choice >= 3 && reader.read();
    reader.deliver();
    if (!topics.isFilled || read || reader.delivered.length > before) idle = 0;
    else if (choice === 9) idle += 1;
  }
}

/** What else stands on the topics is read, and what has its turn is delivered. */
function readOn(topics: Topics, reader: Reader): void {
  while (!topics.isFilled) topics.fill();
  for (let before = -1; reader.read() || reader.delivered.length > before;) {
    before = reader.delivered.length;
    reader.deliver();
  }
}

const seeds = fc.integer({ min: 0, max: 0xffff_ffff });
const always = (numRuns: number, holds: (seed: number) => void, examples: [number][] = []): void => {
  fc.assert(fc.property(seeds, holds), { seed: propertySeed(), numRuns, examples });
};

function consumer(seed: number, bound = Infinity, lost?: bigint) {
  const dice = new Dice(seed);
  const ledger = dice.oneOf(LEDGERS);
  const topics = new Topics(ledger, dice, lost);
  return { dice, ledger, topics, read: { topics: ALL_TOPICS, from: 0n, bound, dice } };
}

describe(`records of ${String(CONTEXTS.length)} contexts, ${String(PARTITIONS)} partitions to a topic`, () => {
  it('come in ledger order, each once, in 3,000 interleavings with repeats and failed batches', () => {
    always(3_000, (seed) => {
      const { dice, ledger, topics, read } = consumer(seed);
      const reader = new Reader(topics, read);
      run(topics, reader, dice);
      expect(reader.missing).toBeUndefined();
      expect(positions(reader.delivered)).toBe(positions(ledger));
    });
  });

  it('feed a read model of three contexts that equals its rebuild', () => {
    always(100, (seed) => {
      const { dice, ledger, topics, read } = consumer(seed);
      const reader = new Reader(topics, read);
      run(topics, reader, dice);
      expect(foldBatches(goods, [reader.delivered])).toEqual(foldBatches(goods, [ledger]));
    });
  });

  it('come in ledger order to readers of some contexts, of public topics only, and from any position on', () => {
    always(300, (seed) => {
      const { dice, ledger, topics } = consumer(seed);
      const contexts = CONTEXTS.filter(() => dice.roll(2) === 0);
      const { topics: names, events } = share(ledger, contexts.length > 0 ? contexts : ['press'], dice.roll(2) === 0);
      const from = BigInt(dice.roll(EVENTS));
      const reader = new Reader(topics, { topics: names, from, bound: Infinity, dice });
      run(topics, reader, dice);
      expect(reader.missing).toBeUndefined();
      expect(positions(reader.delivered)).toBe(positions(events.filter(({ position }) => position >= from)));
    });
  });

  it('come through a buffer of a few records, which holds no more than its bound and a piece of each partition', () => {
    always(300, (seed) => {
      const { dice, ledger, topics, read } = consumer(seed, 4);
      const reader = new Reader(topics, read);
      run(topics, reader, dice);
      expect(positions(reader.delivered)).toBe(positions(ledger));
      expect(reader.mostHeld).toBeLessThan(4 + 5 * PARTITIONS * ALL_TOPICS.length);
    });
  });

  /** The lost one was proven lost before one that precedes it on another topic was read. */
  const PROVEN_EARLY = 1_162_035_593;

  it.each([Infinity, 4])('stop at exactly the one that is missing, with nothing behind it (bound %p)', (bound) => {
    const holds = (seed: number): void => {
      // What was lost from the last batch would be known from the next one on.
      const lost = BigInt(new Dice(~seed).roll(EVENTS - 20));
      const { dice, ledger, topics, read } = consumer(seed, bound, lost);
      const before = positions(ledger.filter(({ position }) => position < lost));
      const reader = new Reader(topics, read);
      run(topics, reader, dice);
      expect(reader.missing).toBe(lost);
      expect(before.startsWith(positions(reader.delivered))).toBe(true);
      readOn(topics, reader);
      expect(positions(reader.delivered)).toBe(before);
    };
    always(300, holds, [[PROVEN_EARLY]]);
  });
});

/** As a text, which compares faster than a list. */
function positions(events: readonly RecordedEvent[]): string {
  return events.map(({ position }) => position).join(' ');
}
