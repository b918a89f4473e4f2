import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { historyOf } from './histories.ts';
import { ordered, type Act } from './history.ts';
import { linesOf, read, Seen, smallest, type Recording } from './recording.ts';

const anyNumbers = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 300, maxLength: 300 });
const anyWeights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 100, maxLength: 100 });
// A history that fails is made smaller fact by fact, not number by number.
const options = { numRuns: Number(process.env['HISTORIES'] ?? 100), seed: propertySeed(), endOnFailure: true };

const recordAll = ({ history }: Recording): Recording => ({
  history,
  acts: history.facts.map((fact) => ({ fact, does: 'record' })),
  follows: () => true,
});

async function requireSame(recording: Recording, seen?: Seen): Promise<void> {
  expect(await read(recording, seen)).toEqual(await read(recordAll(recording)));
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
  const recordings = history.facts.flatMap((fact, index): readonly Act[] =>
    isWrong && fact.mistake !== undefined && weightOf(index) % 3 === 0
      ? [
          { fact, does: 'record-wrong' },
          { fact, does: 'correct' },
        ]
      : [{ fact, does: 'record' }],
  );
  const untrue = isWrong
    ? history.untrue.flatMap((fact): readonly Act[] => [
        { fact, does: 'record-wrong' },
        { fact, does: 'correct' },
      ])
    : [];
  const acts = ordered(history, [...recordings, ...untrue], weights);
  const late = new Set(acts.filter((_act, index) => weightOf(index) % 4 === 0));
  return { history, acts, follows: (act) => !late.has(act) };
}

describe('all contexts', () => {
  it.each([
    ['say the same whatever the order in which the same facts were recorded', false],
    ['say after corrections what they would say had the facts been recorded right at first', true],
  ])(
    '%s',
    async (_what, isWrong) => {
      const seen = new Seen();
      await fc.assert(
        fc.asyncProperty(anyNumbers, anyWeights, async (numbers, weights) => {
          await requireSameOrShow(recording(numbers, weights, isWrong), seen);
        }),
        options,
      );
      process.stdout.write(`${JSON.stringify([...seen.counts])}\n`);
    },
    600_000,
  );
});
