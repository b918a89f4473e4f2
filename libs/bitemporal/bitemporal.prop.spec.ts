import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, instantFromEpochMs } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { asOf, knownVersions, type Saying, type Statement, type Version } from './bitemporal.ts';
import { withCorrection, withSayings } from './statements.ts';
import { lastHeld, versionsOf } from './versions.ts';

const FIRST_DAY = calendarDate('2016-01-01');
const DAYS = 12;
const dayOf = (index: number) => addDays(FIRST_DAY, index);
const momentOf = (index: number) => instantFromEpochMs(1_460_000_000_000 + index * 1_000);

const everyDay = Array.from({ length: DAYS + 1 }, (_each, index) => dayOf(index));
/** Recordings pause at most two seconds each: one moment before them all, one after them all. */
const everyMoment = Array.from({ length: 26 }, (_each, index) => momentOf(index - 1));

interface Name {
  readonly name?: string;
  readonly size?: number;
}
/** An event as it was recorded; a correction says which event it is about, and what it says now. */
type Recording = Readonly<{ moment: number; type: string; sayings: readonly Saying<Name>[]; about?: number }>;

const anyOn = fc.integer({ min: 1, max: DAYS - 1 }).map(dayOf);
const anyName = fc.record({ name: fc.constantFrom('a', 'b'), size: fc.constantFrom(1, 2) });
const anyIs = fc.record({ on: anyOn, is: anyName });
const anySaying: fc.Arbitrary<Saying<Name>> = fc.oneof(
  { weight: 3, arbitrary: anyIs },
  { weight: 3, arbitrary: fc.record({ on: anyOn, differs: fc.record({ name: fc.constantFrom('c', 'd') }) }) },
  { weight: 2, arbitrary: fc.record({ on: anyOn, differs: fc.record({ size: fc.constantFrom(3, 4) }) }) },
  { weight: 2, arbitrary: fc.record({ on: anyOn, ended: fc.record({ cause: fc.constantFrom('left', 'term') }) }) },
  fc.record({
    ...{ on: anyOn, is: anyName, held: fc.constantFrom({}, { size: 5 }) },
    notAfter: fc.constantFrom('left', undefined),
  }),
  fc.record({ on: anyOn, differs: fc.constant({ size: 6 }), unless: fc.constant([{ name: 'a' }, { size: 4 }]) }),
  fc.record({ on: anyOn, ended: fc.constant({ cause: 'left' }), only: fc.constantFrom({}, { name: 'a' }) }),
);
const isFirst: Readonly<Record<string, number>> = { first: 0, second: 1 };
const rankOf = (type: string): number => isFirst[type] ?? 2;

/** Events about any days, one or two sayings each, recorded one after the other, some of them in one instant; a third of them correct an earlier one. */
function anyHistory(saying: fc.Arbitrary<Saying<Name>>, corrections: boolean): fc.Arbitrary<readonly Recording[]> {
  const anyEvent = fc.record({
    pause: fc.integer({ min: 0, max: 2 }),
    type: fc.constantFrom('first', 'second'),
    sayings: fc.array(saying, { minLength: 1, maxLength: 2 }),
    corrects: corrections ? fc.option(fc.nat({ max: 11 }), { freq: 2 }) : fc.constant(null),
    voids: fc.boolean(),
  });
  return fc.array(anyEvent, { maxLength: 12 }).map((entries) => {
    let moment = 0;
    const stated: number[] = [];
    return entries.map(({ pause, type, sayings, corrects, voids }, index): Recording => {
      moment += pause;
      const about = corrects === null ? undefined : stated[corrects % Math.max(stated.length, 1)];
      if (about === undefined) stated.push(index);
      if (about === undefined) return { moment, type, sayings };
      return { moment, type: entries[about]?.type ?? type, sayings: voids ? [] : sayings, about };
    });
  });
}

const idOf = (index: number) => `event-${String(index)}`;

function statementsOf(history: readonly Recording[]): readonly Statement<Name>[] {
  return history.reduce<readonly Statement<Name>[]>((known, { moment, type, sayings, about }, index) => {
    const source = { type, position: String(index), recordedAt: momentOf(moment) };
    if (about === undefined) return withSayings(known, sayings, { ...source, eventId: idOf(index) });
    const correction = { eventId: idOf(index), reason: 'wrong' };
    return withCorrection(known, sayings, { ...source, eventId: idOf(about) }, correction);
  }, []);
}

const versionsAfter = (history: readonly Recording[]) => versionsOf(statementsOf(history), rankOf);

/** The plainest reading: what each event said by then, in the order of days, each saying applied to what held before: the value after each. */
function replay(history: readonly Recording[], validAt: string, knownAt: string): readonly (Name | undefined)[] {
  const said = new Map<number, Recording>();
  for (const [index, recording] of history.entries())
    if (momentOf(recording.moment) <= knownAt) said.set(recording.about ?? index, recording);
  const order = [...said]
    .flatMap(([index, { type, sayings }]) => sayings.map((saying) => ({ saying, index, rank: rankOf(type) })))
    .filter(({ saying }) => saying.on <= validAt)
    .sort(
      (a, b) =>
        Number(a.saying.on > b.saying.on) - Number(a.saying.on < b.saying.on) || a.rank - b.rank || a.index - b.index,
    );
  const world = new World();
  return order.map(({ saying }) => world.after(saying));
}

/** What holds, of a thing that can end and begin again. */
class World {
  #value: Name | undefined;
  #early: Name = {};
  #end: { readonly on: string; readonly cause: string } | undefined;

  after(saying: Saying<Name>): Name | undefined {
    if ('is' in saying) this.#begin(saying);
    else if ('ended' in saying) this.#endOn(saying);
    else if (this.#value !== undefined) {
      const { name, size } = this.#value;
      if (saying.unless === undefined || (name !== 'a' && size !== 4))
        this.#value = { ...this.#value, ...saying.differs };
    } else if (this.#end === undefined) this.#early = { ...this.#early, ...saying.differs };
    return this.#value;
  }

  #begin({ is, held, notAfter }: Extract<Saying<Name>, { readonly is: Name }>): void {
    if (this.#value !== undefined && held !== undefined) this.#value = { ...this.#value, ...held };
    else if (this.#end === undefined || this.#end.cause !== notAfter) {
      [this.#value, this.#early, this.#end] = [{ ...is, ...this.#early }, {}, undefined];
    }
  }

  #endOn({ on, ended: { cause }, only }: Extract<Saying<Name>, { readonly ended: unknown }>): void {
    const holds = this.#value !== undefined;
    if (only !== undefined && !(holds && (only.name === undefined || only.name === this.#value?.name))) return;
    if (!holds && this.#end !== undefined && this.#end.on !== on) return;
    [this.#value, this.#early, this.#end] = [undefined, {}, { on, cause }];
  }
}

const naive = (history: readonly Recording[], validAt: string, knownAt: string) =>
  replay(history, validAt, knownAt).at(-1);

const check = (property: (history: readonly Recording[]) => void, any = anyHistory(anySaying, true), numRuns = 100) => {
  fc.assert(fc.property(any, property), { numRuns, seed: propertySeed() });
};
const openAt = (versions: readonly Version<Name>[], moment: string) => knownVersions(versions, moment);

describe('bitemporal facts', () => {
  it('answer every point as a plain replay of what was known by then', () => {
    check((history) => {
      const versions = versionsAfter(history);
      const points = everyDay.flatMap((validAt) => everyMoment.map((knownAt) => ({ validAt, knownAt })));
      const answers = points.map((point) => asOf(versions, point));
      const expected = points.map(({ validAt, knownAt }) => naive(history, validAt, knownAt));
      expect(JSON.stringify(answers)).toBe(JSON.stringify(expected));
    });
  });

  it('without an instant answer with everything known', () => {
    check((history) => {
      const versions = versionsAfter(history);
      const answers = everyDay.map((validAt) => asOf(versions, { validAt }));
      expect(answers).toEqual(everyDay.map((validAt) => naive(history, validAt, momentOf(99))));
    });
  });

  it('of which one was corrected are now as if the wrong one had never been recorded', () => {
    check((history) => {
      const corrected = history.findLast(({ about }) => about !== undefined);
      fc.pre(corrected?.about !== undefined);
      const right = history.map((each, index) =>
        index === corrected.about ? { ...corrected, about: undefined } : each,
      );
      const others = right.filter((each) => each.about !== corrected.about) as readonly Recording[];
      const now = (versions: readonly Version<Name>[]) => everyDay.map((validAt) => asOf(versions, { validAt }));
      const renumbered = others.map((each) =>
        each.about === undefined ? each : { ...each, about: others.indexOf(right[each.about] as Recording) },
      );
      expect(now(versionsAfter(renumbered))).toEqual(now(versionsAfter(history)));
    });
  });

  it('cover all days from the first one, at every instant, without a gap and without an overlap', () => {
    check((history) => {
      const versions = versionsAfter(history);
      for (const moment of everyMoment) {
        const known = openAt(versions, moment);
        const days = known.map(({ validFrom }) => validFrom);
        expect(known.map(({ validTo }) => validTo ?? 'open')).toEqual(
          known.length === 0 ? [] : [...days.slice(1), 'open'],
        );
        expect(days).toEqual([...new Set(days)].sort());
      }
    });
  });

  it('open nothing anew that a recording does not change', () => {
    check((history) => {
      const versions = versionsAfter(history);
      const said = ({ validFrom, validTo, value, ended, eventId }: Version<Name>) =>
        JSON.stringify([validFrom, validTo, value, ended, eventId]);
      for (const version of versions) {
        const next = versions.filter(({ knownFrom }) => knownFrom === version.knownTo);
        expect(next.map(said)).not.toContain(said(version));
      }
    });
  });

  it('keep at most two versions for each recording that states a whole value', () => {
    const wholes = anyHistory(anyIs, false);
    check((history) => {
      const sayings = history.flatMap((each) => each.sayings).length;
      expect(versionsAfter(history).length).toBeLessThanOrEqual(2 * sayings);
    }, wholes);
  });

  it('say which value held last', () => {
    check((history) => {
      const held = replay(history, dayOf(DAYS), momentOf(99)).filter((value) => value !== undefined);
      expect(lastHeld(statementsOf(history), rankOf)).toEqual(held.at(-1));
    });
  });
});

it('a fact with hundreds of statements is read in a moment, recorded in whatever order', () => {
  const many = Array.from({ length: 800 }, (_each, index): Recording => {
    const on = addDays(FIRST_DAY, index % 2 === 0 ? index : 2_000 - index);
    return { moment: index, type: 'first', sayings: [index === 0 ? { on, is: {} } : { on, differs: { size: index } }] };
  });
  const started = performance.now();
  const versions = versionsAfter(many);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(knownVersions(versions, undefined)).toHaveLength(800);
});
