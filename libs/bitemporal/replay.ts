import { sameValue, type Ended, type Statement } from './bitemporal.ts';

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
  /** What has brought it; absent where it holds by itself. */
  readonly by?: readonly string[] | undefined;
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
  if ('is' in statement) {
    const { is, held, notAfter, undoes, by } = statement;
    if (undoes !== undefined && !isEndedBy(before, undoes)) return before ?? { statement, value: undefined };
    if (held !== undefined && holds(before)) return broughtBy(differing(before, statement, held), by);
    if (notAfter !== undefined && before?.ended?.cause === notAfter) return before;
    return { statement, value: changed(is, before?.ahead ?? {}), ...(by === undefined ? {} : { by: [by] }) };
  }
  if ('ended' in statement) return ending(before, statement, statement);
  if (before?.value === null) return before;
  if (holds(before)) {
    const isFinal = statement.unless?.some((members) => has(before.value, members)) === true;
    return isFinal ? before : differing(before, statement, statement.differs);
  }
  return { statement, value: undefined, ahead: { ...before?.ahead, ...statement.differs } };
}

function isEndedBy<Value>(holding: Holding<Value> | undefined, operationId: string): boolean {
  return holding?.value === null && holding.ended?.operationId === operationId;
}

/** What holds by itself goes on so, whatever brings it as well; what is brought holds by itself once it is said without. */
function broughtBy<Value>(holding: Holding<Value>, by: string | undefined): Holding<Value> {
  if (holding.by === undefined || (by !== undefined && holding.by.includes(by))) return holding;
  return { ...holding, by: by === undefined ? undefined : [...holding.by, by] };
}

type Held<Value> = Holding<Value> & { readonly value: Value };

function holds<Value>(holding: Holding<Value> | undefined): holding is Held<Value> {
  return holding?.value !== undefined && holding.value !== null;
}

function differing<Value>(
  before: Held<Value>,
  statement: Statement<Value>,
  difference: Partial<Value>,
): Holding<Value> {
  if (Object.keys(difference).length === 0) return before;
  const by = before.by === undefined ? {} : { by: before.by };
  return { statement, value: changed(before.value, difference), ...by };
}

function ending<Value>(
  before: Holding<Value> | undefined,
  statement: Statement<Value>,
  { ended, only, by }: Pick<Extract<Statement<Value>, { readonly ended: Ended }>, 'ended' | 'only' | 'by'>,
): Holding<Value> {
  if (by !== undefined) {
    if (before === undefined) return { statement, value: undefined };
    if (!holds(before) || before.by?.includes(by) !== true) return before;
    const others = before.by.filter((each) => each !== by);
    return others.length > 0 ? { ...before, by: others } : { statement, value: null, ended };
  }
  if (only !== undefined && !(holds(before) && has(before.value, only)))
    return before ?? { statement, value: undefined };
  const isOver = before?.value === null && before.statement.on < statement.on;
  return isOver ? before : { statement, value: null, ended };
}

function has<Value>(value: Value, members: Partial<Value>): boolean {
  return sameValue({ ...value, ...members }, value);
}

function changed<Value>(value: Value, difference: Partial<Value>): Value {
  return Object.keys(difference).length === 0 ? value : { ...value, ...difference };
}
