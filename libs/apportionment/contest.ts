import type { Rational } from '#libs/kernel';
import { rationalFrom, sum, sumOf } from './exact.ts';
import type { ApportionmentInput, UnitInput } from './input.ts';
import type { DivisorMethod, Method } from './method.ts';
import type { Refusal } from './refusal.ts';
import { compositeWeights, rootsOf, type Column } from './weights.ts';

/** A unit as methods see it: an integer weight, and the seats that it may have. */
export interface Contestant {
  /** The composite weight, in one proportion for all. */
  readonly weight: bigint;
  /** What the unit weighs in the end: the weight, or its square root to 30 places where weights are degressive. */
  readonly share: bigint;
  /** Of the seats that are shared: reserved ones are not among them. */
  readonly minimum: number;
  readonly maximum: number;
}

/** What a method is asked: so many seats for these units. It is feasible: minimums fit, and maximums hold every seat. */
export interface Contest {
  readonly seats: number;
  readonly method: Method;
  /** What quotients are made by, where the method makes any of divisors; `offset` seats stand before the first of them. */
  readonly divisor: { readonly method: DivisorMethod; readonly offset: number; readonly isDegressive: boolean };
  readonly units: readonly Contestant[];
}

/** A contest with what was set aside from it. */
export interface Prepared {
  readonly contest: Contest;
  /** For each unit. */
  readonly reserved: readonly number[];
  readonly vacant: number;
}

/** @returns the refusals of what is not feasible, the first reason first */
export function prepare(
  input: ApportionmentInput,
  columns: readonly Column[],
): { readonly prepared: Prepared } | { readonly refusals: readonly Refusal[] } {
  const { house, units, reserved = [] } = input;
  const setAside = sumOf(reserved.map(({ seats }) => seats));
  if (setAside > house)
    return {
      refusals: [{ code: 'reserved-over-house', found: String(setAside), required: `at most ${String(house)}` }],
    };
  const own = units.map(({ unit }) => sumOf(reserved.flatMap((each) => (each.unit === unit ? [each.seats] : []))));
  const limits = units.map((unit, index) => limitsOf(input, unit, own[index] ?? 0, house - setAside));
  const refusals = limits.flatMap(({ refusal }) => refusal ?? []);
  if (refusals.length > 0) return { refusals };
  const weights = compositeWeights(columns);
  const shares = input.degression === 'square-root' ? rootsOf(weights) : weights;
  // Only signposts can be squared: where shares themselves are compared, roots to 30 places are the weights.
  const isByShare = input.method === 'hamilton' || input.method === 'quota-method';
  const contestants = limits.map(({ minimum, maximum }, index) => {
    const share = shares[index] ?? 0n;
    return { weight: isByShare ? share : (weights[index] ?? 0n), share, minimum, maximum };
  });
  return fill(input, contestants, { own, seats: house - setAside });
}

/** Lowest and highest number of shared seats: reserved ones count towards both. */
function limitsOf(
  { minimum: leastOfAll = 0, maximum: mostOfAll, cap, house, method, base }: ApportionmentInput,
  { unit, minimum: ownLeast, maximum: ownMost }: UnitInput,
  reserved: number,
  seats: number,
): { readonly minimum: number; readonly maximum: number; readonly refusal?: Refusal } {
  const capped = cap === undefined ? house : wholeSeats(rationalFrom(cap), house);
  const most = Math.min(ownMost ?? mostOfAll ?? house, capped);
  const least = Math.max(ownLeast ?? leastOfAll, reserved);
  const basis = method === 'base-and-proportion' ? (base?.seats ?? 0) : 0;
  const minimum = Math.max(least - reserved, basis);
  const maximum = Math.min(most - reserved, seats);
  if (Math.max(least, basis + reserved) <= most) return { minimum, maximum: Math.max(maximum, minimum) };
  const found = `a minimum of ${String(Math.max(least, basis + reserved))}, with its ${String(reserved)} reserved seats`;
  const refusal = { code: 'minimum-over-maximum', of: unit, found, required: `at most ${String(most)}` } as const;
  return { minimum, maximum, refusal };
}

function wholeSeats({ numerator, denominator }: Rational, house: number): number {
  return Number((numerator * BigInt(house)) / denominator);
}

function fill(
  { method, base, degression, vacancies = false }: ApportionmentInput,
  units: readonly Contestant[],
  { own, seats }: { readonly own: readonly number[]; readonly seats: number },
): ReturnType<typeof prepare> {
  const least = sumOf(units.map(({ minimum }) => minimum));
  if (least > seats)
    return { refusals: [{ code: 'infeasible-minimum', found: String(least), required: `at most ${String(seats)}` }] };
  // A weight of 0 is no claim: only a minimum gives such a unit seats.
  const limited = units.map((unit) => (unit.weight === 0n ? { ...unit, maximum: unit.minimum } : unit));
  const capacity = sumOf(limited.map(({ maximum }) => maximum));
  if (capacity < seats && !vacancies)
    return {
      refusals: [{ code: 'infeasible-maximum', found: String(capacity), required: `at least ${String(seats)}` }],
    };
  const divisor = {
    method: divisorOf(method, base?.rounding),
    offset: method === 'base-and-proportion' ? (base?.seats ?? 0) : 0,
    isDegressive: degression === 'square-root' && method !== 'hamilton' && method !== 'quota-method',
  };
  const contest = { seats: Math.min(seats, capacity), method, divisor, units: limited };
  return { prepared: { contest, reserved: own, vacant: Math.max(seats - capacity, 0) } };
}

/** The quota method compares d'Hondt's quotients; Hamilton compares none. */
function divisorOf(method: Method, rounding: DivisorMethod | undefined): DivisorMethod {
  if (method === 'base-and-proportion') return rounding ?? 'adams';
  return method === 'hamilton' || method === 'quota-method' ? 'd-hondt' : method;
}

export const totalShare = (units: readonly Contestant[]): bigint => sum(units.map(({ share }) => share));
