import { overlapOf } from './fee-periods.ts';
import type { Fee } from './fee.ts';

/**
 * The fees of two entries that are one company: what it owes for some days it owes once, as the entry that stays says; and what is one payment, by its day, its
 * amount and its reference, was paid once, on whichever entry it was recorded.
 */
export function feesAsOne(own: readonly Fee[], others: readonly Fee[]): readonly Fee[] {
  const isOne = (fee: Fee, other: Fee): boolean => overlapOf(fee.period, other.period) !== undefined;
  const joined = own.map((fee) => others.filter((other) => isOne(fee, other)).reduce(withFactsOf, fee));
  return [...joined, ...others.filter((other) => !own.some((fee) => isOne(fee, other)))];
}

function withFactsOf(fee: Fee, other: Fee): Fee {
  return {
    ...fee,
    payments: distinct([...fee.payments, ...other.payments]),
    remissions: distinct([...fee.remissions, ...other.remissions]),
  };
}

function distinct<Fact extends { readonly on: string }>(facts: readonly Fact[]): readonly Fact[] {
  const known = new Map(facts.map((fact) => [JSON.stringify(Object.entries(fact).toSorted()), fact]));
  return [...known.values()].toSorted((a, b) => (a.on < b.on ? -1 : 1));
}
