import type { GrappeEvents } from '../contexts.ts';

export * from './membership-periods.ts';

type Ended = GrappeEvents['governance.MandateEnded'];
type AntennaMapping = GrappeEvents['mergers.SuccessionTookEffect']['antennaMapping'];

/** The end of a mandate: the first day after it, and the cause. */
export interface MandateEnding {
  readonly until?: string | undefined;
  readonly cause?: Ended['cause'] | undefined;
  readonly operationId?: string | undefined;
}

/**
 * The mandates once this one has ended. Of two ends of a mandate the earlier one stands, whichever was recorded first: a succession overtakes an end that lies
 * ahead, and whoever had left before it was not ended by it. Of one day, what was decided stands before what follows from an operation.
 * @throws TypeError where it is none of them
 */
export function withMandateEnded<Mandate extends { readonly mandateId: string }>(
  mandates: readonly (Mandate & MandateEnding)[],
  { mandateId, on, cause, operationId }: Ended,
): readonly (Mandate & MandateEnding)[] {
  const index = mandates.findIndex((mandate) => mandate.mandateId === mandateId);
  const known = mandates[index];
  if (known === undefined) throw new TypeError(`the end of a mandate that was never started: ${mandateId}`);
  if (known.until !== undefined && (known.until < on || (known.until === on && operationId !== undefined)))
    return mandates;
  const { operationId: _before, ...held } = known;
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
