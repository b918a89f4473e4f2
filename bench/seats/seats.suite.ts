import { apportion, explain, METHODS, type ApportionmentInput, type Method } from '../../libs/apportionment/index.ts';
import { interleave, median, ratioOf, roundTo, runOnce, type Round } from '../measure.ts';
import type { Row, Suite } from '../report.ts';
import { floatSeats } from './float-heap.ts';

const UNITS = 5_000;
const HOUSE = 100_000;
const ONE = { numerator: '1', denominator: '1' } as const;

/** A board of 100,000 over 5,000 units by each method, beside the same method in doubles; both have to agree. */
export const seatsSuite: Suite = {
  name: 'seats',
  async run(_server, { quick, say }) {
    const rounds = quick ? 3 : 9;
    const rows: Row[] = [];
    const ratios: Record<string, number> = {};
    for (const method of METHODS) {
      say(method);
      const input = board(method);
      const weights = input.units.map(({ figures }) => Number(figures['members']));
      const exact = async (): Promise<Round> => await runOnce(async () => seatsIn(input));
      if (method === 'base-and-proportion') {
        rows.push(rowOf(method, await interleave({ exact }, rounds).then((results) => results.exact)));
        continue;
      }
      requireSame(method, input, weights);
      const doubles = async (): Promise<Round> =>
        await runOnce(async () => floatSeats(method, weights, HOUSE).reduce((sum, seats) => sum + seats, 0));
      const results = await interleave({ exact, doubles }, rounds);
      rows.push(rowOf(method, results.exact), rowOf(`${method}, doubles`, results.doubles));
      ratios[`exact / doubles, ${method}`] = ratioOf(results.exact, results.doubles);
    }
    say('with its explanation');
    const input = board('sainte-lague');
    const explained = async (): Promise<Round> =>
      await runOnce(async () => explain(input).explanation?.quotas.length ?? 0);
    rows.push(rowOf('sainte-lague, explained', (await interleave({ explained }, rounds)).explained));
    return { rows, ratios };
  },
};

/** Members from one to a billion, the same in each run. */
function board(method: Method): ApportionmentInput {
  const units = Array.from({ length: UNITS }, (_unit, index) => {
    const members = Number(((BigInt(index) + 1n) * 6_364_136_223_846_793_005n) % 1_000_000_007n) + 1;
    return { unit: String(index), figures: { members } };
  });
  const base = method === 'base-and-proportion' ? ({ seats: 5, rounding: 'adams' } as const) : undefined;
  return { house: HOUSE, method, criteria: [{ name: 'members', weight: ONE }], units, base };
}

function seatsIn(input: ApportionmentInput): number {
  const outcome = apportion(input);
  if (outcome.kind !== 'apportioned') throw new Error(`${input.method}: ${outcome.kind}`);
  return outcome.seats.reduce((sum, { seats }) => sum + seats, 0);
}

/** Figures this small and uneven come to the same in doubles: a benchmark of a wrong result would be none. */
function requireSame(method: Method, input: ApportionmentInput, weights: readonly number[]): void {
  const outcome = apportion(input);
  const doubles = floatSeats(method, weights, HOUSE);
  const isSame = outcome.kind === 'apportioned' && outcome.seats.every(({ seats }, unit) => seats === doubles[unit]);
  if (!isSame) throw new Error(`${method}: exact and doubles differ`);
}

const rowOf = (name: string, rounds: readonly Round[]): Row => {
  return { name, unit: 'ms', value: roundTo(median(rounds.map(({ seconds }) => 1_000 * seconds)), 1) };
};
