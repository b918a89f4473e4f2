import { derivedId, type Uuid } from '#libs/kernel';
import type { Draw } from './draw.ts';
import type { Sent } from './world.ts';

/** How something that was recorded wrong is put right: the fact, by its type, and the command that corrects or voids it. */
export interface Correction {
  readonly of: string;
  /** `<context>.<resource>.correct-<name>` or `void-<name>`. */
  readonly name: string;
  /** Absent where the fact is taken back. */
  readonly changes?: object | undefined;
}

/** How a fact could be recorded wrong, and put right. */
export interface Mistake {
  readonly sent: Sent;
  readonly corrections: readonly Correction[];
}

/** Something that was so in the world, and how it is recorded. */
export interface Fact {
  readonly kind: string;
  readonly sent: Sent;
  /** What has to be on record before it. */
  readonly after: readonly Fact[];
  /** Whether it can be recorded only before an effect, because it plans something for a later day; or only after it. */
  readonly byEffect?: 'before' | 'after' | undefined;
  /** Whether what it rests on has to be right by then: it is a judgement, or an end that a wrong beginning would contradict. */
  readonly needsRight?: true | undefined;
  /** Whether it is a step of the merger. */
  readonly isOfMerger?: true | undefined;
  readonly mistake?: Mistake | undefined;
}

/** What never was so, and was recorded all the same until it was taken back. */
export type Untrue = Fact & { readonly mistake: Mistake };

export interface History {
  /** In the order in which they would be recorded by somebody who knew everything. */
  readonly facts: readonly Fact[];
  /** The last step of the merger: what everything follows from. */
  readonly effect: Fact;
  readonly untrue: readonly Untrue[];
}

export type More = Partial<Pick<Fact, 'after' | 'byEffect' | 'needsRight' | 'isOfMerger' | 'mistake'>>;

/** A history while it is drawn. */
export class Drafted {
  readonly facts: Fact[] = [];
  readonly untrue: Untrue[] = [];

  constructor(
    readonly draw: Draw,
    /** Whether the successor merges again. */
    readonly isChained: boolean,
  ) {}

  fact(kind: string, sent: Sent, more: More = {}): Fact {
    const fact = { kind, sent, after: [], ...more };
    this.facts.push(fact);
    return fact;
  }

  neverSo(kind: string, sent: Sent, corrections: readonly Correction[], more: More = {}): void {
    this.untrue.push({ kind, sent, after: [], ...more, mistake: { sent, corrections } });
  }
}

/** A name as it was recorded wrong. */
export const misspelt = (name: string): string => `${name}, misspelt`;

const ids = new Map<string, Uuid>();

/** The same names always give the same id. */
export function id(kind: string, ...names: readonly (string | number)[]): Uuid {
  const key = [kind, ...names].join(' ');
  const known = ids.get(key) ?? derivedId('any-order', key);
  ids.set(key, known);
  return known;
}

/** What is done with a fact at one place of an order. */
export interface Act {
  readonly fact: Fact;
  readonly does: 'record' | 'record-wrong' | 'correct';
}

/** Acts in a drawn order, in which each comes after what it rests on. The smaller its weight, the sooner. */
export function ordered(history: History, acts: readonly Act[], weights: readonly number[]): readonly Act[] {
  const recordings = new Map(acts.filter(({ does }) => does !== 'correct').map((act) => [act.fact, act]));
  const before = new Map<Act, readonly (Act | undefined)[]>(
    acts.map((act) => {
      if (act.does === 'correct') return [act, [recordings.get(act.fact)]];
      const { after, byEffect, needsRight } = act.fact;
      const right =
        needsRight === true ? acts.filter(({ fact, does }) => does === 'correct' && after.includes(fact)) : [];
      const effect = byEffect === 'after' ? [recordings.get(history.effect)] : [];
      return [act, [...after.map((fact) => recordings.get(fact)), ...right, ...effect]];
    }),
  );
  const planned = acts.filter(({ fact }) => fact.byEffect === 'before');
  const effect = recordings.get(history.effect);
  if (effect !== undefined)
    before.set(effect, [...(before.get(effect) ?? []), ...planned.filter(({ does }) => does !== 'correct')]);
  const weightOf = new Map(acts.map((act, index) => [act, weights[index % weights.length] ?? 0]));
  return inOrder(acts, before, weightOf);
}

function inOrder(
  acts: readonly Act[],
  before: ReadonlyMap<Act, readonly (Act | undefined)[]>,
  weightOf: ReadonlyMap<Act, number>,
): readonly Act[] {
  const left = [...acts].sort((a, b) => (weightOf.get(a) ?? 0) - (weightOf.get(b) ?? 0));
  const waiting = new Set<Act | undefined>(left);
  const order: Act[] = [];
  while (left.length > 0) {
    const next = left.findIndex((act) => !(before.get(act) ?? []).some((each) => waiting.has(each)));
    const [act] = left.splice(next, 1);
    if (next < 0 || act === undefined) throw new TypeError('facts that rest on each other have no order');
    waiting.delete(act);
    order.push(act);
  }
  return order;
}
