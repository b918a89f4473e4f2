import type { Succession } from '#libs/hosting';
import type { AntennaCommand } from '../domain/antenna/antenna.decide.ts';
import type { ClusterCommand } from '../domain/cluster/cluster.decide.ts';
import type { AntennaDocument } from '../read-models/antennas/antennas.projection.ts';

/** What a merger does to clusters and antennas before any member is moved. */
export interface Preparation {
  readonly clusters: readonly ClusterCommand[];
  readonly antennas: readonly AntennaCommand[];
}

/** What has to be known before. */
export interface PreparationFacts {
  /** The antennas that the predecessors (still) have. */
  readonly antennas: readonly AntennaDocument[];
  /** True where the successor stood in the register before this operation: an absorbing body, or one founded ahead of it. */
  readonly successorStands: boolean;
}

export function preparationOf(succession: Succession, facts: PreparationFacts): Preparation {
  return {
    clusters: [
      successorCommand(succession, facts.successorStands),
      ...succession.predecessors.map(({ clusterId }) => succeed(clusterId, succession)),
    ],
    antennas: [
      ...succession.newAntennas.map((antenna) => open(antenna, succession)),
      ...facts.antennas.filter(({ state }) => state === 'open').map((antenna) => pass(antenna, succession)),
    ],
  };
}

/** A new body is registered; one that stands already bears the name that the plan gives it, which may be the one it has. */
function successorCommand({ successor, operationId, effectiveOn: since }: Succession, stands: boolean): ClusterCommand {
  const { clusterId, name, nameKind, seat, departments } = successor;
  if (stands) return { type: 'NameCluster', clusterId, name, nameKind, since };
  const facts = { clusterId, kind: 'cluster', name, nameKind, seat, departments, since, operationId } as const;
  return { type: 'RegisterCluster', ...facts };
}

function succeed(clusterId: string, { operationId, successor, effectiveOn: on }: Succession): ClusterCommand {
  return { type: 'SucceedCluster', clusterId, operationId, successorIds: [successor.clusterId], on };
}

function open(
  antenna: Succession['newAntennas'][number],
  { successor, effectiveOn: since }: Succession,
): AntennaCommand {
  return { type: 'OpenAntenna', ...antenna, clusterId: successor.clusterId, since };
}

function pass({ antennaId, clusterId }: AntennaDocument, succession: Succession): AntennaCommand {
  const { operationId, successor, effectiveOn: on } = succession;
  return { type: 'PassAntenna', antennaId, from: clusterId, to: successor.clusterId, operationId, on };
}
