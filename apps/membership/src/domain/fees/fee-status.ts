import { addDays, calendarDate, daysBetween } from '#libs/kernel';
import { sumOf, type Fee } from './fee.ts';
import { feePolicyOn, type FeePolicyVersion } from './fee-policy.ts';

/** From what needs nobody to what needs somebody first. */
export const FEE_STATUSES = ['none', 'paid', 'called', 'partly-paid', 'due', 'overdue', 'in-default'] as const;
export type FeeStatus = (typeof FEE_STATUSES)[number];

/** What a fee is on a day: computed from its facts, and never stored. */
export interface FeeAccount {
  readonly status: FeeStatus;
  readonly paidCents: number;
  readonly remittedCents: number;
  readonly outstandingCents: number;
  /** Of one that is not paid after its due day. */
  readonly overdueDays?: number | undefined;
  /** Of one that is not paid: the first day after its grace. */
  readonly defaultFrom?: string | undefined;
}

type Versions = readonly FeePolicyVersion[];

/** A fee with what had become of it by the end of a day. */
export function feeOn(fee: Fee, day: string): Fee {
  const byThen = <Fact extends { readonly on: string }>(facts: readonly Fact[]) => facts.filter(({ on }) => on <= day);
  const { payments, remissions, reminders } = fee;
  return {
    ...fee,
    payments: byThen(payments),
    remissions: byThen(remissions),
    reminders: byThen(reminders),
  };
}

/** How a fee stands on a day. Its grace is that of the policy that was in force when it was called; without a policy there is none. */
export function accountOn(fee: Fee, versions: Versions, day: string): FeeAccount {
  if (day < fee.calledOn) return { status: 'none', paidCents: 0, remittedCents: 0, outstandingCents: 0 };
  const { payments, remissions } = feeOn(fee, day);
  const [paidCents, remittedCents] = [sumOf(payments), sumOf(remissions)];
  // Of two entries that are one company each may have paid: then it owes nothing.
  const outstandingCents = Math.max(0, fee.amountCents - paidCents - remittedCents);
  const sums = { paidCents, remittedCents, outstandingCents };
  if (outstandingCents === 0) return { status: 'paid', ...sums };
  const graceDays = feePolicyOn(versions, fee.calledOn)?.graceDays ?? 0;
  const overdueDays = daysBetween(calendarDate(fee.dueOn), calendarDate(day));
  const open = { ...sums, defaultFrom: addDays(calendarDate(fee.dueOn), graceDays + 1) };
  if (overdueDays > 0) return { status: overdueDays > graceDays ? 'in-default' : 'overdue', ...open, overdueDays };
  if (overdueDays === 0) return { status: 'due', ...open };
  return { status: paidCents + remittedCents > 0 ? 'partly-paid' : 'called', ...open };
}

/** Of several fees, the status that needs somebody first. */
export function gravestOf(statuses: readonly FeeStatus[]): FeeStatus {
  const ranks = statuses.map((status) => FEE_STATUSES.indexOf(status));
  return FEE_STATUSES[Math.max(0, ...ranks)] ?? 'none';
}

/** A reminder that the policy wants: the nth, from a day on. */
export interface DueReminder {
  readonly nth: number;
  readonly on: string;
}

/**
 * The reminders of a fee that are due by a day and not recorded: those of the policy in force when it was called. What is paid needs none, and a day before the call was
 * none for a reminder.
 */
export function remindersDue(fee: Fee, versions: Versions, day: string): readonly DueReminder[] {
  const { status, outstandingCents } = accountOn(fee, versions, day);
  if (status === 'none' || outstandingCents === 0) return [];
  const days = feePolicyOn(versions, fee.calledOn)?.reminders ?? [];
  const sent = new Set(feeOn(fee, day).reminders.map(({ nth }) => nth));
  return days
    .map((offset, index) => ({ nth: index + 1, on: addDays(calendarDate(fee.dueOn), offset) }))
    .filter(({ nth, on }) => fee.calledOn <= on && on <= day && !sent.has(nth));
}
