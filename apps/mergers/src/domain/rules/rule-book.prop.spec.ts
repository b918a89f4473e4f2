import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, type CalendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { ruleBook } from './rule-book.ts';
import type { GuardId } from './rule.ts';
import {
  CONTRACT_REFORM,
  CREDITORS_RENUMBERED,
  DECREE_IN_FORCE,
  DOCUMENTS_REFORM,
  LABOUR_CODE,
  LABOUR_DIALOGUE,
  STAFF_COMMITTEE,
} from './texts.ts';

const FIRST = calendarDate('1990-01-01');
const DAYS = 14_975;
const LAST = calendarDate('2030-12-31');
const anyDay = fc.integer({ min: 0, max: DAYS - 1 }).map((index) => addDays(FIRST, index));
const guards: readonly GuardId[] = ruleBook.map(({ id }) => id);
/** Those of which no text spoke before the decree. */
const OF_THE_DECREE: readonly GuardId[] = ['G2', 'G3', 'G4', 'G5', 'G11'];

const rules = ruleBook.flatMap(({ id: guard, versions }) => versions.map((version) => ({ ...version, guard })));
const isInForce = ({ validFrom, validTo }: (typeof rules)[number], on: CalendarDate) =>
  (validFrom === undefined || on >= validFrom) && (validTo === undefined || on < validTo);
const versionsOn = (guard: GuardId, on: CalendarDate): readonly string[] =>
  rules.filter((each) => each.guard === guard && isInForce(each, on)).map(({ id }) => id);

/** The day before and the day of every change of the law that the book knows. */
const turns = [...new Set(rules.flatMap(({ validFrom, validTo }) => [validFrom, validTo]))].filter(
  (day) => day !== undefined,
);

const property = (check: (on: CalendarDate) => void): void => {
  fc.assert(fc.property(anyDay, check), { numRuns: 400, seed: propertySeed(), examples: edges() });
};
const edges = (): [CalendarDate][] =>
  [FIRST, LAST, ...turns.flatMap((day) => [addDays(day, -1), day])].map((day) => [day]);

describe('the rule book on any day from 1990 to 2030', () => {
  it('ends its days where it says', () => {
    expect(addDays(FIRST, DAYS - 1)).toBe(LAST);
  });

  it('knows these changes of the law and no others', () => {
    expect(turns.toSorted()).toEqual([
      ...[LABOUR_CODE, DECREE_IN_FORCE, LABOUR_DIALOGUE, CONTRACT_REFORM],
      ...[DOCUMENTS_REFORM, STAFF_COMMITTEE, CREDITORS_RENUMBERED],
    ]);
  });

  it('has exactly one version of each guard in force; those of the decree only since then', () => {
    property((on) => {
      for (const guard of guards) {
        const due = OF_THE_DECREE.includes(guard) && on < DECREE_IN_FORCE ? 0 : 1;
        const versions = versionsOn(guard, on);
        expect({ guard, on, number: versions.length }).toEqual({ guard, on, number: due });
      }
    });
  });

  it('leaves no day without and has none twice where a version follows another', () => {
    for (const guard of guards) {
      const versions = rules
        .filter((each) => each.guard === guard)
        .toSorted((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
      const [first, ...later] = versions;
      expect(first?.validFrom).toBe(OF_THE_DECREE.includes(guard) ? DECREE_IN_FORCE : undefined);
      expect(versions.map(({ validTo }) => validTo)).toEqual([...later.map(({ validFrom }) => validFrom), undefined]);
    }
  });

  it('a version once replaced does not come back', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.constantFrom(...guards), (one, other, guard) => {
        const [from, to] = one <= other ? [one, other] : [other, one];
        const [before, after] = [versionsOn(guard, from), versionsOn(guard, to)];
        const order = rules.filter((each) => each.guard === guard).map(({ id }) => id);
        for (const id of before)
          for (const next of after) expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(id));
      }),
      { numRuns: 300, seed: propertySeed() },
    );
  });

  it('a new version changes what is cited', () => {
    for (const guard of guards) {
      const citations = rules.filter((each) => each.guard === guard).map(({ citation }) => citation);
      expect(new Set(citations).size).toBe(citations.length);
    }
  });

  it('never reuses an id, and each says which guard it is a version of', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, guard } of rules) expect(id.startsWith(`${guard}.`)).toBe(true);
    const numbers = Array.from({ length: 12 }, (_, index) => `G${String(index + 1)}`);
    expect(new Set(rules.map(({ guard }) => guard))).toEqual(new Set(numbers));
  });
});
