import type { GrappeEvents } from '../contexts.ts';

type Ended = GrappeEvents['membership.MembershipEnded'];
type Succeeded = GrappeEvents['membership.MembershipSucceeded'];

/** How a membership is to end by a decision, whatever else may end it before. */
export type MembershipEnding = Pick<Ended, 'on' | 'cause' | 'reason'>;

/** The days on which a company is a member of a cluster. */
export interface MembershipPeriod {
  readonly since: string;
  /** The first day after it. */
  readonly until?: string | undefined;
  readonly cause?: Ended['cause'] | 'succession' | undefined;
  readonly reason?: string | undefined;
  /** The operation by which it began: a member of a predecessor came over. */
  readonly operationId?: string | undefined;
  /** Of a member that came over, the day from which it is one by an admission of its own as well. */
  readonly admittedOn?: string | undefined;
  /** The operation by which it ended: it goes on in the successor. */
  readonly endedBy?: string | undefined;
  /** An end that the succession overtook: the member leaves the successor on that day. */
  readonly leaving?: MembershipEnding | undefined;
}

type Periods = readonly MembershipPeriod[];

/*
 * The law of membership periods, for facts in the order of their days. Of two ends of a period the earlier one stands. A transfer makes a member of one who is none;
 * of a member it adds an origin, whether the member was admitted before or is admitted later for an earlier day.
 */

/** Whether the facts so far leave a period open. */
export function isOpen(periods: Periods): boolean {
  const last = periods.at(-1);
  return last !== undefined && last.until === undefined;
}

/** Whether somebody may be admitted now: not who is a member by an admission already. */
export function mayBeAdmitted(periods: Periods): boolean {
  const last = periods.at(-1);
  return !isOpen(periods) || (last?.operationId !== undefined && last.admittedOn === undefined);
}

/** The periods after an admission. One after the cluster is gone belongs to the successor from its first day on. */
export function withAdmission(periods: Periods, since: string): Periods {
  const last = periods.at(-1);
  if (last !== undefined && last.until === undefined) return replaceLast(periods, { ...last, admittedOn: since });
  if (last?.cause === 'succession')
    return [...periods, { since, until: since, cause: 'succession', endedBy: last.endedBy }];
  return [...periods, { since }];
}

export function withTransfer(periods: Periods, since: string, operationId: string): Periods {
  return isOpen(periods) ? periods : [...periods, { since, operationId }];
}

/** The periods after an end. One that follows from an operation ends only what that operation began. */
export function withEnd(periods: Periods, { on, cause, reason, operationId }: MembershipEnding & OfOperation): Periods {
  const last = periods.at(-1);
  if (last === undefined) return periods;
  const isOfOthers = operationId !== undefined && (last.operationId !== operationId || last.admittedOn !== undefined);
  if (isOfOthers) return periods;
  const why = reason === undefined ? { cause } : { cause, reason };
  if (last.until === undefined) return replaceLast(periods, { ...last, until: on, ...why });
  const isOvertaken = last.cause === 'succession' && last.leaving === undefined;
  return isOvertaken ? replaceLast(periods, { ...last, leaving: { on, ...why } }) : periods;
}

interface OfOperation {
  readonly operationId?: string | undefined;
}

/** The periods after the end of the cluster; whoever had left before is not moved. */
export function withSuccession(periods: Periods, { on, operationId }: Pick<Succeeded, 'on' | 'operationId'>): Periods {
  const last = periods.at(-1);
  if (last === undefined || last.until !== undefined) return periods;
  return replaceLast(periods, { ...last, until: on, cause: 'succession', endedBy: operationId });
}

function replaceLast(periods: Periods, period: MembershipPeriod): Periods {
  return [...periods.slice(0, -1), period];
}

/** The period in which a day lies. */
export function periodOn<Period extends Pick<MembershipPeriod, 'since' | 'until'>>(
  periods: readonly Period[],
  day: string,
): Period | undefined {
  return periods.find(({ since, until }) => since <= day && (until === undefined || day < until));
}
