import { holdsOn } from '#libs/kernel';
import type { MembershipDocument, Period } from './memberships.projection.ts';

/** The period in which a day lies; undefined when it was no membership that day. */
export function periodOn(document: MembershipDocument, day: string): Period | undefined {
  return document.periods.find((period) => holdsOn(period, day));
}

/**
 * Whether it was a membership before, and apart from, what an operation made of it: of such a member the operation adds an
 * origin and makes no second one.
 */
export function wasMemberBefore(document: MembershipDocument, operationId: string, effectiveOn: string): boolean {
  return document.periods.some(
    (period) => period.operationId !== operationId && (period.until === undefined || period.until > effectiveOn),
  );
}
