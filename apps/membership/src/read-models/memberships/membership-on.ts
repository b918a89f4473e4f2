import { holdsOn } from '#libs/kernel';
import type { MembershipDocument, Period } from './memberships.projection.ts';

/** The period in which a day lies; undefined when it was no membership that day. */
export function periodOn(document: MembershipDocument, day: string): Period | undefined {
  return document.periods.find((period) => holdsOn(period, day));
}

/** The last period before, and apart from, what an operation made of it: of such a member the operation adds an origin only. */
export function lastPeriodBefore({ periods }: MembershipDocument, operationId: string): Period | undefined {
  return periods.findLast((period) => period.operationId !== operationId);
}
