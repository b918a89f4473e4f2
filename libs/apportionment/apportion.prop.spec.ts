import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { apportion } from './apportion.ts';
import { sumOf } from './exact.ts';
import type { ApportionmentInput } from './input.ts';
import type { Method } from './method.ts';
import type { Apportionment } from './outcome.ts';
import { lawfulResults } from './testing/lawful.ts';
import { antennas, contest, openTies, seatsOf } from './testing/index.ts';

const options = { numRuns: 100, seed: propertySeed() };
const divisorMethods = ['sainte-lague', 'd-hondt', 'huntington-hill', 'adams', 'dean'] as const;
const anyDivisorMethod = fc.constantFrom(...divisorMethods);
const anyMethod = fc.constantFrom<Method>(...divisorMethods, 'hamilton', 'quota-method');
const figure = fc.oneof(fc.nat(6), fc.nat(200), fc.nat(10_000_000));
const figures = fc.array(figure, { minLength: 1, maxLength: 7 }).filter((all) => sumOf(all) > 0);
const few = fc.array(fc.nat(9), { minLength: 1, maxLength: 5 }).filter((all) => sumOf(all) > 0);
const house = fc.integer({ min: 1, max: 40 });

const total = (outcome: Apportionment): number =>
  sumOf(seatsOf(outcome)) + sumOf(openTies(outcome).map(([, seats]) => seats));

/** Lots that decide every open tie, the units in an order that follows from a number. */
function drawn(input: ApportionmentInput, turn: number): ApportionmentInput {
  const lots = openTies(apportion(input)).map(([units]) => {
    const names = units.split(' ');
    const at = turn % names.length;
    const turned = [...names.slice(at), ...names.slice(0, at)];
    return { drawn: turn % 2 === 0 ? turned : turned.toReversed() };
  });
  return { ...input, lots };
}

describe('any apportionment', () => {
  it('gives every seat of the house, open ties counted', () => {
    fc.assert(
      fc.property(figures, house, anyMethod, (all, seats, method) => {
        expect(total(apportion(contest(all, seats, method)))).toBe(seats);
      }),
      options,
    );
  });

  it('comes to what the textbook says, and lots to every lawful result and to no other', () => {
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 12 }), anyMethod, (all, seats, method) => {
        const input = contest(all, seats, method);
        const lawful = lawfulResults(method, all, seats);
        const results = Array.from({ length: 24 }, (_turn, turn) => seatsOf(apportion(drawn(input, turn))).join(' '));
        expect([...lawful]).toEqual(expect.arrayContaining([...new Set(results)]));
        const isTied = apportion(input).kind === 'tied';
        expect(isTied).toBe(lawful.size > 1);
        if (isTied) {
          // What is certain is what all results have in common, and a seat more is the most that a tie brings.
          const each = [...lawful].map((text) => text.split(' ').map(Number));
          const least = all.map((_figure, unit) => Math.min(...each.map((result) => result[unit]!)));
          expect(seatsOf(apportion(input))).toEqual(least);
        }
      }),
      { ...options, numRuns: 250 },
    );
  });

  it('does not depend on the order of the units', () => {
    fc.assert(
      fc.property(figures, house, anyMethod, fc.nat(), (all, seats, method, turn) => {
        const input = contest(all, seats, method);
        const at = turn % all.length;
        const units = [...input.units.slice(at), ...input.units.slice(0, at)].toReversed();
        const outcome = apportion({ ...input, units });
        const seatsBy = (result: Apportionment) =>
          result.kind === 'refused' ? result : result.seats.toSorted((one, other) => (one.unit < other.unit ? -1 : 1));
        expect(seatsBy(outcome)).toEqual(seatsBy(apportion(input)));
      }),
      options,
    );
  });

  it('does not depend on the unit in which figures are measured', () => {
    const scale = fc.constantFrom(2, 7, 1000);
    fc.assert(
      fc.property(figures, house, anyMethod, scale, (all, seats, method, factor) => {
        const plain = apportion(contest(all, seats, method));
        expect(
          apportion(
            contest(
              all.map((each) => each * factor),
              seats,
              method,
            ),
          ),
        ).toEqual(plain);
        const thousandths = all.map(
          (each) => `${String(Math.floor(each / 1000))}.${String(each % 1000).padStart(3, '0')}`,
        );
        expect(apportion(contest(thousandths, seats, method))).toEqual(plain);
      }),
      options,
    );
  });

  it('is the same in euros and in thousands of euros, beside other criteria', () => {
    fc.assert(
      fc.property(house, anyMethod, fc.integer({ min: 2, max: 1_000_000 }), (seats, method, factor) => {
        const input = antennas(seats, 'thirds', { method });
        const units = input.units.map((unit) => {
          const { funding = 0 } = unit.figures;
          return { ...unit, figures: { ...unit.figures, funding: String(BigInt(funding) * BigInt(factor)) } };
        });
        expect(apportion({ ...input, units })).toEqual(apportion(input));
      }),
      options,
    );
  });

  it('by a divisor or by the quota method takes no seat from anybody when the house grows', () => {
    fc.assert(
      fc.property(
        figures,
        house,
        fc.oneof(anyDivisorMethod, fc.constant('quota-method' as const)),
        (all, seats, method) => {
          const [smaller, larger] = [
            apportion(contest(all, seats, method)),
            apportion(contest(all, seats + 1, method)),
          ];
          const open = openTies(larger).flatMap(([units]) => units.split(' '));
          const names = contest(all, seats, method).units.map(({ unit }) => unit);
          for (const [index, before] of seatsOf(smaller).entries()) {
            const after = seatsOf(larger)[index]! + (open.includes(names[index]!) ? 1 : 0);
            expect(after).toBeGreaterThanOrEqual(before);
          }
        },
      ),
      options,
    );
  });

  it('by Hamilton or the quota method keeps within both quotas', () => {
    fc.assert(
      fc.property(
        figures,
        house,
        fc.constantFrom('hamilton' as const, 'quota-method' as const),
        fc.nat(),
        (all, seats, method, turn) => {
          const outcome = apportion(drawn(contest(all, seats, method), turn));
          for (const [index, count] of seatsOf(outcome).entries()) {
            const [over, under] = [all[index]! * seats, sumOf(all)];
            expect(count).toBeGreaterThanOrEqual(Math.floor(over / under));
            expect(count).toBeLessThanOrEqual(Math.ceil(over / under));
          }
        },
      ),
      options,
    );
  });

  it('respects minimum and maximum, or is refused by name', () => {
    const limit = fc.option(fc.nat(12), { nil: undefined });
    const cap = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined });
    const method = fc.constantFrom<Method>(...divisorMethods, 'hamilton', 'quota-method', 'base-and-proportion');
    fc.assert(
      fc.property(figures, house, method, limit, limit, cap, (all, seats, by, minimum, maximum, part) => {
        const base = by === 'base-and-proportion' ? { seats: 1, rounding: 'adams' as const } : undefined;
        const share = part === undefined ? undefined : { numerator: '1', denominator: String(part) };
        const outcome = apportion(contest(all, seats, by, { minimum, maximum, cap: share, base }));
        const least = Math.max(minimum ?? 0, base?.seats ?? 0);
        const most = Math.min(maximum ?? seats, part === undefined ? seats : Math.floor(seats / part));
        if (outcome.kind === 'refused') {
          const [{ code }] = outcome.refusals;
          const claiming = all.filter((each) => each > 0).length;
          const capacity = claiming * most + (all.length - claiming) * least;
          const reasons = {
            'minimum-over-maximum': least > most,
            'infeasible-minimum': least * all.length > seats,
            'infeasible-maximum': capacity < seats,
          } as Readonly<Record<string, boolean>>;
          expect([code, reasons[code]]).toEqual([code, true]);
          return;
        }
        expect(total(outcome)).toBe(seats);
        const open = openTies(outcome).flatMap(([units]) => units.split(' '));
        for (const { unit, seats: count } of outcome.seats) {
          expect(count).toBeGreaterThanOrEqual(least);
          expect(count + (open.includes(unit) ? 1 : 0)).toBeLessThanOrEqual(most);
        }
      }),
      { ...options, numRuns: 300 },
    );
  });

  it('is the same again, and as JSON', () => {
    fc.assert(
      fc.property(figures, house, anyMethod, (all, seats, method) => {
        const input = contest(all, seats, method);
        const outcome = apportion(input);
        expect(apportion(JSON.parse(JSON.stringify(input)) as ApportionmentInput)).toEqual(outcome);
        expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
      }),
      options,
    );
  });

  it('of degressive weights is that of their roots, where these are integers', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2000), { minLength: 1, maxLength: 6 }), house, anyMethod, (roots, seats, method) => {
        fc.pre(sumOf(roots) > 0);
        const squares = roots.map((root) => root * root);
        const degressive = apportion(contest(squares, seats, method, { degression: 'square-root' }));
        expect(degressive).toEqual(apportion(contest(roots, seats, method)));
      }),
      options,
    );
  });
});

describe('huge contests', () => {
  /** Weights up to 10^18 that follow no simple law, the same in each run. */
  const huge = Array.from({ length: 5_000 }, (_weight, index) => {
    const mixed = (BigInt(index + 1) * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 10n ** 18n;
    return String(index % 7 === 0 ? mixed / 10n ** 12n : mixed);
  });

  it.each<[Method, Partial<ApportionmentInput>]>([
    ...[...divisorMethods, 'hamilton' as const, 'quota-method' as const].map(
      (method) => [method, {}] as [Method, object],
    ),
    ['sainte-lague', { minimum: 3, maximum: 40 }],
    ['huntington-hill', { degression: 'square-root' }],
    ['hamilton', { minimum: 3, maximum: 40 }],
  ])('of 100,000 seats and 5,000 units by %s %j are exact', (method, more) => {
    const seats = 100_000;
    const outcome = apportion(contest(huge, seats, method, more));
    expect([outcome.kind, total(outcome)]).toEqual(['apportioned', seats]);
    if (method !== 'sainte-lague' || more.minimum !== undefined) return;
    // No claim that won is smaller than one that did not.
    const claims = seatsOf(outcome).map((count, unit) => ({ weight: BigInt(huge[unit]!), count: BigInt(count) }));
    const last = claims
      .filter(({ count }) => count > 0n)
      .reduce((least, each) => {
        return each.weight * (2n * least.count - 1n) < least.weight * (2n * each.count - 1n) ? each : least;
      });
    for (const { weight, count } of claims)
      expect(weight * (2n * last.count - 1n) <= last.weight * (2n * count + 1n)).toBe(true);
  });

  it('that differ in the last of 18 digits differ in seats', () => {
    const [less, more] = ['999999999999999998', '999999999999999999'];
    expect(seatsOf(apportion(contest([less, more, less], 4, 'sainte-lague')))).toEqual([1, 2, 1]);
    expect(seatsOf(apportion(contest([more, less, less], 100_000, 'hamilton')))).toEqual([33_334, 33_333, 33_333]);
  });
});
