import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { historyOf } from './histories.ts';
import { ordered, type Act, type Fact, type History } from './history.ts';
import { linesOf, read, smallest, type Recording } from './recording.ts';
import { Seen } from './seen.ts';

const anyNumbers = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 300, maxLength: 300 });
const anyWeights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 100, maxLength: 100 });
// A history that fails is made smaller fact by fact, not number by number.
const options = { numRuns: Number(process.env['HISTORIES'] ?? 1_000), seed: propertySeed(), endOnFailure: true };

const recordAll = ({ history }: Recording): Recording => ({
  history,
  acts: history.facts.map((fact) => ({ fact, does: 'record' })),
  follows: () => true,
});

async function requireSame(recording: Recording, seen?: Seen): Promise<void> {
  const [said, expected] = [await read(recording, seen), await read(recordAll(recording))];
  // Texts are compared far sooner, and nearly all are the same.
  if (JSON.stringify(said) !== JSON.stringify(expected)) expect(said).toEqual(expected);
}

/** What differs, shown by the fewest facts that show it. */
async function requireSameOrShow(recording: Recording, seen: Seen): Promise<void> {
  const isDifferent = async (fewer: Recording) => (await differenceOf(fewer)) !== undefined;
  const difference = await differenceOf(recording, seen);
  if (difference === undefined) return;
  const least = await smallest(recording, isDifferent);
  throw new Error(linesOf(least), { cause: (await differenceOf(least)) ?? difference });
}

async function differenceOf(recording: Recording, seen?: Seen): Promise<unknown> {
  try {
    await requireSame(recording, seen);
    return undefined;
  } catch (difference) {
    return difference;
  }
}

function recording(numbers: readonly number[], weights: readonly number[], isWrong: boolean): Recording {
  const history = historyOf(numbers);
  const weightOf = (index: number) => weights[index % weights.length] ?? 0;
  const wrong = (fact: Fact): readonly Act[] => [
    { fact, does: 'record-wrong' },
    { fact, does: 'correct' },
  ];
  const recordings = history.facts.flatMap((fact, index): readonly Act[] =>
    isWrong && fact.mistake !== undefined && weightOf(index) % 3 === 0 ? wrong(fact) : [{ fact, does: 'record' }],
  );
  const acts = [...recordings, ...(isWrong ? history.untrue.flatMap(wrong) : [])];
  // In half of them the merger comes as early as it can, so that nearly everything is recorded late.
  const early = weightOf(0) % 2 === 0 ? neededFor(history) : new Set<Fact>();
  const keys = acts.map(({ fact }, index) => (early.has(fact) ? -1 : weightOf(index)));
  const order = ordered(history, acts, keys);
  const behind = new Set(order.filter((_act, index) => weightOf(index) % 4 === 0));
  return { history, acts: order, follows: (act) => !behind.has(act) };
}

/** What has to be on record before a merger can take effect. */
function neededFor({ facts }: History): ReadonlySet<Fact> {
  const needed = new Set<Fact>();
  const need = (fact: Fact): void => {
    needed.add(fact);
    fact.after.forEach(need);
  };
  facts.filter(({ isOfMerger, byEffect }) => isOfMerger === true || byEffect === 'before').forEach(need);
  return needed;
}

const LEAST = { facts: 20, kinds: 5 };

describe('all contexts', () => {
  it.each([
    ['say the same whatever the order in which the same facts were recorded', false],
    ['say after corrections what they would say had the facts been recorded right at first', true],
  ])(
    '%s',
    async (what, isWrong) => {
      const seen = new Seen();
      await fc.assert(
        fc.asyncProperty(anyNumbers, anyWeights, async (numbers, weights) => {
          const drawn = recording(numbers, weights, isWrong);
          const { facts } = drawn.history;
          fc.pre(facts.length >= LEAST.facts && new Set(facts.map(({ kind }) => kind)).size >= LEAST.kinds);
          seen.look(drawn);
          await requireSameOrShow(drawn, seen);
        }),
        { ...options, seed: options.seed + Number(isWrong) },
      );
      process.stdout.write(`All contexts ${what}: ${seen.lines()}\n`);
      expect(seen.missing(isWrong)).toEqual([]);
    },
    3_600_000,
  );
});
