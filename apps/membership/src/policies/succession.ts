import { managerCommand } from '#libs/commands';
import { uuid } from '#libs/kernel';
import { step, successionManager, type Succession } from '#libs/process-managers';
import { cluster, type ClusterCommand } from '../domain/cluster/cluster.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { subsidies } from '../read-models/subsidies/subsidies.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { antennaCommands, followCluster } from './antenna-moves.ts';
import { concernedBy, membershipMoves } from './concerned.ts';
import { moveMember, movingBy } from './moves.ts';
import { followSubsidy, subsidiesOfMerger, subsidySteps } from './subsidy-moves.ts';

const succeedClusters = managerCommand<Succession>({
  name: 'membership.succeed-clusters',
  summary: 'Register the successor of a merger and end its predecessors, in one append.',
  aggregate: cluster,
  run: async (tx, { body }) => {
    const successor = await tx.read(cluster, body.successor.clusterId);
    const stands = successor.status !== 'absent' && isOwnSuccessor(body, successor.registration);
    for (const command of clusterCommands(body, stands)) await tx.decide(cluster, command.clusterId, command);
  },
});

/**
 * On a merger: the clusters first, then their antennas, then every member of the predecessors into the successor, which takes their place in the networks of
 * which they are members.
 */
export const membershipSuccession = successionManager({
  context: 'membership',
  successions,
  reads: [memberships, antennas, subsidies],
  commands: [succeedClusters, followCluster, moveMember, followSubsidy],
  gather: async (succession, readModels) => {
    const clusterIds = succession.predecessors.map(({ clusterId }) => clusterId);
    const ofPredecessors = readModels.of(antennas).all({ cluster_id: clusterIds });
    const [own, members, money] = await Promise.all([
      ofPredecessors,
      concernedBy(succession, readModels),
      subsidiesOfMerger(succession, readModels),
    ]);
    return { antennas: own, members, subsidies: money };
  },
  prepare: (succession, facts) => [
    [step(succeedClusters, { key: 'clusters', id: uuid(succession.successor.clusterId), body: succession })],
    antennaCommands(succession, facts.antennas).map((command) =>
      step(followCluster, { key: `antenna:${command.antennaId}`, id: uuid(command.antennaId), body: command }),
    ),
  ],
  references: (succession, { members, subsidies: money }) => [
    ...membershipMoves(succession, members).map(({ membershipId: id, merges, isOpen: _isOpen, ...moves }) => ({
      step: step(moveMember, {
        key: `membership:${id}`,
        id: uuid(id),
        body: { succession: movingBy(succession), ...moves },
      }),
      merges,
    })),
    ...subsidySteps(succession, money).map((each) => ({ step: each })),
  ],
});

/** Whether the cluster that stands under the successor's id is the one: the absorbing body, or one founded for this operation. */
function isOwnSuccessor(
  { successor, operationId }: Succession,
  registered: { readonly operationId?: string | undefined },
) {
  return !successor.created || registered.operationId === operationId;
}

/**
 * What a merger does to clusters. `stands`: the successor is in the register, as the absorbing body or as one founded for this
 * operation. It then bears the name that the plan gives it, which may be the one it has; else it is registered, and refused where
 * the id is another cluster's.
 */
export function clusterCommands(succession: Succession, stands: boolean): readonly ClusterCommand[] {
  const { predecessors, successor, operationId, effectiveOn: since } = succession;
  const { clusterId, name, nameKind, seat, departments } = successor;
  const facts = { clusterId, kind: 'cluster', name, nameKind, seat, departments, since, operationId } as const;
  const gone = predecessors.map(({ clusterId: id }): ClusterCommand => ({
    type: 'SucceedCluster',
    clusterId: id,
    operationId,
    successorIds: [clusterId],
    on: since,
  }));
  return [
    stands ? { type: 'NameCluster', clusterId, name, nameKind, since } : { type: 'RegisterCluster', ...facts },
    ...gone,
  ];
}
