import type { GrappeEvents } from '../contexts.ts';

type Admitted = GrappeEvents['membership.MemberAdmitted'];
type Ended = GrappeEvents['membership.MembershipEnded'];
type Succeeded = GrappeEvents['membership.MembershipSucceeded'];
type Restored = GrappeEvents['membership.MembershipRestored'];

/** How a membership is to end by a decision, whatever else may end it before. */
export type MembershipEnding = Pick<Ended, 'on' | 'cause' | 'reason'>;

/** The days on which a company is a member of a cluster. */
export interface MembershipPeriod {
  readonly since: string;
  /** The first day after it. */
  readonly until?: string | undefined;
  readonly cause?: Ended['cause'] | 'succession' | undefined;
  readonly reason?: string | undefined;
  /** The operation by which it began: a member of a predecessor came over, or the organisation had acceded to it. */
  readonly operationId?: string | undefined;
  /** Of a member that came over, the other operations by which it came as well: it stays as long as it has not left by all of them. */
  readonly alsoBy?: readonly Coming[] | undefined;
  /** Of a member that came over, the day from which it is one by an admission of its own as well. */
  readonly admittedOn?: string | undefined;
  /** The operation by which it ended: it goes on in the successor. */
  readonly endedBy?: string | undefined;
  /** Whether its cluster goes on without it: what comes later does not follow it. */
  readonly clusterStays?: true | undefined;
  /** An end that the succession overtook: the member leaves the successor on that day. */
  readonly leaving?: MembershipEnding | undefined;
}

/** An operation by which a company became a member. */
interface Coming {
  readonly operationId: string;
  readonly since: string;
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

/** Whether somebody may be admitted now: not who is a member by an admission already. By an accession to a merger everybody comes, as by a transfer. */
export function mayBeAdmitted(periods: Periods, { operationId }: Pick<Admitted, 'operationId'> = {}): boolean {
  const last = periods.at(-1);
  return (
    operationId !== undefined || !isOpen(periods) || (last?.operationId !== undefined && last.admittedOn === undefined)
  );
}

/** The periods after an admission; by an accession to a merger they are those after a transfer. One after the cluster is gone belongs to the successor from its first day on, unless the cluster was restored since. */
export function withAdmission(
  periods: Periods,
  { since, restoredBy, operationId }: Pick<Admitted, 'since' | 'restoredBy' | 'operationId'>,
): Periods {
  if (operationId !== undefined) return withTransfer(periods, since, operationId);
  const last = periods.at(-1);
  if (last !== undefined && last.until === undefined) return replaceLast(periods, { ...last, admittedOn: since });
  if (last?.cause === 'succession' && last.clusterStays !== true && restoredBy === undefined)
    return [...periods, { since, until: since, cause: 'succession', endedBy: last.endedBy }];
  return [...periods, { since }];
}

/** The periods after a transfer. Of one that has gone on elsewhere, what comes later goes there at once. */
export function withTransfer(periods: Periods, since: string, operationId: string): Periods {
  const last = periods.at(-1);
  if (last !== undefined && last.until === undefined) return replaceLast(periods, alsoBy(last, { operationId, since }));
  if (last?.cause !== 'succession' || last.clusterStays === true) return [...periods, { since, operationId }];
  return [...periods, { since, operationId, until: since, cause: 'succession', endedBy: last.endedBy }];
}

/** The periods after an end. One that follows from an operation ends only what that operation began, but for that of the organisation or of the cluster itself. */
export function withEnd(periods: Periods, end: MembershipEnding & OfOperation): Periods {
  const { on, cause, reason, operationId, withOrganisation } = end;
  const last = periods.at(-1);
  if (last === undefined) return periods;
  if (operationId !== undefined && withOrganisation !== true && cause !== 'dissolution') {
    const others = comingsOf(last).filter((coming) => coming.operationId !== operationId);
    if (others.length === comingsOf(last).length || last.admittedOn !== undefined) return periods;
    if (others.length > 0) return replaceLast(periods, broughtBy(last, others));
  }
  const why = reason === undefined ? { cause } : { cause, reason };
  if (last.until === undefined) return replaceLast(periods, { ...last, until: on, ...why });
  const isOvertaken = last.cause === 'succession' && last.leaving === undefined;
  return isOvertaken ? replaceLast(periods, { ...last, leaving: { on, ...why } }) : periods;
}

function comingsOf({ operationId, since, alsoBy: others = [] }: MembershipPeriod): readonly Coming[] {
  return operationId === undefined ? [] : [{ operationId, since }, ...others];
}

function alsoBy(period: MembershipPeriod, coming: Coming): MembershipPeriod {
  const known = comingsOf(period);
  const isNew = known.length > 0 && !known.some(({ operationId }) => operationId === coming.operationId);
  return isNew ? { ...period, alsoBy: [...known.slice(1), coming] } : period;
}

/** A period as one that other operations have begun; the day on which it began stays. */
function broughtBy(
  { alsoBy: _others, ...period }: MembershipPeriod,
  [first, ...others]: readonly Coming[],
): MembershipPeriod {
  const by = { ...period, operationId: first?.operationId };
  return others.length === 0 ? by : { ...by, alsoBy: others };
}

/** A period without what an operation has brought to it; undefined where nothing else is left of it. */
export function withoutOperation(period: MembershipPeriod, operationId: string): MembershipPeriod | undefined {
  const known = comingsOf(period);
  const others = known.filter((coming) => coming.operationId !== operationId);
  if (others.length === known.length) return period;
  const [first] = others;
  if (first !== undefined)
    return { ...broughtBy(period, others), since: period.operationId === operationId ? first.since : period.since };
  return period.admittedOn === undefined ? undefined : { ...period, since: period.admittedOn };
}

type OfOperation = Pick<Ended, 'operationId' | 'withOrganisation'>;

/** The periods after the end of the cluster, or of the branch of the member; whoever had left before is not moved. */
export function withSuccession(
  periods: Periods,
  { on, operationId, clusterStays }: Pick<Succeeded, 'on' | 'operationId' | 'clusterStays'>,
): Periods {
  const last = periods.at(-1);
  if (last === undefined || last.until !== undefined) return periods;
  const stays = clusterStays === undefined ? {} : { clusterStays };
  return replaceLast(periods, { ...last, until: on, cause: 'succession', endedBy: operationId, ...stays });
}

/** The periods once the merger is annulled by which it had gone on: it goes on here again, and its days in between are those of the successor. */
export function withRestoration(
  periods: Periods,
  { since, operationId }: Pick<Restored, 'since' | 'operationId'>,
): Periods {
  const last = periods.at(-1);
  if (last?.cause !== 'succession' || last.endedBy !== operationId) return periods;
  return [...periods, { since, operationId }];
}

function replaceLast(periods: Periods, period: MembershipPeriod): Periods {
  if (periods.at(-1) === period) return periods;
  return [...periods.slice(0, -1), period];
}

/** The period in which a day lies. */
export function periodOn<Period extends Pick<MembershipPeriod, 'since' | 'until'>>(
  periods: readonly Period[],
  day: string,
): Period | undefined {
  return periods.find(({ since, until }) => since <= day && (until === undefined || day < until));
}
