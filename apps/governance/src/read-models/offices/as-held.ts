import { earliest, endOfTerm, latest, overruns, type Overrun } from '#libs/kernel';
import { dissolvedAfter, type RegisteredCluster } from '#libs/process-managers';
import { isUntilReplaced } from '../../domain/office/until-replaced.ts';
import type { BodyDocument } from '../bodies/bodies.projection.ts';
import type { StatutesDocument } from '../statutes/statutes.projection.ts';
import { asLongAsHeld } from './representations.ts';
import { holdersOf, tenureOf, type MandateView, type OfficeDocument } from './offices.projection.ts';

/** What the holders of an office follow from beside its own facts. */
export interface Around {
  readonly bodies: ReadonlyMap<string, BodyDocument>;
  readonly clusters: ReadonlyMap<string, RegisteredCluster>;
  /** By cluster: the versions may say that offices are held until replaced. */
  readonly statutes: ReadonlyMap<string, StatutesDocument>;
  /** The offices whose holders sit in it ex officio, and those on which these rest. */
  readonly offices: ReadonlyMap<string, OfficeDocument>;
}

/**
 * The office with its mandates as they are held. A mandate ends on the day on which its body was abolished, or its cluster dissolved; in an office that is held
 * until replaced its holder stays past the limit until a successor is in office; ex officio sits who holds the other office, as long as that lasts; what
 * a holder does elsewhere because of a mandate ends with it, or goes on under a re-election. All this follows from the facts when it is read, so that it
 * follows their corrections too.
 */
export function asHeld(office: OfficeDocument, around: Around): OfficeDocument {
  return heldIn(office, around, new Set([office.officeId]));
}

function heldIn(office: OfficeDocument, around: Around, seen: ReadonlySet<string>): OfficeDocument {
  const carried = carriedOver(office, around.statutes.get(office.clusterId));
  const own = untilDissolution(endingsOf(office, around).reduce(endedBy, carried), around);
  const mandates = own.mandates.flatMap((mandate) => exOfficio(mandate, around, seen));
  const { representations } = own;
  if (representations === undefined) return { ...own, mandates };
  return { ...own, mandates, representations: representations.map((each) => asLongAsHeld(each, own.mandates)) };
}

/** The end of what an office stands in. */
interface Ending extends Pick<MandateView, 'cause' | 'operationId'> {
  readonly on: string;
}

function endingsOf({ bodyId }: OfficeDocument, { bodies }: Around): readonly Ending[] {
  const abolished = bodies.get(bodyId)?.abolished;
  return abolished === undefined ? [] : [endingOf(abolished)];
}

/** A mandate ends with the first dissolution after its beginning, and does not come back with the cluster. */
function untilDissolution(office: OfficeDocument, { clusters }: Around): OfficeDocument {
  const cluster = clusters.get(office.clusterId);
  const mandates = office.mandates.map((mandate) => {
    const on = dissolvedAfter(cluster, mandate.since);
    return on === undefined ? mandate : endedOn(mandate, { on, cause: 'dissolution' });
  });
  return { ...office, mandates };
}

function endingOf({ on, cause, operationId }: NonNullable<BodyDocument['abolished']>): Ending {
  return cause === 'succession' ? { on, cause, operationId } : { on, cause: 'dissolution' };
}

function endedBy(office: OfficeDocument, ending: Ending): OfficeDocument {
  return { ...office, mandates: office.mandates.map((mandate) => endedOn(mandate, ending)) };
}

function endedOn(mandate: MandateView, { on, ...why }: Ending): MandateView {
  const isOver = mandate.since >= on || (mandate.until !== undefined && mandate.until <= on);
  if (isOver) return mandate;
  const { operationId: _overtaken, carriedOver: overrun, ...held } = mandate;
  const stays = overrun === undefined || on <= overrun.since ? {} : { carriedOver: { since: overrun.since } };
  return { ...held, until: on, ...why, ...stays };
}

/** The office with its mandates past their limit as they are held until replaced; as it is where they are not. */
export function carriedOver<Office extends Pick<OfficeDocument, 'untilReplaced' | 'mandates' | 'capacities'>>(
  office: Office,
  statutes: StatutesDocument | undefined,
): Office {
  const known = overruns(office.mandates.map(tenureOf), office.capacities);
  const mandates = office.mandates.map((mandate) => {
    const overrun = known.get(mandate.mandateId);
    const isHeld = overrun !== undefined && isUntilReplaced(office, statutes?.versions ?? [], overrun.since);
    return isHeld ? carriedMandate(mandate, overrun) : mandate;
  });
  return { ...office, mandates };
}

function carriedMandate(mandate: MandateView, { since, until, by }: Overrun): MandateView {
  const ended = until === undefined || until === mandate.until ? {} : { until, cause: 'term' as const };
  return { ...mandate, ...ended, carriedOver: { since, ...(by === undefined ? {} : { by }) } };
}

/** The holders whom a mandate ex officio follows, each with the days on which both hold. */
function exOfficio(mandate: MandateView, around: Around, seen: ReadonlySet<string>): readonly MandateView[] {
  const { byOfficeId } = mandate;
  if (byOfficeId === undefined) return [mandate];
  const other = around.offices.get(byOfficeId);
  if (other === undefined || seen.has(byOfficeId)) return [];
  const { mandates } = heldIn(other, around, new Set([...seen, byOfficeId]));
  return mandates.flatMap((held) => inBoth(mandate, held) ?? []);
}

function inBoth(seat: MandateView, held: MandateView): MandateView | undefined {
  const { representing: _first, organisationId: _its, moves: _moves, until: _until, cause: _cause, ...tie } = seat;
  const since = latest(seat.since, held.since);
  const [own, its] = [endOfTerm(tenureOf(seat)), endOfTerm(tenureOf(held))];
  const ends = [own, its].filter((day) => day !== undefined);
  const until = ends.length === 0 ? undefined : earliest(...ends);
  if (until !== undefined && until <= since) return undefined;
  const { person, representing, organisationId, moves, mandateId: byMandateId } = held;
  const why = until === undefined ? {} : { until, cause: (until === own ? seat.cause : held.cause) ?? 'term' };
  return {
    ...tie,
    person,
    ...(representing === undefined ? {} : { representing }),
    ...(organisationId === undefined ? {} : { organisationId }),
    ...(moves === undefined ? {} : { moves }),
    byMandateId,
    since,
    ...why,
  };
}

/** Whoever holds an office on a day; marked as carried over once the limit has passed. */
export function holdersShownOn(office: OfficeDocument, day: string): readonly MandateView[] {
  return holdersOf(office, day).map((mandate) => {
    const { carriedOver: overrun, ...held } = mandate;
    return overrun === undefined || overrun.since <= day ? mandate : held;
  });
}

/** Mandates past their limit on a day to which nobody has succeeded by then, and that are not carried over. */
export function expiredOf(office: OfficeDocument, day: string): readonly MandateView[] {
  const own = office.mandates.filter(({ byMandateId }) => byMandateId === undefined);
  const known = overruns(own.map(tenureOf), office.capacities);
  return own.filter(({ mandateId }) => {
    const overrun = known.get(mandateId);
    return overrun !== undefined && overrun.since <= day && (overrun.until === undefined || day < overrun.until);
  });
}
