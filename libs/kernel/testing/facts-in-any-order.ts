import { describe, expect, it } from '@jest/globals';
import type { Aggregate, AnyAggregate, DomainEventShape } from '../aggregate.ts';
import type { Chronicled, CorrectionCommand, FactOf, FactRule } from '../chronicle.ts';
import { fold, type Rejection } from '../decider.ts';

type CommandOf<A> = A extends Aggregate<infer C, infer _S, infer _E, infer _R> ? Exclude<C, CorrectionCommand> : never;
type EventOf<A> = A extends Aggregate<infer _C, infer _S, infer E, infer _R> ? E : never;
type AnyChronicle = AnyAggregate & { readonly facts: object };

/** A fact of one type in a history, from which its rows are made. */
export interface ExampleFact<Fact, Command> {
  /** The facts of earlier days that it needs, in their order. Default: none. */
  readonly before?: readonly Fact[];
  /** With a value for each member that a correction may change. */
  readonly fact: Fact;
  /** Facts of later days, in their order; or why there are none in a stream that has it. */
  readonly after: readonly Fact[] | string;
  /** Whether those need it: then it is stated before them, and voided before them or with them. */
  readonly carries?: true;
  /** What states it and nothing else, with its day under the same name; absent for what only follows from an operation. */
  readonly command?: Command;
  /** Another value of each member that a correction may change, with which the history reads well too. */
  readonly other?: object;
  /** What cannot be so together with it, and the day that the refusal names; or why whatever is stated beside it may be so. */
  readonly overlap?: readonly { readonly command: Command; readonly day: string }[] | string;
}

/** An example of every fact of an aggregate. */
export type ExampleFacts<A extends AnyChronicle> = Readonly<
  Record<FactOf<EventOf<A>>['type'], ExampleFact<EventOf<A>, CommandOf<A>>>
>;

type AnyExample = ExampleFact<DomainEventShape, DomainEventShape>;
type Rule = FactRule<DomainEventShape>;
type State = Chronicled<DomainEventShape>;

/** After every day of the specs, and within those that the contracts take. */
const AHEAD = '2190-01-01';
/** The end of a fact that has one, where its day is that one. */
const AFTERWARDS = '2191-01-01';
const REASON = 'recorded wrong';
/** What days are called in facts and commands. */
const DAYS = ['on', 'since', 'inForceFrom', 'convenedOn'];

/**
 * The rows of every fact of a chronicle, made from its table of facts: recorded late, of a day ahead, corrected in each of its members, voided, and
 * overlapping another one. A fact without an example fails by its name.
 */
export function factsInAnyOrder<A extends AnyChronicle>(aggregate: A, examples: ExampleFacts<A>): void {
  const known = examples as Readonly<Record<string, AnyExample | undefined>>;
  const rules = Object.entries(aggregate.facts as Readonly<Record<string, Rule>>);
  describe.each(rules)(`${aggregate.name}: %s in any order`, (type, rule) => {
    const example = known[type];
    it('has an example', () => {
      expect(example?.fact.type).toBe(type);
    });
    if (example === undefined) return;
    const rows = new Rows(aggregate, rule, example);
    if (typeof example.after !== 'string')
      it('recorded late, reads as if it had been recorded in its turn', () => {
        rows.late();
      });
    if (rule.name === undefined) {
      it('follows from an operation, and is not corrected by hand', () => {
        rows.refuseCorrections(example.fact);
      });
      return;
    }
    if (rule.derived !== undefined)
      it('is not corrected by hand where it follows from an operation', () => {
        rows.refuseCorrections({ ...example.fact, operationId: 'an operation' } as DomainEventShape);
      });
    if (rule.happened !== true)
      it('of a day ahead, is recorded', () => {
        rows.ahead();
      });
    for (const member of rule.changes ?? [])
      it(`corrected in ${member}, reads as if it had never been wrong`, () => {
        rows.corrected(member);
      });
    it('voided, reads as if it had never been recorded', () => {
      rows.voided();
    });
    if (typeof example.overlap !== 'string')
      it('is refused where it overlaps, with the day', () => {
        rows.overlapping();
      });
  });
}

class Rows {
  readonly #before: readonly DomainEventShape[];
  readonly #afterwards: readonly DomainEventShape[];

  constructor(
    private readonly aggregate: AnyChronicle,
    private readonly rule: Rule,
    private readonly example: AnyExample,
  ) {
    this.#before = example.before ?? [];
    this.#afterwards = typeof example.after === 'string' ? [] : example.after;
  }

  late(): void {
    const [after, { fact, carries }] = [this.#afterwards, this.example];
    const later = after.filter((event) => this.rule.opens === true || this.#dayOf(event) > this.#dayOf(fact));
    expect(later).not.toEqual([]);
    expect(this.#said([...this.#before, ...after, fact])).toEqual(this.#said([...this.#before, fact, ...after]));
    if (this.rule.name !== undefined) this.#stated(fact, carries === true ? this.#before : [...this.#before, ...after]);
  }

  ahead(): void {
    const fact = onDay(this.example.fact, AHEAD);
    expect(this.#dayOf(fact)).toBe(AHEAD);
    this.#stated(fact, this.#before, (command) => onDay(command, AHEAD));
    const { facts } = this.#after([...this.#before, fact]);
    expect(facts.at(-1)?.event).toEqual(fact);
  }

  corrected(member: string): void {
    const [after, { fact, other }] = [this.#afterwards, this.example];
    const right = valueOf(fact, member);
    const wrong = valueOf(other ?? {}, member);
    // Both are needed, and they have to differ: else nothing is corrected.
    expect({ member, right, wrong }).toEqual({ member, right: expect.anything(), wrong: expect.anything() });
    expect(wrong).not.toEqual(right);
    const history = [...this.#before, this.#mistaken(member, wrong), ...after];
    const correction = {
      type: 'CorrectFact',
      of: fact.type,
      fact: this.#id,
      changes: { [member]: right },
      reason: REASON,
    };
    const event = this.#onlyEvent(correction, history);
    expect(event.type).toBe(`${fact.type}Corrected`);
    expect(this.#said([...history, event])).toEqual(this.#said([...this.#before, fact, ...after]));
  }

  /** The fact as it was stated with that member wrong. */
  #mistaken(member: string, value: unknown): DomainEventShape {
    const { fact, command } = this.example;
    if (command === undefined || valueOf(command, member) === undefined) return { ...fact, [member]: value };
    return this.#onlyEvent({ ...command, [member]: value }, this.#before);
  }

  voided(): void {
    const [after, { fact, carries }] = [this.#afterwards, this.example];
    const voids: CorrectionCommand = { type: 'VoidFact', of: fact.type, fact: this.#id, reason: REASON };
    const others = carries === true ? [] : after;
    const history = [...this.#before, fact, ...others];
    const event = this.#onlyEvent(voids, history);
    expect(event.type).toBe(`${fact.type}Voided`);
    expect(this.#said([...history, event])).toEqual(this.#said([...this.#before, ...others]));
    expect(this.#decide(voids, [...history, event])).toEqual({ ok: true, events: [] });
    if (carries !== true) return;
    const whole = [...history, ...after];
    const carried = this.rule.carries?.(fact, this.#after(whole).facts) ?? [];
    if (carried.length < after.length) this.#refused(voids, whole, '_FACT_CONTRADICTED');
    else this.#takenBack(voids, whole);
  }

  /** With what cannot be without it. */
  #takenBack(voids: CorrectionCommand, history: readonly DomainEventShape[]): void {
    const decision = this.#decide(voids, history);
    expect(decision).toMatchObject({ ok: true });
    const events = decision.ok ? decision.events : [];
    expect(this.#said([...history, ...events])).toEqual(this.#said(this.#before));
  }

  overlapping(): void {
    const [after, { fact, overlap = [] }] = [this.#afterwards, this.example];
    const overlapping = typeof overlap === 'string' ? [] : overlap;
    // What overlaps it is needed, or why nothing does.
    expect(overlapping).not.toEqual([]);
    for (const { command, day } of overlapping)
      expect(JSON.stringify(this.#refused(command, [...this.#before, fact, ...after], ''))).toContain(day);
  }

  refuseCorrections(fact: DomainEventShape): void {
    expect(this.rule.derived?.(fact)).toBe(true);
    const history = [...this.#before, fact];
    const named = { of: fact.type, fact: this.#id, reason: REASON };
    const corrections: readonly CorrectionCommand[] = [
      { type: 'CorrectFact', ...named, changes: {} },
      { type: 'VoidFact', ...named },
    ];
    for (const correction of corrections) this.#refused(correction, history, '_FACT_NOT_FOUND');
  }

  /** In a fold the ids of events are their numbers. */
  get #id(): string {
    return String(this.#before.length);
  }

  #stated(
    fact: DomainEventShape,
    history: readonly DomainEventShape[],
    as: (command: DomainEventShape) => DomainEventShape = (command) => command,
  ): void {
    const { command } = this.example;
    if (command === undefined) throw new TypeError(`${fact.type}: the command that states it is needed`);
    expect(this.#decide(as(command), history)).toEqual({ ok: true, events: [fact] });
  }

  #onlyEvent(command: DomainEventShape, history: readonly DomainEventShape[]): DomainEventShape {
    const decision = this.#decide(command, history);
    expect(decision).toMatchObject({ ok: true, events: [expect.anything()] });
    const [event = command] = decision.ok ? decision.events : [];
    return event;
  }

  #refused(command: DomainEventShape, history: readonly DomainEventShape[], code: string): Rejection {
    const decision = this.#decide(command, history);
    expect(decision).toMatchObject({ ok: false, rejection: { type: expect.stringContaining(code) } });
    return (decision as { readonly rejection: Rejection }).rejection;
  }

  #decide(command: DomainEventShape, history: readonly DomainEventShape[]) {
    return this.aggregate.decide(command, this.#after(history));
  }

  /** What the history says, and the facts in the order in which they count. */
  #said(history: readonly DomainEventShape[]): object {
    const { facts, voided: _voided, unsettled: _unsettled, ...said } = this.#after(history);
    return { ...said, facts: facts.map(({ event }) => event) };
  }

  /** The state after a history that can be so. */
  #after(history: readonly DomainEventShape[]): State {
    const state = fold(this.aggregate, history) as State;
    expect(state.unsettled).toBeUndefined();
    return state;
  }

  #dayOf(fact: DomainEventShape): string {
    const rules = this.aggregate.facts as Readonly<Record<string, Rule | undefined>>;
    return rules[fact.type]?.day(fact) ?? '';
  }
}

function valueOf(fact: object, member: string): unknown {
  return (fact as Readonly<Record<string, unknown>>)[member];
}

/** The same on another day. */
function onDay<Dated extends object>(dated: Dated, day: string): Dated {
  const name = DAYS.find((each) => valueOf(dated, each) !== undefined);
  const end = valueOf(dated, 'until') === undefined ? {} : { until: AFTERWARDS };
  if (name !== undefined) return { ...dated, [name]: day, ...end };
  return { ...dated, figure: { ...(valueOf(dated, 'figure') as object), on: day } };
}
