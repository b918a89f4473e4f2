import type { GrappeEvents } from '../contexts.ts';

export * from './membership-periods.ts';

type Ended = GrappeEvents['governance.MandateEnded'];
type AntennaMapping = GrappeEvents['mergers.SuccessionTookEffect']['antennaMapping'];
type CollegeMapping = GrappeEvents['mergers.SuccessionTookEffect']['collegeMapping'];

type End = Pick<MandateEnding, 'cause' | 'operationId'> & Pick<Ended, 'on'>;

/** The end of a mandate: the first day after it, and the cause. */
export interface MandateEnding {
  readonly until?: string | undefined;
  readonly cause?: Ended['cause'] | undefined;
  readonly operationId?: string | undefined;
}

/**
 * Whether one end of a mandate leaves another one without effect: the one of what was decided, the other of what follows from an operation. The earlier one
 * stands: a succession is law and overtakes an end that lies ahead, and whoever had left before it was not ended by it. Of one day, what was decided stands.
 * That a mandate had expired before an operation follows only as long as nobody has decided otherwise.
 */
export function overtakesEnd(end: End, other: End): boolean {
  const [follows, otherFollows] = [end.operationId !== undefined, other.operationId !== undefined];
  if (follows === otherFollows) return false;
  if ((follows ? end : other).cause === 'expiry') return otherFollows;
  return end.on < other.on || (end.on === other.on && otherFollows);
}

/**
 * The mandates once this one has ended. Of two ends of a mandate one stands, whichever was recorded first.
 * @throws TypeError where it is none of them
 */
export function withMandateEnded<Mandate extends { readonly mandateId: string }>(
  mandates: readonly (Mandate & MandateEnding)[],
  ended: Ended,
): readonly (Mandate & MandateEnding)[] {
  const { mandateId, on, cause, operationId } = ended;
  const index = mandates.findIndex((mandate) => mandate.mandateId === mandateId);
  const known = mandates[index];
  // Whoever never was in office had nothing that an operation could end.
  if (known === undefined && operationId !== undefined) return mandates;
  if (known === undefined) throw new TypeError(`the end of a mandate that was never started: ${mandateId}`);
  const { until, operationId: _before, ...held } = known;
  if (until !== undefined && overtakesEnd({ ...known, on: until }, ended)) return mandates;
  const by = operationId === undefined ? {} : { operationId };
  return mandates.with(index, { ...(held as Mandate), until: on, cause, ...by });
}

/** The place of a member: a cluster, and in it an antenna or none. */
export interface Placed {
  readonly clusterId: string;
  readonly antennaId?: string | undefined;
}

/**
 * The antenna of the successor in which a member of a predecessor stands: as the plan maps its antenna, else its whole cluster;
 * what the plan does not map goes on with the antenna it has.
 */
export function antennaAfter(mapping: AntennaMapping, { clusterId, antennaId }: Placed): string | undefined {
  const own = mapping.filter(({ fromClusterId }) => fromClusterId === clusterId);
  const mapped =
    own.find(({ fromAntennaId }) => fromAntennaId !== undefined && fromAntennaId === antennaId) ??
    own.find(({ fromAntennaId }) => fromAntennaId === undefined);
  return mapped?.toAntennaId ?? antennaId;
}

/** The college of the successor in which a member of a predecessor stands, by the same rule; what the plan does not map goes on by its name. */
export function collegeAfter(
  mapping: CollegeMapping,
  { clusterId, college }: Placed & { readonly college?: string | undefined },
): string | undefined {
  const own = mapping?.filter(({ fromClusterId }) => fromClusterId === clusterId) ?? [];
  const mapped =
    own.find(({ fromCollege }) => fromCollege !== undefined && fromCollege === college) ??
    own.find(({ fromCollege }) => fromCollege === undefined);
  return mapped?.toCollege ?? college;
}
