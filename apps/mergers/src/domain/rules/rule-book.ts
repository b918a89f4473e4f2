import { latest, type CalendarDate } from '#libs/kernel';
import { movedTo, type Act, type OperationFile } from './act.ts';
import { samePlan } from './g1-same-plan.ts';
import { staffOpinion } from './g10-staff-opinion.ts';
import { creditors } from './g11-creditors.ts';
import { oneOperation } from './g12-one-operation.ts';
import { twoMonths } from './g2-two-months.ts';
import { notice } from './g3-notice.ts';
import { documents } from './g4-documents.ts';
import { auditor } from './g5-auditor.ts';
import { dissolutionClause } from './g6-dissolution-clause.ts';
import { conditions } from './g7-conditions.ts';
import { effectDate } from './g8-effect-date.ts';
import { revision } from './g9-revision.ts';
import {
  versionFor,
  versionOn,
  type Guard,
  type GuardStatus,
  type Occasion,
  type RuleVersion,
  type Shortfall,
  type GuardQuestion,
  type Verdict,
} from './rule.ts';

/** Every guard, in the order of precedence. A guard is a file and a line here. */
export const ruleBook: readonly Guard[] = [
  samePlan,
  revision,
  staffOpinion,
  twoMonths,
  notice,
  documents,
  auditor,
  dissolutionClause,
  conditions,
  effectDate,
  creditors,
  oneOperation,
];

/** A refusal by a guard, as problem+json shows it. */
export interface GuardRefusal extends Omit<Shortfall, 'code' | 'isFailure'> {
  readonly type: Shortfall['code'];
  readonly guard: string;
  readonly rule: string;
  readonly citation: string;
}

export type Judgement =
  { readonly ok: true; readonly verdicts: readonly Verdict[] } | { readonly ok: false; readonly refusal: GuardRefusal };

/** Judges an act under the rules in force on its day: the first shortfall in the order of the book, or every verdict. */
export function judge(act: Act, file: OperationFile, book: readonly Guard[] = ruleBook): Judgement {
  const verdicts: Verdict[] = [];
  for (const guard of book) {
    const version = versionFor(guard, act, file);
    if (version === undefined) continue;
    const shortfall = shortfallOn(guard, act, file);
    if (shortfall !== undefined) {
      const earliestLawfulDate = firstLawfulDay(act, file, book);
      return { ok: false, refusal: refusalOf(verdictOf(guard, version), { ...shortfall, earliestLawfulDate }) };
    }
    verdicts.push(verdictOf(guard, version));
  }
  return { ok: true, verdicts };
}

/**
 * The first day, from the day of the act on, on which it is lawful under all guards together; undefined where waiting does not make it so. A
 * version of a rule that comes into force in between is heeded.
 */
export function firstLawfulDay(
  act: Act,
  file: OperationFile,
  book: readonly Guard[] = ruleBook,
): CalendarDate | undefined {
  let on = act.on;
  for (;;) {
    const shortfalls = book.flatMap((guard) => shortfallOn(guard, movedTo(act, on), file) ?? []);
    if (shortfalls.length === 0) return on;
    const named = shortfalls.flatMap(({ earliestLawfulDate }) => earliestLawfulDate ?? []);
    const next = latest(on, ...named);
    // Where nobody names a later day, waiting does not mend it.
    if (next === on) return undefined;
    on = next;
  }
}

/** Which guards an operation has passed, fails or has not met yet, each under the version of its own day. */
export function guardStatuses(
  file: OperationFile,
  question: GuardQuestion,
  book: readonly Guard[] = ruleBook,
): readonly GuardStatus[] {
  return book.flatMap((guard) =>
    guard.occasions(file, question).flatMap((occasion) => statusesOf(guard, occasion, file)),
  );
}

/** Nothing where no version is in force on the day of the act. */
function statusesOf(
  guard: Guard,
  { clusterId, act, state, note }: Occasion,
  file: OperationFile,
): readonly GuardStatus[] {
  const isOver = state === 'done' || state === 'in-vain';
  const lawfulFrom = isOver ? act.on : firstLawfulDay(act, file, [guard]);
  const actOn = lawfulFrom ?? act.on;
  const version = versionOn(guard, actOn, file.kind);
  if (version === undefined) return [];
  const shortfall = shortfallOn(guard, act, file);
  const { found, required, inFrench } = shortfall ?? note ?? {};
  const result = stateOf(state, shortfall);
  const earliestLawfulDate = isOver ? shortfall?.earliestLawfulDate : result === 'passed' ? undefined : lawfulFrom;
  return [
    { ...verdictOf(guard, version), clusterId, actOn, state: result, found, required, inFrench, earliestLawfulDate },
  ];
}

function stateOf(state: Occasion['state'], shortfall: Shortfall | undefined): GuardStatus['state'] {
  if (shortfall !== undefined) return state === 'done' || shortfall.isFailure === true ? 'failed' : 'not-yet-due';
  if (state === 'in-vain') return 'failed';
  return state === 'to-come' ? 'not-yet-due' : 'passed';
}

function shortfallOn(guard: Guard, act: Act, file: OperationFile): Shortfall | undefined {
  const version = versionFor(guard, act, file);
  return version && (version.check ?? guard.check)(act, file);
}

function verdictOf(guard: Guard, { id, citation }: RuleVersion): Verdict {
  return { guard: guard.id, rule: id, citation };
}

function refusalOf(verdict: Verdict, { code, isFailure: _isFailure, ...shortfall }: Shortfall): GuardRefusal {
  return { type: code, ...verdict, ...shortfall };
}
