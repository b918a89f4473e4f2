import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StreamName } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import type { AppendAnswer, EventStore, ExpectedRevision, StreamAppend } from '../index.ts';
import type { ContractSubject } from './contract-harness.ts';
import { readStream, type ContractSamples } from './contract-samples.ts';

const ROUNDS = 1_000;
/** Rounds that run at a time, so that their appends also share statements. */
const AT_ONCE = 20;

const writer = fc.record({
  neighbour: fc.boolean(),
  /** Turns of the event loop before it begins. */
  turns: fc.nat({ max: 3 }),
  assertsFirst: fc.boolean(),
  exact: fc.boolean(),
  command: fc.boolean(),
  events: fc.integer({ min: 1, max: 3 }),
});
const round = fc.record({
  lengths: fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })),
  writers: fc.tuple(writer, writer),
});

type Writer = typeof writer extends fc.Arbitrary<infer Value> ? Value : never;
type Round = typeof round extends fc.Arbitrary<infer Value> ? Value : never;

/** Write skew: each of two appends asserts the stream that the other one writes. */
export function crossingContract(subject: () => ContractSubject): void {
  describe('two appends of which each asserts what the other one writes', () => {
    it(`begun together, ${String(ROUNDS)} times: one is stored, the other one gets a conflict`, async () => {
      const seed = propertySeed();
      const rounds = fc.sample(round, { numRuns: ROUNDS, seed });
      for (let start = 0; start < ROUNDS; start += AT_ONCE) {
        const some = rounds.slice(start, start + AT_ONCE);
        const outcomes = await Promise.all(some.map((each) => cross(subject(), each)));
        const wrong = some.filter((_, index) => outcomes[index] !== 'one stored, one in conflict with it');
        expect({ seed, wrong: wrong.map((each) => ({ ...each, outcome: outcomes[some.indexOf(each)] })) }).toEqual({
          seed,
          wrong: [],
        });
      }
    });
  });
}

/** What became of two appends that cross, in words. */
async function cross({ store, neighbour, samples }: ContractSubject, { lengths, writers }: Round): Promise<string> {
  const streams = [samples.organisation(), samples.organisation()] as const;
  const begun = streams.map((stream, index): StreamAppend => {
    return { stream, expected: 'no-stream', events: samples.renames(lengths[index] ?? 0) };
  });
  const some = begun.filter(({ events }) => events.length > 0);
  if (some.length > 0) await store.appendAll(some);
  const heads = lengths.map((length): ExpectedRevision => (length === 0 ? 'no-stream' : BigInt(length - 1)));
  const outcomes = await Promise.allSettled(
    writers.map((each, index) => {
      const own = { stream: streams[index] ?? streams[0], head: heads[index] ?? 'any' };
      const other = { stream: streams[1 - index] ?? streams[0], head: heads[1 - index] ?? 'any' };
      return write(each.neighbour ? neighbour : store, samples, each, own, other);
    }),
  );
  const after = await Promise.all(streams.map(async (stream) => (await readStream(store, stream)).length));
  const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
  const refused = outcomes[1 - winner];
  if (winner < 0 || refused?.status !== 'rejected')
    return outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'stored')).join(', ');
  const reason: unknown = refused.reason;
  const isNamed = reason instanceof Error && 'stream' in reason && reason.stream === streams[winner];
  const kept = after.every(
    (length, index) => length === (lengths[index] ?? 0) + (index === winner ? (writers[index]?.events ?? 0) : 0),
  );
  return isNamed && kept ? 'one stored, one in conflict with it' : `${String(reason)}; lengths ${after.join(', ')}`;
}

interface Known {
  readonly stream: StreamName;
  readonly head: ExpectedRevision;
}

async function write(
  store: EventStore,
  samples: ContractSamples,
  { turns, assertsFirst, exact, command, events }: Writer,
  own: Known,
  other: Known,
): Promise<AppendAnswer> {
  const written: StreamAppend = {
    stream: own.stream,
    expected: exact ? own.head : 'any',
    events: samples.renames(events),
  };
  const asserted: StreamAppend = { stream: other.stream, expected: other.head, events: [] };
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return store.appendAll(
    assertsFirst ? [asserted, written] : [written, asserted],
    command ? { commandId: samples.id() } : undefined,
  );
}
