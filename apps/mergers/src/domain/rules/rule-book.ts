import type { Act, OperationFile } from './act.ts';
import { samePlan } from './g1-same-plan.ts';
import { oneOperation } from './g12-one-operation.ts';
import { twoMonths } from './g2-two-months.ts';
import { dissolutionClause } from './g6-dissolution-clause.ts';
import { conditions } from './g7-conditions.ts';
import { effectDate } from './g8-effect-date.ts';
import { inForce, type Rule, type Shortfall, type Standing, type StandingQuestion, type Verdict } from './rule.ts';

/** Every version of every guard, in the order of precedence. A guard is a file and a line here. */
export const ruleBook: readonly Rule[] = [
  ...samePlan,
  ...twoMonths,
  ...dissolutionClause,
  ...conditions,
  ...effectDate,
  ...oneOperation,
];

/** A refusal by a guard, as problem+json shows it. */
export interface GuardRefusal extends Omit<Shortfall, 'code'> {
  readonly type: Shortfall['code'];
  readonly guard: string;
  readonly rule: string;
  readonly citation: string;
}

export type Judgement =
  { readonly ok: true; readonly verdicts: readonly Verdict[] } | { readonly ok: false; readonly refusal: GuardRefusal };

/** Judges an act under the rules in force on its day: the first shortfall in the order of the book, or every verdict. */
export function judge(act: Act, file: OperationFile, book: readonly Rule[] = ruleBook): Judgement {
  const rules = book.filter((each) => each.at.includes(act.act) && inForce(each, act.on));
  for (const each of rules) {
    const shortfall = each.check(act, file);
    if (shortfall !== undefined) return { ok: false, refusal: refusalOf(each, shortfall) };
  }
  return { ok: true, verdicts: rules.map(verdictOf) };
}

export interface GuardStanding extends Omit<Standing, 'actOn'>, Verdict {
  readonly actOn: string;
}

/** Which guards an operation has passed, fails or has not met yet, each under the version of its own day. */
export function standings(
  file: OperationFile,
  question: StandingQuestion,
  book: readonly Rule[] = ruleBook,
): readonly GuardStanding[] {
  return book.flatMap((each) =>
    each
      .standing(file, question)
      .filter(({ actOn }) => inForce(each, actOn))
      .map((standing) => ({ ...verdictOf(each), ...standing })),
  );
}

function verdictOf({ guard, id, citation }: Rule): Verdict {
  return { guard, rule: id, citation };
}

function refusalOf(each: Rule, { code, ...shortfall }: Shortfall): GuardRefusal {
  return { type: code, ...verdictOf(each), ...shortfall };
}
