import { compare } from './exact.ts';
import type { DraftTie } from './methods/draft.ts';
import type { Lot } from './input.ts';
import type { Tie } from './outcome.ts';
import type { Refusal } from './refusal.ts';

/** What a tie goes by before lots: for each unit the numbers that are compared, the larger first. */
export type Preference = readonly (readonly bigint[])[];

/** A tie with units by their index, as far as it is decided. */
export interface ResolvedTie {
  readonly units: readonly number[];
  readonly seats: number;
  readonly byRule: readonly number[];
  readonly byLot: readonly number[];
  readonly open: { readonly units: readonly number[]; readonly seats: number; readonly order: DraftTie } | null;
}

/** Who is chosen at each step, where units stand in that order: the first of those that may be chosen by then. */
function choose({ units, steps }: DraftTie, rank: (unit: number) => number): ReadonlySet<number> {
  const chosen = new Set<number>();
  const ordered = units.toSorted((a, b) => rank(a.unit) - rank(b.unit));
  for (const step of steps) {
    const next = ordered.find(({ unit, since }) => since <= step && !chosen.has(unit));
    if (next !== undefined) chosen.add(next.unit);
  }
  return chosen;
}

/** As far as the recorded rule tells units apart; what it leaves is open. */
export function resolveByRule(tie: DraftTie, preference: Preference): ResolvedTie {
  const units = tie.units.map(({ unit }) => unit);
  const classes = classesOf(units, preference);
  const classOf = new Map(classes.flatMap((members, index) => members.map((unit) => [unit, index] as const)));
  const isPlain = tie.units.every(({ since }) => since <= (tie.steps[0] ?? 0));
  const { winners, uncertain } = isPlain ? straddling(classes, tie.steps.length) : extremes(tie, classOf);
  if (uncertain.length === 0) return { units, seats: tie.steps.length, byRule: winners, byLot: [], open: null };
  const isUncertain = new Set(uncertain);
  // Those who win by the rule take a step each, as they would before the drawing of lots.
  const order = isPlain
    ? { units: tie.units.filter(({ unit }) => isUncertain.has(unit)), steps: tie.steps.slice(winners.length) }
    : { units: tie.units.filter(({ unit }) => isUncertain.has(unit) || winners.includes(unit)), steps: tie.steps };
  const open = { units: uncertain, seats: tie.steps.length - winners.length, order };
  return { units, seats: tie.steps.length, byRule: winners, byLot: [], open };
}

/** Units that no number tells apart, the preferred first. */
function classesOf(units: readonly number[], preference: Preference): readonly (readonly number[])[] {
  const order = (a: number, b: number): number => {
    const [one = [], other = []] = [preference[a], preference[b]];
    return one.reduce((sofar, value, index) => sofar || compare(other[index] ?? 0n, value), 0);
  };
  const classes: number[][] = [];
  for (const unit of units.toSorted((a, b) => order(a, b) || a - b)) {
    const last = classes.at(-1);
    if (last?.[0] !== undefined && order(last[0], unit) === 0) last.push(unit);
    else classes.push([unit]);
  }
  return classes;
}

interface Split {
  readonly winners: readonly number[];
  readonly uncertain: readonly number[];
}

function straddling(classes: readonly (readonly number[])[], seats: number): Split {
  const winners: number[] = [];
  for (const members of classes) {
    if (winners.length + members.length > seats) return { winners, uncertain: winners.length === seats ? [] : members };
    winners.push(...members);
  }
  return { winners, uncertain: [] };
}

/** Where units may be chosen from different steps on: who wins even as the last of its equals, and who does not even as the first. */
function extremes(tie: DraftTie, classOf: ReadonlyMap<number, number>): Split {
  const winsAs = (unit: number, shift: number): boolean =>
    choose(tie, (each) => 2 * (classOf.get(each) ?? 0) + (each === unit ? shift : 0)).has(unit);
  const units = tie.units.map(({ unit }) => unit);
  const winners = units.filter((unit) => winsAs(unit, 1));
  const uncertain = units.filter((unit) => !winners.includes(unit) && winsAs(unit, -1));
  return { winners, uncertain };
}

/** Applies recorded drawings to what is open. @returns a refusal of each lot that is none of an open tie, or too short */
export function applyLots(
  ties: readonly ResolvedTie[],
  lots: readonly Lot[],
  names: readonly string[],
): { readonly ties: readonly ResolvedTie[]; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  const drawnOf = new Map<ResolvedTie, readonly number[]>();
  for (const { drawn } of lots) {
    const indexes = drawn.map((name) => names.indexOf(name));
    const tie = ties.find(({ open }) => open?.units.some((unit) => indexes.includes(unit)) === true);
    const refusal = refusalOf(drawn, indexes, { tie, ties, names, isTaken: tie !== undefined && drawnOf.has(tie) });
    if (refusal !== undefined) refusals.push(refusal);
    else if (tie !== undefined) drawnOf.set(tie, indexes);
  }
  return { ties: ties.map((tie) => withLot(tie, drawnOf.get(tie))), refusals };
}

function refusalOf(
  drawn: readonly string[],
  indexes: readonly number[],
  context: {
    readonly tie: ResolvedTie | undefined;
    readonly ties: readonly ResolvedTie[];
    readonly names: readonly string[];
    readonly isTaken: boolean;
  },
): Refusal | undefined {
  const { tie, ties, names, isTaken } = context;
  const tied = (open: ResolvedTie['open']): string => open?.units.map((unit) => names[unit] ?? '').join(', ') ?? '';
  const stranger = drawn.find((_name, index) => tie?.open?.units.includes(indexes[index] ?? -1) !== true);
  const isOpen = tie !== undefined && tie.open !== null;
  if (!isOpen || stranger !== undefined) {
    const open = ties.filter((each) => each.open !== null).map((each) => tied(each.open));
    const required = open.length === 0 ? 'no lot: no tie is open' : `one of the tied: ${open.join('; ')}`;
    return { code: 'lot-not-tied', found: stranger ?? drawn.join(', '), required };
  }
  const found = drawn.join(', ');
  if (isTaken || new Set(drawn).size < drawn.length)
    return { code: 'lot-repeated', found, required: `each of ${tied(tie.open)} once, in one drawing` };
  if (drawn.length < tie.open.seats)
    return { code: 'lot-too-short', found, required: `${String(tie.open.seats)} of ${tied(tie.open)}` };
  return undefined;
}

function withLot(tie: ResolvedTie, drawn: readonly number[] | undefined): ResolvedTie {
  const { open, byRule } = tie;
  if (open === null || drawn === undefined) return tie;
  // Who was not drawn comes after those who were; who has a seat by the rule comes first.
  const rank = (unit: number): number => {
    const at = drawn.indexOf(unit);
    return byRule.includes(unit) ? -1 : at === -1 ? drawn.length : at;
  };
  const chosen = choose(open.order, rank);
  const byLot = [...drawn, ...open.units.filter((unit) => !drawn.includes(unit))].filter((unit) => chosen.has(unit));
  return { ...tie, byLot, open: null };
}

/** As it is answered, with the names of the units. */
export function tieOf({ units, seats, byRule, byLot, open }: ResolvedTie, names: readonly string[]): Tie {
  const named = (indexes: readonly number[]): readonly string[] => indexes.map((index) => names[index] ?? '');
  return {
    units: named(units),
    seats,
    byRule: named(byRule),
    byLot: named(byLot),
    open: open === null ? null : { units: named(open.units), seats: open.seats },
  };
}
