import { calendarDate, earliest, endOfTerm, latest } from '#libs/kernel';
import { tenureOf, type MandateView, type RepresentationView } from './offices.projection.ts';

/** A re-election of the same person without a day in between carries on what rested on the mandate before. */
export function asLongAsHeld(representation: RepresentationView, mandates: readonly MandateView[]): RepresentationView {
  const under: { readonly mandateId: string; readonly since: string }[] = [];
  let mandate = mandates.find(({ mandateId }) => mandateId === representation.mandateId);
  if (mandate === undefined) return representation;
  const { person } = mandate;
  let end: string | undefined;
  for (; mandate !== undefined; mandate = successorOf(mandate, end, mandates)) {
    const { mandateId, since } = mandate;
    if (mandateId !== representation.mandateId) under.push({ mandateId, since });
    end = endOfTerm(tenureOf(mandate));
    const { until } = representation;
    if (end === undefined || (until !== undefined && until <= end)) break;
  }
  const until = firstOf(representation.until, end);
  return {
    ...representation,
    person,
    ...(until === undefined ? {} : { until: latest(until, representation.since) }),
    ...(under.length === 0 ? {} : { underMandates: under }),
  };
}

function firstOf(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return earliest(calendarDate(left), calendarDate(right));
}

function successorOf(
  { mandateId, person, since }: MandateView,
  end: string | undefined,
  mandates: readonly MandateView[],
): MandateView | undefined {
  return mandates.find(
    (each) =>
      each.follows === mandateId &&
      each.person.personId === person.personId &&
      each.since > since &&
      (end === undefined || each.since <= end),
  );
}
