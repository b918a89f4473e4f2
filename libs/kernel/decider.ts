import { sameFacts } from './dated.ts';

/**
 * The whole abstraction of the write side: an aggregate is a pure function from a command and a state to events.
 * Time, ids and actor arrive in the command; nothing here reads a clock or draws a number.
 */
export interface Decider<C, S, E, R> {
  readonly initial: S;
  /** Applies one stored event, under its id. Total over every event this decider ever produced. */
  evolve(state: S, event: E, id?: string): S;
  /** The order of its refusals is documented precedence: the first that applies is the answer. */
  decide(command: C, state: S): Decision<E, R>;
}

/** Zero events is a success: the command asked for what is already so. */
export type Decision<E, R> =
  { readonly ok: true; readonly events: readonly E[] } | { readonly ok: false; readonly rejection: R };

/** The minimum of every refusal: a stable code (`MRG_…`, `GOV_…`, `MBR_…`, `INC_…`). */
export interface Rejection {
  readonly type: string;
}

/** A refusal by its code and its further members: `Refusal<'GOV_BODY_ABOLISHED', 'abolishedOn'>`. */
export type Refusal<Code extends string, Member extends string = never, Value = string> = {
  readonly type: Code;
} & Readonly<Record<Member, Value>>;

/** The decision to record these events; none means that nothing has to change. */
export function accept<E>(...events: readonly E[]): { readonly ok: true; readonly events: readonly E[] } {
  return { ok: true, events };
}

/** The decision to refuse, with its typed reason. */
export function reject<const R extends Rejection>(rejection: R): { readonly ok: false; readonly rejection: R } {
  return { ok: false, rejection };
}

/** The decision to record these events, unless there is a refusal. */
export function acceptUnless<E, R>(refusal: R | undefined, ...events: readonly E[]): Decision<E, R> {
  return refusal === undefined ? { ok: true, events } : { ok: false, rejection: refusal };
}

/** The decision on an existing resource: the same facts are a repeat, which changes nothing; other facts are refused. */
export function acceptRepeat<R>(stated: object, known: object, otherwise: R): Decision<never, R> {
  return sameFacts(stated, known) ? { ok: true, events: [] } : { ok: false, rejection: otherwise };
}

/** The refusal of a day or number that comes before the first that may be; undefined where it does not. */
export function below<const Code extends string, Value extends string | number>(
  type: Code,
  found: Value,
  required: Value,
): Refusal<Code, 'found' | 'required', Value> | undefined {
  return found < required ? { type, found, required } : undefined;
}

/** The refusal of a number above the highest that may be; undefined where it is not. */
export function above<const Code extends string>(
  type: Code,
  found: number,
  required: number,
): Refusal<Code, 'found' | 'required', number> | undefined {
  return found > required ? { type, found, required } : undefined;
}

/** The state after a sequence of events, numbered from 0 as their ids, from the decider's initial state or from a given one. */
export function fold<S, E>(
  decider: Pick<Decider<never, S, E, unknown>, 'initial' | 'evolve'>,
  events: Iterable<E>,
  from?: S,
): S {
  let state = from === undefined ? decider.initial : from;
  let index = 0;
  for (const event of events) {
    state = decider.evolve(state, event, `${from === undefined ? '' : 'then-'}${String(index)}`);
    index += 1;
  }
  return state;
}

/** A state that the rules make impossible: a bug or an altered history, never a refusal. It stops the processor. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/** @throws InvariantBroken when the condition does not hold. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantBroken(message);
}
