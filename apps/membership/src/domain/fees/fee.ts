import type { DomainEvent, feeEvents } from '#libs/contracts';
import { cannotFollow } from '#libs/kernel';
import type { EventOf, FactOf, FactsOf } from '#libs/kernel';
import type { FeePeriod } from './fee-periods.ts';

export type FeeEvent = DomainEvent<typeof feeEvents>;
export type FeeFact = FactOf<FeeEvent>;

type Said<Type extends FeeFact['type']> = Omit<
  FactsOf<FeeEvent, Type>,
  'membershipId' | 'clusterId' | 'organisationId' | 'feeId'
>;

/** A fee with what became of it, each in the order of its days. */
export interface Fee {
  readonly feeId: string;
  readonly period: FeePeriod;
  readonly amountCents: number;
  readonly dueOn: string;
  readonly calledOn: string;
  readonly payments: readonly Said<'FeePaid'>[];
  readonly remissions: readonly Said<'FeeRemitted'>[];
  readonly reminders: readonly Said<'FeeReminded'>[];
}

/** Whose fees they are. */
export type FeesOf = Pick<FactsOf<FeeEvent, 'FeeCalled'>, 'membershipId' | 'clusterId' | 'organisationId'>;

/** The fees of a membership, in the order of their periods. */
export interface Fees {
  readonly of?: FeesOf | undefined;
  readonly fees: readonly Fee[];
}

/** What a fact makes of the fees of a membership, for facts in the order of their days. */
export function evolveFees({ of, fees }: Fees, fact: FeeFact): Fees {
  const index = fees.findIndex(({ feeId }) => feeId === fact.feeId);
  const known = fees[index];
  if (fact.type === 'FeeCalled') {
    if (known !== undefined) cannotFollow(fact, `this fee was called on ${known.calledOn}`);
    const { membershipId, clusterId, organisationId } = fact;
    const all = [...fees, feeOf(fact)].toSorted((a, b) => (a.period.since < b.period.since ? -1 : 1));
    return { of: { membershipId, clusterId, organisationId }, fees: all };
  }
  if (known === undefined) cannotFollow(fact, `no fee ${fact.feeId} was called`);
  return { of, fees: fees.with(index, withFact(known, fact)) };
}

function feeOf({ feeId, period, amountCents, dueOn, on }: EventOf<FeeEvent, 'FeeCalled'>): Fee {
  const nothing = { payments: [], remissions: [], reminders: [] };
  return { feeId, period, amountCents, dueOn, calledOn: on, ...nothing };
}

function withFact(known: Fee, fact: Exclude<FeeFact, { readonly type: 'FeeCalled' }>): Fee {
  const { on } = fact;
  if (fact.type === 'FeePaid') {
    const { amountCents, reference } = fact;
    const payment = { on, amountCents, ...(reference === undefined ? {} : { reference }) };
    return { ...known, payments: [...known.payments, payment] };
  }
  if (fact.type === 'FeeRemitted') {
    const { amountCents, reason } = fact;
    return { ...known, remissions: [...known.remissions, { on, amountCents, reason }] };
  }
  const before = known.reminders.find(({ nth }) => nth === fact.nth);
  if (before !== undefined) cannotFollow(fact, `reminder ${String(fact.nth)} is of ${before.on}`);
  return { ...known, reminders: [...known.reminders, { on, nth: fact.nth }] };
}

/** What amounts come to. */
export function sumOf(amounts: readonly { readonly amountCents: number }[]): number {
  return amounts.reduce((sum, { amountCents }) => sum + amountCents, 0);
}
