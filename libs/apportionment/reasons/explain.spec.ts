import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { apportion } from '../apportion.ts';
import { sumOf } from '../exact.ts';
import type { ApportionmentInput } from '../input.ts';
import type { Method } from '../method.ts';
import { antennas, contest, openTies, seatsOf } from '../testing/index.ts';
import type { Explanation } from './explanation.ts';
import { explain } from './explain.ts';
import { banzhafOf } from './power.ts';

/** @throws Error for what is refused */
function reasons(input: ApportionmentInput): Explanation {
  const { explanation, outcome } = explain(input);
  if (explanation === null) throw new Error(JSON.stringify(outcome));
  return explanation;
}

const text = ({ numerator, denominator }: { readonly numerator: string; readonly denominator: string }): string =>
  denominator === '1' ? numerator : `${numerator}/${denominator}`;

describe('the power of Lyon (question 6 of the story)', () => {
  it.each([
    ['thirds', '9 6 4 3 2 1', '11/26'],
    ['jobs', '12 4 5 2 1 1', '3/4'],
  ] as const)('on the board of 25 by %s, %s, where 13 decide: %s', (by, seats, index) => {
    const { power } = reasons(antennas(25, by));
    expect(seatsOf(apportion(antennas(25, by))).join(' ')).toBe(seats);
    expect(power).toMatchObject({ kind: 'banzhaf', decide: 13 });
    if (power.kind === 'banzhaf') expect(text(power.indexes[0]!.index)).toBe(index);
  });

  it('is that of all seats: reserved ones of others are a group of their own', () => {
    const reserved = [{ name: 'founders', seats: 2 }];
    const { power } = reasons(contest([1, 1], 4, 'sainte-lague', { reserved }));
    const third = { numerator: '1', denominator: '3' };
    expect(power).toEqual({
      kind: 'banzhaf',
      decide: 3,
      indexes: [
        { group: 'A', seats: 1, index: { numerator: '1', denominator: '5' } },
        { group: 'B', seats: 1, index: { numerator: '1', denominator: '5' } },
        { group: 'founders', seats: 2, index: { numerator: '3', denominator: '5' } },
      ],
    });
    expect(
      banzhafOf(
        [1, 1, 1].map((seats) => ({ group: 'x', seats })),
        3,
      ),
    ).toMatchObject({
      indexes: [{ index: third }, { index: third }, { index: third }],
    });
  });

  it('counts every coalition', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 7 }), (all) => {
        const house = sumOf(all);
        const power = banzhafOf(
          all.map((seats, index) => ({ group: String(index), seats })),
          house,
        );
        if (power.kind !== 'banzhaf') throw new Error('not computed');
        const decides = (members: number): boolean =>
          2 * sumOf(all.filter((_seats, unit) => Math.floor(members / 2 ** unit) % 2 === 1)) > house;
        const swings = all.map(
          (_seats, unit) =>
            Array.from({ length: 2 ** all.length }, (_coalition, members) => members).filter(
              (members) =>
                Math.floor(members / 2 ** unit) % 2 === 1 && decides(members) && !decides(members - 2 ** unit),
            ).length,
        );
        const whole = BigInt(sumOf(swings));
        for (const [unit, { index }] of power.indexes.entries())
          expect(BigInt(index.numerator) * whole).toBe(
            BigInt(swings[unit]!) * (whole === 0n ? 0n : BigInt(index.denominator)),
          );
      }),
      { numRuns: 100, seed: propertySeed() },
    );
  });

  it('is not computed where the table would be too large, and that is said', () => {
    const groups = Array.from({ length: 1_001 }, (_group, index) => ({ group: String(index), seats: 1 }));
    expect(banzhafOf(groups, 1_001)).toEqual({
      kind: 'not-computed',
      found: '1001 groups × 501 seats',
      required: 'at most 1000 groups, and 1000000 in all',
    });
  });
});

describe('the explanation of a board', () => {
  const board = reasons(antennas(25, 'jobs'));

  it('has the quotas as exact fractions', () => {
    expect(board.quotas.map(({ unit, share, quota }) => [unit, text(share), text(quota)])).toEqual([
      ['Lyon', '31/65', '155/13'],
      ['Saint-Étienne-Roanne', '9/65', '45/13'],
      ['Grenoble', '1/5', '5'],
      ['Clermont-Ferrand', '6/65', '30/13'],
      ['Valence-Romans', '9/260', '45/52'],
      ['Annecy-Chambéry', '3/52', '75/52'],
    ]);
  });

  it('has the winning quotients in order, and who is next', () => {
    const { by, before, shown, omitted } = board.winning;
    expect([by, before, shown.length, omitted]).toEqual(['quotient', 0, 25, 0]);
    const named = shown.map(({ seat, unit, quotient }) => `${String(seat)} ${unit} ${text(quotient)}`);
    expect([named[0], named[1], named.at(-1)]).toEqual([
      ...['1 Lyon 62/65', '2 Grenoble 2/5', '25 Saint-Étienne-Roanne 18/455'],
    ]);
    expect(board.nextInLine.map(({ unit, quotient }) => [unit, text(quotient)])).toEqual([['Annecy-Chambéry', '1/26']]);
  });

  it('has margins in the unit of the input, and with whom the seat would change', () => {
    const of = (unit: string) => board.margins.shown.find((margin) => margin.unit === unit);
    expect(of('Annecy-Chambéry')).toEqual({
      unit: 'Annecy-Chambéry',
      criterion: 'jobs',
      loses: { by: '1004', units: ['Lyon'], lot: true },
      gains: { by: '43', units: ['Saint-Étienne-Roanne'], lot: false },
    });
    const bureau = reasons(antennas(15, 'thirds')).margins.shown;
    expect(bureau.find(({ unit, criterion }) => unit === 'Annecy-Chambéry' && criterion === 'members')).toEqual({
      unit: 'Annecy-Chambéry',
      criterion: 'members',
      loses: null,
      gains: { by: '3', units: ['Lyon'], lot: false },
    });
  });

  it('has the largest share, no violation of quota, and the houses beside it', () => {
    expect(board.largestShare).toEqual({ units: ['Lyon'], share: { numerator: '12', denominator: '25' } });
    expect(board.quotaViolations).toEqual([]);
    expect(board.neighbours).toEqual([
      { house: 24, gains: [], loses: ['Saint-Étienne-Roanne'], paradox: [], refused: false },
      { house: 26, gains: ['Annecy-Chambéry'], loses: [], paradox: [], refused: false },
    ]);
  });

  it('by d’Hondt: the tie is open, Lyon is above its quota, and the power waits for the lot', () => {
    const input = antennas(25, 'jobs', { method: 'd-hondt' });
    const { winning, nextInLine, quotaViolations, power } = reasons(input);
    expect(winning.shown).toHaveLength(24);
    expect(nextInLine.map(({ unit }) => unit)).toEqual(['Saint-Étienne-Roanne', 'Valence-Romans']);
    expect(quotaViolations).toEqual([{ unit: 'Lyon', seats: 13, lower: 11, upper: 12 }]);
    expect(power).toMatchObject({ kind: 'not-computed', found: 'an open tie' });
    const drawn = reasons({ ...input, lots: [{ drawn: ['Valence-Romans'] }] });
    expect(drawn.margins.shown.find(({ unit }) => unit === 'Valence-Romans')?.loses).toEqual({
      by: '0',
      units: ['Saint-Étienne-Roanne'],
      lot: true,
    });
  });

  it('is none for what is refused', () => {
    expect(explain(antennas(25, 'jobs', { minimum: 5 }))).toMatchObject({
      outcome: { kind: 'refused', refusals: [{ code: 'infeasible-minimum' }] },
      explanation: null,
    });
    expect(explain(antennas(0, 'jobs')).explanation).toBeNull();
  });
});

describe('the Alabama paradox', () => {
  // The textbook case of three states: 10 and 11 seats by largest remainders.
  it('is named at the house beside', () => {
    expect(seatsOf(apportion(contest([6, 6, 2], 10, 'hamilton')))).toEqual([4, 4, 2]);
    expect(seatsOf(apportion(contest([6, 6, 2], 11, 'hamilton')))).toEqual([5, 5, 1]);
    const ten = reasons(contest([6, 6, 2], 10, 'hamilton')).neighbours;
    expect(ten.find(({ house }) => house === 11)).toEqual({
      ...{ house: 11, gains: ['A', 'B'], loses: ['C'], paradox: ['C'], refused: false },
    });
    const eleven = reasons(contest([6, 6, 2], 11, 'hamilton')).neighbours;
    expect(eleven.find(({ house }) => house === 10)).toMatchObject({ gains: ['C'], paradox: ['C'] });
  });

  it('and a house that cannot be is named as refused', () => {
    const { neighbours } = reasons(contest([1, 1], 2, 'hamilton', { minimum: 1 }));
    expect(neighbours[0]).toEqual({ house: 1, gains: [], loses: [], paradox: [], refused: true });
  });
});

describe('any explanation', () => {
  const divisorMethods = ['sainte-lague', 'd-hondt', 'huntington-hill', 'adams', 'dean'] as const;
  const anyMethod = fc.constantFrom<Method>(...divisorMethods, 'hamilton', 'quota-method');
  const few = fc.array(fc.nat(12), { minLength: 2, maxLength: 5 }).filter((all) => sumOf(all) > 0);
  const house = fc.integer({ min: 1, max: 12 });
  const anyRule = fc.constantFrom<readonly string[]>([], ['weight'], ['members']);
  const options = { numRuns: 60, seed: propertySeed() };

  /** Two criteria, the second of which is one figure for all. */
  const input = (
    all: readonly number[],
    seats: number,
    method: Method,
    tieRule: readonly string[],
  ): ApportionmentInput => {
    const half = { numerator: '1', denominator: '2' };
    const { units } = contest(all, seats, method);
    return {
      ...{ house: seats, method, tieRule },
      units: units.map(({ unit, figures }) => ({ unit, figures: { ...figures, jobs: 4 } })),
      criteria: ['members', 'jobs'].map((name) => ({ name, weight: half })),
    };
  };

  it('has the smallest move that changes the seats of a unit: one step less does not, found by trying each', () => {
    fc.assert(
      fc.property(few, house, anyMethod, anyRule, (all, seats, method, tieRule) => {
        const given = input(all, seats, method, tieRule);
        const here = seatsOf(apportion(given));
        const after = (unit: number, by: number): number => {
          const units = given.units.map((each, index) => {
            const members = all[index]! + (index === unit ? by : 0);
            return { ...each, figures: { ...each.figures, members } };
          });
          const outcome = apportion({ ...given, units });
          return outcome.kind === 'refused' ? -1 : seatsOf(outcome)[unit]!;
        };
        const { shown } = reasons(given).margins;
        for (const [unit, members] of all.entries()) {
          const margin = shown.find((each) => each.unit === given.units[unit]!.unit && each.criterion === 'members')!;
          const falls = Array.from({ length: members + 1 }, (_fall, by) => by).filter((by) => sumOf(all) > by);
          const fall = falls.find((by) => after(unit, -by) < here[unit]!);
          expect(margin.loses?.by).toBe(fall === undefined ? undefined : String(fall));
          const rise = Array.from({ length: 60 }, (_rise, by) => by).find((by) => after(unit, by) > here[unit]!);
          if (rise !== undefined) expect(margin.gains?.by).toBe(String(rise));
          else if (margin.gains !== null) expect(Number(margin.gains.by)).toBeGreaterThanOrEqual(60);
        }
      }),
      options,
    );
  });

  it('counts the seats once: before the comparison, in it, and in open ties', () => {
    fc.assert(
      fc.property(few, house, anyMethod, (all, seats, method) => {
        const given = contest(all, seats, method);
        const { winning, quotas, nextInLine } = reasons(given);
        const open = sumOf(openTies(apportion(given)).map(([, count]) => count));
        expect(winning.before + winning.omitted + winning.shown.length + open).toBe(seats);
        const numbers = winning.shown.map(({ seat }) => seat);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        expect(quotas).toHaveLength(all.length);
        if (open > 0) expect(nextInLine.length).toBeGreaterThan(0);
      }),
      options,
    );
  });

  it('of a large contest shows the last seats and the margins at the limit, and says how many it leaves out', () => {
    const figures = Array.from({ length: 300 }, (_figure, index) => 1_000 + ((index * 7_919) % 5_000));
    const { winning, margins, power } = reasons(contest(figures, 5_000, 'sainte-lague'));
    expect([winning.shown.length, winning.omitted, winning.shown.at(-1)?.seat]).toEqual([1_000, 4_000, 5_000]);
    expect(margins.shown.length + margins.omitted).toBe(300);
    expect(margins.shown.length).toBeGreaterThanOrEqual(10);
    expect(power.kind).toBe('banzhaf');
    expect(reasons(contest(figures, 5_000, 'hamilton')).margins).toEqual({ shown: [], omitted: 300 });
  });
});
