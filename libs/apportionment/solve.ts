import { prepare, type Contest, type Prepared } from './contest.ts';
import type { ApportionmentInput } from './input.ts';
import { apportionByDivisor } from './methods/divisor.ts';
import type { Draft } from './methods/draft.ts';
import { apportionByRemainders } from './methods/hamilton.ts';
import { apportionByQuota } from './methods/quota-method.ts';
import type { Refusal } from './refusal.ts';
import { columnOf } from './read.ts';
import { applyLots, resolveByRule, type Preference, type ResolvedTie } from './ties.ts';
import type { Column } from './weights.ts';

/** Seats by the index of the unit, before they are put into words. */
export interface Solution extends Prepared {
  readonly draft: Draft;
  readonly ties: readonly ResolvedTie[];
  /** Of the shared seats: what each unit has whatever an open tie comes to. */
  readonly seats: readonly number[];
}

export type Solving =
  | { readonly ok: true; readonly solution: Solution }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Of an input that can be reckoned with. The columns are those of the input, or what they would be if figures moved. */
export function solve(input: ApportionmentInput, columns: readonly Column[]): Solving {
  const result = prepare(input, columns);
  if ('refusals' in result) return refused(result.refusals);
  const { contest } = result.prepared;
  const draft = draftOf(contest);
  const preference = draft.ties.length === 0 ? [] : preferenceOf(input, contest, columns);
  const byRule = draft.ties.map((tie) => resolveByRule(tie, preference));
  const names = input.units.map(({ unit }) => unit);
  const { ties, refusals } = applyLots(byRule, input.lots ?? [], names);
  if (refusals.length > 0) return refused(refusals);
  const seats = [...draft.certain];
  for (const { byRule: ruled, byLot } of ties)
    for (const unit of [...ruled, ...byLot]) seats[unit] = (seats[unit] ?? 0) + 1;
  return { ok: true, solution: { ...result.prepared, draft, ties, seats } };
}

function refused([first, ...others]: readonly Refusal[]): Solving {
  if (first === undefined) throw new Error('a refusal says why');
  return { ok: false, refusals: [first, ...others] };
}

export function draftOf(contest: Contest): Draft {
  switch (contest.method) {
    case 'hamilton':
      return apportionByRemainders(contest);
    case 'quota-method':
      return apportionByQuota(contest);
    default:
      return apportionByDivisor(contest);
  }
}

/** The numbers of the recorded rule for each unit, in the order of the rule. */
export function preferenceOf(
  { tieRule = [], units }: ApportionmentInput,
  contest: Contest,
  columns: readonly Column[],
): Preference {
  const keys = tieRule.map((key) => {
    if (key === 'weight') return contest.units.map(({ weight }) => weight);
    const column = columns.find(({ name }) => name === key) ?? columnOf(units, key, { numerator: 0n, denominator: 1n });
    return column.figures;
  });
  return units.map((_unit, index) => keys.map((figures) => figures[index] ?? 0n));
}
