import { sameValue, type Correction, type Statement, type Version } from './bitemporal.ts';
import { compareStatements, follow, type Holding, type RankOf } from './replay.ts';

/** What became known, and what was known no longer, at one instant. */
interface Step<Value> {
  readonly stated: Statement<Value>[];
  readonly withdrawn: Statement<Value>[];
}

/**
 * What was known at each instant about each day: at each, the statements that were known then, replayed in the order of their days. A version goes on
 * through every recording that changes nothing about it. A statement for the last day so far costs no more than the one before it.
 */
export function versionsOf<Value>(statements: readonly Statement<Value>[], rankOf: RankOf): readonly Version<Value>[] {
  const history = new KnownHistory<Value>(rankOf);
  const steps = stepsOf(statements);
  for (const instant of [...steps.keys()].sort()) history.take(instant, steps.get(instant) ?? noStep());
  return history.versions();
}

/** What holds after everything that is known now, in the order of days: the last value that held. */
export function lastHeld<Value>(statements: readonly Statement<Value>[], rankOf: RankOf): Value | undefined {
  const known = statements.filter(({ knownTo }) => knownTo === null);
  let [holding, last]: [Holding<Value> | undefined, Value | undefined] = [undefined, undefined];
  for (const statement of known.sort((a, b) => compareStatements(rankOf, a, b))) {
    holding = follow(holding, statement);
    last = holding.value ?? last;
  }
  return last;
}

/** What was stated and withdrawn in one instant was never known. */
function stepsOf<Value>(statements: readonly Statement<Value>[]): ReadonlyMap<string, Step<Value>> {
  const steps = new Map<string, Step<Value>>();
  const stepAt = (instant: string): Step<Value> => {
    const step = steps.get(instant) ?? noStep<Value>();
    steps.set(instant, step);
    return step;
  };
  for (const statement of statements) {
    if (statement.knownFrom === statement.knownTo) continue;
    stepAt(statement.knownFrom).stated.push(statement);
    if (statement.knownTo !== null) stepAt(statement.knownTo).withdrawn.push(statement);
  }
  return steps;
}

function noStep<Value>(): Step<Value> {
  return { stated: [], withdrawn: [] };
}

/** A span of days in which the same holds. */
interface Span<Value> {
  readonly from: string;
  readonly to: string | null;
  readonly holding: Holding<Value>;
}

interface OpenSpan<Value> extends Span<Value> {
  readonly knownFrom: string;
  readonly correctedBy: Correction | undefined;
}

/** The statements known so far in the order of their days with what holds after each, and the versions that they give. */
class KnownHistory<Value> {
  readonly #statements: Statement<Value>[] = [];
  /** What holds after the statement at the same place. */
  readonly #holdings: Holding<Value>[] = [];
  readonly #open: OpenSpan<Value>[] = [];
  readonly #closed: Version<Value>[] = [];

  constructor(private readonly rankOf: RankOf) {}

  take(instant: string, { stated, withdrawn }: Step<Value>): void {
    const places = [...withdrawn.map((each) => this.#withdraw(each)), ...stated.map((each) => this.#insert(each))];
    const days = [...withdrawn, ...stated].map(({ on }) => on).sort();
    this.#replayFrom(Math.min(...places), days.at(-1) ?? '');
    this.#reopen(instant, days[0] ?? '', correctionIn(stated, withdrawn));
  }

  versions(): readonly Version<Value>[] {
    return [...this.#closed, ...this.#open.map((span) => versionOf(span, null, undefined))];
  }

  #withdraw(statement: Statement<Value>): number {
    const place = this.#statements.indexOf(statement);
    this.#statements.splice(place, 1);
    this.#holdings.splice(place, 1);
    return place;
  }

  /** Behind everything that counts before it. Most are for the last day so far. */
  #insert(statement: Statement<Value>): number {
    let place = this.#statements.length;
    for (; place > 0; place -= 1) {
      const before = this.#statements[place - 1];
      if (before === undefined || compareStatements(this.rankOf, before, statement) <= 0) break;
    }
    this.#statements.splice(place, 0, statement);
    this.#holdings.splice(place, 0, { statement, value: undefined });
    return place;
  }

  /** Up to the first statement behind the last day on which something was stated or withdrawn that finds everything as before. */
  #replayFrom(first: number, lastDay: string): void {
    for (let place = first; place < this.#statements.length; place += 1) {
      const [statement, known] = [this.#statements[place], this.#holdings[place]];
      if (statement === undefined || known === undefined) return;
      const holding = follow(this.#holdings[place - 1], statement);
      const isSame = sameHolding(known, holding) && sameValue(known.by, holding.by);
      if (isSame && statement.on > lastDay) return;
      if (!isSame) this.#holdings[place] = holding;
    }
  }

  /** Closes the versions from this day on that are not so any more, and opens those that are. */
  #reopen(knownFrom: string, day: string, correctedBy: Correction | undefined): void {
    const first = Math.max(
      this.#open.findLastIndex(({ from }) => from < day),
      0,
    );
    const since = this.#open[first]?.from ?? day;
    const known = new Map(this.#open.splice(first).map((span) => [span.from, span]));
    for (const span of this.#spansFrom(since < day ? since : '')) {
      const same = known.get(span.from);
      const goesOn = same?.to === span.to && sameHolding(same.holding, span.holding);
      if (goesOn) known.delete(span.from);
      this.#open.push(goesOn ? same : { ...span, knownFrom, correctedBy });
    }
    for (const span of known.values()) this.#closed.push(versionOf(span, knownFrom, correctedBy));
  }

  /** What holds from a day on, or from the beginning. A day is as its last statement leaves it. */
  #spansFrom(day: string): readonly Span<Value>[] {
    const starts: { readonly from: string; readonly holding: Holding<Value> }[] = [];
    for (let place = this.#statements.findLastIndex(({ on }) => on < day) + 1; ; place += 1) {
      const [statement, holding] = [this.#statements[place], this.#holdings[place]];
      if (statement === undefined || holding === undefined) break;
      if (this.#statements[place + 1]?.on === statement.on || holding.value === undefined) continue;
      if (!isShownAs(starts.at(-1)?.holding, holding)) starts.push({ from: statement.on, holding });
    }
    return starts.map((start, place) => ({ ...start, to: starts[place + 1]?.from ?? null }));
  }
}

/** What has brought it besides is not shown. */
function isShownAs<Value>(before: Holding<Value> | undefined, { statement, value, ended }: Holding<Value>): boolean {
  return before?.statement === statement && before.value === value && before.ended === ended;
}

function sameHolding<Value>(one: Holding<Value>, other: Holding<Value>): boolean {
  if (one === other) return true;
  if (one.value === undefined || other.value === undefined) return false;
  const isSameEvent = one.statement.eventId === other.statement.eventId;
  return isSameEvent && sameValue(one.value, other.value) && sameValue(one.ended, other.ended);
}

function correctionIn(
  stated: readonly Statement<unknown>[],
  withdrawn: readonly Statement<unknown>[],
): Correction | undefined {
  const corrections = [
    ...stated.map(({ correctedBy }) => correctedBy),
    ...withdrawn.map(({ withdrawnBy }) => withdrawnBy),
  ];
  return corrections.findLast((correction) => correction !== undefined);
}

function versionOf<Value>(
  { from: validFrom, to: validTo, knownFrom, correctedBy, holding }: OpenSpan<Value>,
  knownTo: string | null,
  withdrawnBy: Correction | undefined,
): Version<Value> {
  const { statement, value = null, ended } = holding;
  const { eventId, type, position } = statement;
  return {
    ...{ validFrom, validTo, knownFrom, knownTo, value, eventId, type, position },
    ...(ended === undefined ? {} : { ended }),
    ...(correctedBy === undefined ? {} : { correctedBy }),
    ...(withdrawnBy === undefined ? {} : { withdrawnBy }),
  };
}
