import type { GrappeEvents } from '../contexts.ts';

type AntennaMapping = GrappeEvents['mergers.SuccessionTookEffect']['antennaMapping'];

/** Where somebody stands: in a cluster, and there in an antenna or in none. */
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
