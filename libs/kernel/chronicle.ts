import { aggregate, FactCannotFollow, type Aggregate, type DomainEventShape } from './aggregate.ts';
import { canonicalJson } from './canonical-json.ts';
import { sameFacts } from './dated.ts';
import { accept, invariant, reject, type Decision, type Refusal, type Rejection } from './decider.ts';

/** A fact as it reads now: what was stated, or what a correction has made of it, under the id of the event that stated it. */
export interface StatedFact<Fact> {
  readonly id: string;
  readonly event: Fact;
  /** Its place in the order in which the facts of the stream were recorded: counts where their days are the same. */
  readonly sequence: number;
}

/** What the state of a chronicle has beside its own members. */
export interface Chronicled<Fact> {
  /** In the order of their days, whatever the order in which they were recorded. */
  readonly facts: readonly StatedFact<Fact>[];
  /** The facts that were taken back. */
  readonly voided: readonly string[];
  /**
   * Why the facts so far cannot all be so: between two events of one decision, of which the second one settles it. The other members are then
   * those of before.
   */
  readonly unsettled?: FactCannotFollow | undefined;
}

/** How the facts of one type are dated and corrected. */
export interface FactRule<Fact extends DomainEventShape, S = never> {
  /** The day from which it counts; undefined for one that counts from the beginning. */
  day(fact: Fact): string | undefined;
  /** Whether it follows from a fact of another stream: then it is not corrected by hand, and of its day and type it counts after what was decided. */
  derived?(fact: Fact): boolean;
  /** The fact with what follows from its own members, and from the other facts, once a correction has changed some. */
  restates?(fact: Fact, others: S): DomainEventShape;
  /** What it is called: `correct-<name>`, `void-<name>`. Absent for what only follows from the facts of other streams. */
  readonly name?: string | undefined;
  /** Whether it begins the stream: it counts before all the others, whatever its day. */
  readonly opens?: true | undefined;
  /** Whether it is about what has happened: then its day does not lie ahead. */
  readonly happened?: true | undefined;
  /**
   * The facts that are taken back with it, because they cannot be without it: a mandate that never was has no end. Taken back one by one,
   * either of the two could contradict others meanwhile.
   */
  carries?(fact: Fact, facts: readonly StatedFact<DomainEventShape>[]): readonly StatedFact<DomainEventShape>[];
  /** The members of its data that a correction may change; the others say which fact it is. */
  readonly changes?: readonly (keyof Fact & string)[] | undefined;
}

/** The facts among the events of an aggregate: all but the corrections. */
export type FactOf<E extends DomainEventShape> = Exclude<
  E,
  { readonly type: `${string}Corrected` | `${string}Voided` }
>;

/** Of a stream's facts, each type with its rule. Of one day, facts count in the order of this table. */
export type FactRules<E extends DomainEventShape, S = never> = {
  readonly [Type in FactOf<E>['type']]: FactRule<Extract<FactOf<E>, { readonly type: Type }>, S>;
};

/** The decision that a fact was recorded wrong: it names the fact, and says why. */
export type CorrectionCommand =
  | {
      readonly type: 'CorrectFact';
      /** The type of the fact. */
      readonly of: string;
      readonly fact: string;
      /** The members of its data that read otherwise. */
      readonly changes: object;
      readonly reason: string;
    }
  | { readonly type: 'VoidFact'; readonly of: string; readonly fact: string; readonly reason: string };

/**
 * `found` is the id that names no such fact; or the fact that cannot stand with what was stated or corrected, with its day.
 */
export type FactRefusal<Prefix extends string> =
  | Refusal<`${Prefix}_FACT_NOT_FOUND`, 'found' | 'required'>
  | Refusal<`${Prefix}_FACT_CONTRADICTED`, 'found' | 'required'>;

export interface ChronicleDefinition<
  C extends DomainEventShape,
  S extends object,
  E extends DomainEventShape,
  R extends Rejection,
  Prefix extends string,
> {
  readonly context: string;
  readonly name: string;
  /** The first part of the codes of its refusals. */
  readonly prefix: Prefix;
  readonly initial: S;
  readonly facts: FactRules<E, S>;
  /** What a fact makes of the facts of earlier days, and of its own day before it. @throws FactCannotFollow */
  evolve(state: S, fact: FactOf<E>): S;
  /** Why the facts, as they read together, cannot all be so; `before` is how they read until now. */
  judge?(state: S & Chronicled<FactOf<E>>, before: S & Chronicled<FactOf<E>>): R | undefined;
  /**
   * What a command states. Whether the facts then read well is not its business, nor whether they were stated before. What follows from facts of
   * other streams it may correct and void as well, by the ids of the facts in the state.
   */
  decide(command: C, state: S & Chronicled<FactOf<E>>): Decision<E, R>;
}

export type Chronicle<
  C extends DomainEventShape,
  S extends object,
  E extends DomainEventShape,
  R extends Rejection,
  Prefix extends string,
> = Aggregate<C | CorrectionCommand, S & Chronicled<FactOf<E>>, E, R | FactRefusal<Prefix>> & {
  readonly facts: FactRules<E>;
  readonly prefix: Prefix;
};

/**
 * An aggregate whose facts may be recorded in any order, and corrected. Its state is what they say in the order of their days, so that the order of
 * recording makes no difference. A fact that is stated, corrected or voided is judged in the history as it would then read.
 */
export function chronicle<
  C extends DomainEventShape,
  S extends object,
  E extends DomainEventShape,
  R extends Rejection,
  const Prefix extends string,
>(definition: ChronicleDefinition<C, S, E, R, Prefix>): Chronicle<C, S, E, R, Prefix> {
  const { context, name, prefix, initial, facts } = definition;
  const history = new History(definition);
  const base = aggregate<C | CorrectionCommand, S & Chronicled<FactOf<E>>, E, R | FactRefusal<Prefix>>({
    context,
    name,
    initial: { ...initial, facts: [], voided: [], unsettled: undefined },
    evolve: (state, event, id = '') => history.evolve(state, event, id),
    decide: (command, state) =>
      isCorrection(command) ? history.correct(command, state) : history.state(command, state),
  });
  return { ...base, facts, prefix };
}

/** What a state has to be before it is decided on. @throws FactCannotFollow for one of a chronicle whose facts cannot all be so */
export function requireSettled(state: unknown): void {
  const unsettled = unsettledIn(state);
  if (unsettled !== undefined) throw unsettled;
}

/** Why the facts of a chronicle cannot all be so; undefined where they can, and for every other state. */
export function unsettledIn(state: unknown): FactCannotFollow | undefined {
  if (typeof state !== 'object' || state === null || !('unsettled' in state)) return undefined;
  return state.unsettled instanceof FactCannotFollow ? state.unsettled : undefined;
}

export function isCorrection(command: DomainEventShape): command is CorrectionCommand {
  return command.type === 'CorrectFact' || command.type === 'VoidFact';
}

/** Reads the facts of a stream in the order of their days, and judges what they then say. */
class History<
  C extends DomainEventShape,
  S extends object,
  E extends DomainEventShape,
  R extends Rejection,
  P extends string,
> {
  readonly #ranks: ReadonlyMap<string, number>;

  constructor(private readonly definition: ChronicleDefinition<C, S, E, R, P>) {
    this.#ranks = new Map(Object.keys(definition.facts).map((type, rank) => [type, rank]));
  }

  evolve(state: S & Chronicled<FactOf<E>>, event: E, id: string): S & Chronicled<FactOf<E>> {
    const correction = correctionIn(event);
    if (correction === undefined) return this.#with(state, event as FactOf<E>, id);
    const { fact, now } = correction;
    const known = state.facts.find((each) => each.id === fact);
    if (known === undefined) throw new FactCannotFollow(event, `there is no fact ${fact}`);
    const others = state.facts.filter((each) => each !== known);
    if (now === undefined) return this.#read({ ...state, facts: others, voided: [...state.voided, fact] });
    return this.#read({ ...state, facts: [...others, { ...known, event: now as FactOf<E> }] });
  }

  /** What was stated before, in the same words, is a repeat; unless something stated since about the same day has taken its place. */
  state(command: C, state: S & Chronicled<FactOf<E>>): Decision<E, R | FactRefusal<P>> {
    const decision = this.definition.decide(command, state);
    if (!decision.ok) return decision;
    const fresh = decision.events.filter((event) => !this.#isRepeated(event as FactOf<E>, state));
    return this.#unless(
      fresh.reduce((before, event) => this.evolve(before, event, ''), state),
      fresh,
      state,
    );
  }

  #isRepeated(event: FactOf<E>, state: S & Chronicled<FactOf<E>>): boolean {
    const same = state.facts.filter((known) => known.event.type === event.type && sameFacts(known.event, event));
    const [last] = same.toSorted((a, b) => b.sequence - a.sequence);
    return last !== undefined && !this.#isReplaced(last, state);
  }

  /** Whether a fact says nothing any more, because of another one of its type and day that was stated after it, and would say something if it was stated anew. */
  #isReplaced(known: StatedFact<FactOf<E>>, state: S & Chronicled<FactOf<E>>): boolean {
    const { event, sequence } = known;
    const isLater = (other: StatedFact<FactOf<E>>): boolean =>
      other.sequence > sequence &&
      other.event.type === event.type &&
      this.#placeOf(other.event) === this.#placeOf(event);
    if (!state.facts.some(isLater)) return false;
    const without = this.#read({ ...state, facts: state.facts.filter((each) => each !== known) });
    const again = this.evolve(state, event, '');
    if (without.unsettled !== undefined || again.unsettled !== undefined) return false;
    return says(without) === says(state) && says(again) !== says(state);
  }

  correct(command: CorrectionCommand, state: S & Chronicled<FactOf<E>>): Decision<E, R | FactRefusal<P>> {
    const { fact, of, reason } = command;
    if (command.type === 'VoidFact' && state.voided.includes(fact)) return accept();
    const known = state.facts.find(({ id, event }) => id === fact && event.type === of);
    if (known === undefined || this.#isDerived(known.event)) return reject(this.#notFound(fact, of));
    const { type: _type, ...was } = known.event;
    if (command.type === 'VoidFact') return this.#void(known, reason, state);
    const { type: _restated, ...now } = this.#restated({ ...was, ...command.changes, type: of }, known, state);
    if (sameFacts(was, now)) return accept();
    const on = this.#dayOf({ ...now, type: of });
    const corrected: DomainEventShape = { type: `${of}Corrected`, ...{ fact, was, now, reason, on } };
    return this.#decided([corrected as E], state);
  }

  /** What cannot be without the fact goes first, and with it. */
  #void(
    known: StatedFact<FactOf<E>>,
    reason: string,
    state: S & Chronicled<FactOf<E>>,
  ): Decision<E, R | FactRefusal<P>> {
    const carried = this.#ruleOf(known.event.type)?.carries?.(known.event as never, state.facts) ?? [];
    const events = [...carried, known].map(({ id: fact, event }) => {
      const { type, ...was } = event;
      const voided: DomainEventShape = { type: `${type}Voided`, ...{ fact, was, reason, on: this.#dayOf(event) } };
      return voided as E;
    });
    return this.#decided(events, state);
  }

  #decided(events: readonly E[], state: S & Chronicled<FactOf<E>>): Decision<E, R | FactRefusal<P>> {
    return this.#unless(
      events.reduce((before, event) => this.evolve(before, event, ''), state),
      events,
      state,
    );
  }

  /** These events, unless what the facts then say cannot be so. What was so before is held against none of them. */
  #unless(
    next: S & Chronicled<FactOf<E>>,
    events: readonly E[],
    before: S & Chronicled<FactOf<E>>,
  ): Decision<E, R | FactRefusal<P>> {
    const { unsettled } = next;
    if (unsettled !== undefined) return reject(this.#contradicted(unsettled));
    const judged = (state: S & Chronicled<FactOf<E>>): R | undefined => this.definition.judge?.(state, before);
    const refusal = events.length === 0 ? undefined : judged(next);
    if (refusal === undefined || sameFacts(judged(before), refusal)) return { ok: true, events };
    return reject(refusal);
  }

  #notFound(fact: string, of: string): FactRefusal<P> {
    const required = `the id of a fact of this kind, ${this.#nameOf(of)}, that was not voided and follows from no operation`;
    return { type: `${this.definition.prefix}_FACT_NOT_FOUND`, found: fact, required };
  }

  #contradicted({ event, state: required }: FactCannotFollow): FactRefusal<P> {
    const found = `${this.#nameOf(event.type)} of ${this.#dayOf(event)}`;
    return { type: `${this.definition.prefix}_FACT_CONTRADICTED`, found, required };
  }

  /** The state with one more fact. */
  #with(state: S & Chronicled<FactOf<E>>, event: FactOf<E>, id: string): S & Chronicled<FactOf<E>> {
    const stated = { id, event, sequence: state.facts.length + state.voided.length };
    const last = state.facts.at(-1);
    const next = { ...state, facts: [...state.facts, stated] };
    const isLate = last !== undefined && this.#compare(last, stated) > 0;
    if (isLate || state.unsettled !== undefined) return this.#read(next);
    return this.#settled(next, () => this.definition.evolve(state, event));
  }

  #read(state: S & Chronicled<FactOf<E>>): S & Chronicled<FactOf<E>> {
    const { initial } = this.definition;
    const facts = state.facts.toSorted((a, b) => this.#compare(a, b));
    return this.#settled({ ...state, facts }, () =>
      facts.reduce<S>((before, { event }) => this.definition.evolve(before, event), initial),
    );
  }

  #settled(chronicled: S & Chronicled<FactOf<E>>, read: () => S): S & Chronicled<FactOf<E>> {
    const { facts, voided } = chronicled;
    try {
      return { ...read(), facts, voided, unsettled: undefined };
    } catch (unsettled) {
      if (!(unsettled instanceof FactCannotFollow)) throw unsettled;
      return { ...chronicled, unsettled };
    }
  }

  #compare(a: StatedFact<FactOf<E>>, b: StatedFact<FactOf<E>>): number {
    const [left, right] = [this.#placeOf(a.event), this.#placeOf(b.event)];
    if (left !== right) return left < right ? -1 : 1;
    const ranks = this.#rankOf(a.event) - this.#rankOf(b.event);
    const derived = Number(this.#isDerived(a.event)) - Number(this.#isDerived(b.event));
    return ranks || derived || byOperation(a.event, b.event) || a.sequence - b.sequence;
  }

  /** The day at which it stands in the order. */
  #placeOf(fact: DomainEventShape): string {
    return this.#ruleOf(fact.type)?.opens === true ? '' : this.#dayOf(fact);
  }

  #dayOf(fact: DomainEventShape): string {
    return this.#ruleOf(fact.type)?.day(fact as never) ?? '';
  }

  #isDerived(fact: DomainEventShape): boolean {
    return this.#ruleOf(fact.type)?.derived?.(fact as never) === true;
  }

  #restated(fact: DomainEventShape, known: StatedFact<FactOf<E>>, state: S & Chronicled<FactOf<E>>): DomainEventShape {
    const rule = this.#ruleOf(fact.type);
    if (rule?.restates === undefined) return fact;
    const others = this.#read({ ...state, facts: state.facts.filter((each) => each !== known) });
    return rule.restates(fact as never, others as never);
  }

  #nameOf(type: string): string {
    return this.#ruleOf(type)?.name ?? type;
  }

  #ruleOf(type: string): FactRule<never> | undefined {
    return (this.definition.facts as Readonly<Record<string, FactRule<never> | undefined>>)[type];
  }

  #rankOf({ type }: DomainEventShape): number {
    const rank = this.#ranks.get(type);
    invariant(rank !== undefined, `${type} is in the table of facts`);
    return rank;
  }
}

/** What the facts say, whatever they are. */
function says({
  facts: _facts,
  voided: _voided,
  unsettled: _unsettled,
  ...said
}: object & Chronicled<unknown>): string {
  return canonicalJson(said);
}

/** What follows from several operations on one day counts in an order that does not depend on which was recorded first. */
export function byOperation(a: object, b: object): number {
  const [left, right] = [operationOf(a), operationOf(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function operationOf(fact: object): string {
  return 'operationId' in fact && typeof fact.operationId === 'string' ? fact.operationId : '';
}

/** The fact that an event corrects, with what it makes of it, or voids. */
export function correctionIn(
  event: DomainEventShape,
): { readonly fact: string; readonly now?: DomainEventShape } | undefined {
  const [, type, how] = /^(.+)(Corrected|Voided)$/.exec(event.type) ?? [];
  if (type === undefined) return undefined;
  const { fact, now } = event as DomainEventShape & { readonly fact: string; readonly now?: object };
  return how === 'Corrected' ? { fact, now: { ...now, type } } : { fact };
}
