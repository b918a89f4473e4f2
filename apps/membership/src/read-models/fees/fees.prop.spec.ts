import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { addDays, calendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { called, feeOf2016, feeOf2017, paid, policyOf2015, reminded, remitted } from '../../../test/fee-words.ts';
import { id } from '../../../test/membership-words.ts';
import type { FeeFact } from '../../domain/fees/fee.ts';
import { fees, viewOfFees, type FeesView } from './fees.projection.ts';

const happened = ({ type, ...data }: FeeFact) => ({ type: `membership.${type}`, data }) as Happened<GrappeEvents>;
const anyDay = fc
  .integer({ min: 0, max: 1_200 })
  .map((offset) => addDays(calendarDate('2015-11-01'), offset) as string);
const anyFee = fc.constantFrom(feeOf2016, feeOf2017);
/** Six of them come to one fee at most, so that never more is paid than was called. */
const anyAmount = fc.integer({ min: 1, max: 5_000 });
const anyFact = fc.oneof(
  fc.tuple(anyDay, anyAmount, anyFee).map(([on, cents, feeId]): FeeFact => ({ ...paid(on, cents), feeId })),
  fc.tuple(anyDay, anyAmount, anyFee).map(([on, cents, feeId]): FeeFact => ({ ...remitted(on, cents), feeId })),
);
const anyReminders = fc
  .uniqueArray(fc.integer({ min: 1, max: 3 }))
  .chain((numbers) => fc.tuple(...numbers.map((nth) => anyDay.map((on): FeeFact => reminded(on, nth)))));
const anyFacts = fc.record({ money: fc.array(anyFact, { maxLength: 6 }), reminders: anyReminders });
const calls = [called(2016), called(2017)];

/** What is owed on a day, counted over the facts themselves. */
function owedOn(facts: readonly FeeFact[], day: string): number {
  const byThen = facts.filter(({ on, feeId }) => on <= day && calledBy(feeId) <= day);
  return byThen.reduce((sum, fact) => {
    if (fact.type === 'FeeReminded') return sum;
    return sum + (fact.type === 'FeeCalled' ? fact.amountCents : -fact.amountCents);
  }, 0);
}

const calledBy = (feeId: string): string => calls.find((call) => call.feeId === feeId)?.on ?? '';
const settled = ({ fees: all }: FeesView) => all.filter(({ status }) => status === 'paid').length;

it('fees on any day are the same whatever was recorded first, and what is owed is what the facts come to', () => {
  fc.assert(
    fc.property(anyFacts, anyDay, fc.infiniteStream(fc.nat(1_000)), ({ money, reminders }, day, ranks) => {
      const facts = [...money, ...reminders];
      const shuffled = facts
        .map((fact) => ({ fact, rank: Number(ranks.next().value) }))
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ fact }) => fact);
      const [view, other] = [
        [...calls, ...facts],
        [...calls.toReversed(), ...shuffled],
      ].map((history) => viewOfFees(given(fees, history.map(happened)).document(id)!, [policyOf2015], day));
      // What is of one day and one type stands in the order of recording.
      const areDaysDistinct = new Set(facts.map(({ on }) => on)).size === facts.length;
      if (areDaysDistinct) expect(other).toEqual(view);
      expect([other?.status, other?.outstandingCents]).toEqual([view?.status, view?.outstandingCents]);
      expect(view?.outstandingCents).toBe(owedOn([...calls, ...facts], day));
      expect(settled(view!)).toBe(view?.fees.filter(({ outstandingCents }) => outstandingCents === 0).length);
    }),
    { seed: propertySeed(), numRuns: 200 },
  );
});
