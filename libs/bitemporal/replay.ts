import type { Ended, Statement } from './bitemporal.ts';

/** Of one day, statements count by the ranks of their events' types, and of one rank in the order of recording. */
export type RankOf = (type: string) => number;

/** What holds from a day on, by the last statement that counts. */
export interface Holding<Value> {
  readonly statement: Statement<Value>;
  /** Null where it holds no more; undefined where it has not begun. */
  readonly value: Value | null | undefined;
  readonly ended?: Ended | undefined;
  /** What differs from its first day on, because it was said of a day before. */
  readonly ahead?: Partial<Value> | undefined;
}

/** Negative where the first statement counts before the other one. */
export function compareStatements(rankOf: RankOf, a: Statement<unknown>, b: Statement<unknown>): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  const [left, right] = [rankOf(a.type), rankOf(b.type)];
  if (left !== right) return left < right ? -1 : 1;
  if (a.position === b.position) return 0;
  return BigInt(a.position) < BigInt(b.position) ? -1 : 1;
}

/**
 * What holds after one more statement in the order of their days. Of two ends the earlier one stands, until it begins again; a difference
 * counts while it holds, and from its first day on where that comes later.
 */
export function follow<Value>(before: Holding<Value> | undefined, statement: Statement<Value>): Holding<Value> {
  if ('is' in statement) return { statement, value: changed(statement.is, before?.ahead ?? {}) };
  if ('ended' in statement) {
    const isOver = before?.value === null && before.statement.on < statement.on;
    return isOver ? before : { statement, value: null, ended: statement.ended };
  }
  const { differs } = statement;
  if (before?.value === undefined) return { statement, value: undefined, ahead: { ...before?.ahead, ...differs } };
  if (before.value === null || Object.keys(differs).length === 0) return before;
  return { statement, value: changed(before.value, differs) };
}

function changed<Value>(value: Value, difference: Partial<Value>): Value {
  return Object.keys(difference).length === 0 ? value : { ...value, ...difference };
}
