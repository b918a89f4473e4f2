import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, endOfTerm, holdsOn, latest, overlap, type CalendarDate, type Term } from '#libs/kernel';

type Published = GrappeEvents['mergers.SuccessionTookEffect'];

/** What the laws of a succession look at: of an effect that is published, or of one that is foretold. */
export type Effect = Mapping & Pick<Published, 'predecessors' | 'transitionalGovernance' | 'effectiveOn'>;

/** Where the members of the predecessors stand in the successor. */
export type Mapping = Pick<Published, 'antennaMapping' | 'collegeMapping'>;
export type PlannedOffice = Published['transitionalGovernance']['bodies'][number]['offices'][number];

/** How a body or a mandate of a predecessor ends: its last day is the one before, and what it ended of. */
export interface Ending {
  readonly on: CalendarDate;
  readonly cause: 'succession' | 'expiry';
}

/**
 * How an effect ends a body or a mandate of a predecessor; undefined where it has ended by then. An end that lies ahead is overtaken,
 * and what was to begin after the effect ends on the day on which it would have begun: it never was. A mandate that had passed
 * its limit was not held any more: it ended by expiry.
 */
export function endingBy(effectiveOn: string, { since, until, limit }: Term): Ending | undefined {
  const expiredOn = endOfTerm({ since, limit });
  if (expiredOn !== undefined && expiredOn <= effectiveOn)
    return until === undefined ? { cause: 'expiry', on: expiredOn } : undefined;
  const on = latest(calendarDate(effectiveOn), calendarDate(since));
  return until === undefined || on < until ? { cause: 'succession', on } : undefined;
}

/**
 * A mandate as it ends with its body at the latest: whoever was in office when the body disappeared left it that day. An abolition that lies ahead of the effect is
 * overtaken, and ends nothing.
 */
export function endingWithBody<Mandate extends Term>(
  effectiveOn: string,
  mandate: Mandate,
  bodyUntil: string | undefined,
): Mandate {
  const isOvertaken = bodyUntil === undefined || bodyUntil > effectiveOn;
  const isLast = isOvertaken || (mandate.until !== undefined && mandate.until <= bodyUntil);
  return isLast ? mandate : { ...mandate, until: bodyUntil };
}

/** Whether what the plan says of a body or an office begins: one that the successor has already stands on the day of the effect. */
export function takesUp(effectiveOn: string, known: Term | undefined): boolean {
  return known === undefined || holdsOn(known, effectiveOn);
}

/** A mandate of an office. */
export interface HeldMandate extends Term {
  readonly mandateId: string;
  readonly personId: string;
}

/** A holder whom the plan names, with the last day of the mandate where it has one. */
export interface Starting {
  readonly holder: PlannedOffice['holders'][number];
  readonly limit?: string | undefined;
}

/** The mandates of an office that are not the plan's own: in a repeat those stand there already. */
export function mandatesBeside<Mandate extends { readonly mandateId: string }>(
  { holders }: Pick<PlannedOffice, 'holders'>,
  mandates: readonly Mandate[],
): readonly Mandate[] {
  const own = new Set(holders.map(({ mandateId }) => mandateId));
  return mandates.filter(({ mandateId }) => !own.has(mandateId));
}

/**
 * Who takes up an office of the plan. Who holds it already goes on under the mandate held, and nobody takes office on a limit that
 * passed before a late effect.
 */
export function startingMandates(
  { transitionalGovernance: { limit }, effectiveOn: since }: Pick<Effect, 'transitionalGovernance' | 'effectiveOn'>,
  { holders }: Pick<PlannedOffice, 'holders'>,
  beside: readonly HeldMandate[],
): readonly Starting[] {
  if (limit !== undefined && limit < since) return [];
  const term = limit === undefined ? { since } : { since, limit };
  return holders
    .filter(({ person }) => !beside.some((other) => other.personId === person.personId && overlap(other, term)))
    .map((holder) => ({ holder, limit }));
}
