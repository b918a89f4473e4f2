import type { Succession } from '#libs/processes';
import type { AntennaCommand } from '../domain/antenna/antenna.ts';
import type { ClusterCommand } from '../domain/cluster/cluster.ts';
import type { AntennaDocument } from '../read-models/antennas/antennas.projection.ts';

/**
 * What a merger does to clusters. `stands`: the successor stood in the register before this operation, an absorbing body or one
 * founded ahead of it.
 */
export function clusterCommands(succession: Succession, stands: boolean): readonly ClusterCommand[] {
  const gone = succession.predecessors.map(({ clusterId }) => succeed(clusterId, succession));
  return [successorCommand(succession, stands), ...gone];
}

/** What it does to antennas: new ones are opened, and those that the predecessors still have open pass on. */
export function antennaCommands(
  succession: Succession,
  antennas: readonly AntennaDocument[],
): readonly AntennaCommand[] {
  return [
    ...succession.newAntennas.map((antenna) => open(antenna, succession)),
    ...antennas.filter(({ state }) => state === 'open').map((antenna) => pass(antenna, succession)),
  ];
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
