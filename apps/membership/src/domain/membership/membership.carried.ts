import type { DomainEventShape, EventOf, StatedFact } from '#libs/kernel';
import { dayOf, type MembershipEnded, type MembershipEvent, type MembershipFact } from './membership.ts';

/** What is taken back with a fact of a membership, because it cannot be without it. */
type Facts = readonly StatedFact<DomainEventShape>[];

/**
 * Whoever never was a member has not left. An end that was recorded once the member had come over as well stays, unless it was recorded with the
 * admission.
 */
export function endsOnlyOf(admitted: EventOf<MembershipEvent, 'MemberAdmitted'>, facts: Facts): Facts {
  const stated = facts as readonly StatedFact<MembershipFact>[];
  const { since } = admitted;
  const own = stated.find(({ event }) => event === admitted)?.sequence ?? 0;
  const next = stated.find(({ event }) => event.type === 'MemberAdmitted' && !comesOver(event) && event.since > since);
  return stated.filter(({ event, sequence }) => {
    if (!isDecidedEnd(event) || event.on <= since || (next !== undefined && event.on > dayOf(next.event))) return false;
    if (sequence === own + 1) return true;
    return !stated.some((each) => comesOver(each.event) && dayOf(each.event) <= event.on && each.sequence < sequence);
  });
}

/** An application that never was has not been refused. */
export function refusalOf({ on }: EventOf<MembershipEvent, 'MembershipApplied'>, facts: Facts): Facts {
  const stated = facts as readonly StatedFact<MembershipFact>[];
  const later = stated.filter(({ event }) => dayOf(event) >= on);
  const next = later.find(({ event }) => event.type === 'MembershipApplied' && event.on > on);
  const refusal = later.find(({ event }) => event.type === 'MembershipRefused');
  const isOwn = refusal !== undefined && (next === undefined || dayOf(refusal.event) <= dayOf(next.event));
  return isOwn ? [refusal] : [];
}

function isDecidedEnd(event: MembershipFact): event is MembershipEnded {
  return event.type === 'MembershipEnded' && event.operationId === undefined;
}

/** By an operation, from a predecessor or by the accession to it. */
function comesOver(event: MembershipFact): boolean {
  if (event.type === 'MemberAdmitted') return event.operationId !== undefined;
  return event.type === 'MemberTransferred' || event.type === 'MembershipOriginAdded';
}
