import { processCommand } from '#libs/commands';
import { uuid } from '#libs/kernel';
import { step, successionProcess, type ProcessStep, type ReferenceMove, type Succession } from '#libs/processes';
import type { ReadModels } from '#libs/projections';
import { antenna, type AntennaCommand } from '../domain/antenna/antenna.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import type { SuccessionDocument } from '../read-models/successions/successions.projection.ts';
import { membershipMoves, type ConcernedMemberships, type MembershipMove } from './succession-moves.ts';
import { antennaCommands, clusterCommands } from './succession-preparation.ts';

const succeedClusters = processCommand<Succession>({
  name: 'membership.succeed-clusters',
  summary: 'Enter the successor of a merger and end its predecessors, all at once.',
  aggregate: cluster,
  run: async (tx, { body }) => {
    const successor = await tx.read(cluster, body.successor.clusterId);
    const stands = successor.status !== 'absent' && successor.registration.operationId !== body.operationId;
    for (const command of clusterCommands(body, stands)) await tx.decide(cluster, command.clusterId, command);
  },
});

const followCluster = processCommand<AntennaCommand>({
  name: 'membership.follow-cluster',
  summary: 'Open an antenna of the plan, or let one pass to the successor.',
  aggregate: antenna,
  run: (tx, { id, body }) => tx.decide(antenna, id, body),
});

/** One membership of a predecessor, on its way into the successor. */
export const moveMember = processCommand<Pick<MembershipMove, 'succeed' | 'receive'>>({
  name: 'membership.move-member',
  summary: 'End a membership of a predecessor and begin the one of the successor, both or neither.',
  aggregate: membership,
  run: async (tx, { body: { succeed, receive } }) => {
    await tx.decide(membership, succeed.membershipId, succeed);
    await tx.decide(membership, receive.membershipId, receive);
  },
});

/** On a merger: the clusters first, then their antennas, then every member of the predecessors into the successor. */
export const membershipSuccession = successionProcess({
  context: 'membership',
  reads: [memberships, antennas],
  commands: [succeedClusters, followCluster, moveMember],
  gather: async (succession, readModels) => {
    const clusterIds = succession.predecessors.map(({ clusterId }) => clusterId);
    const ofPredecessors = readModels.of(antennas).all({ cluster_id: clusterIds });
    const [own, members] = await Promise.all([ofPredecessors, concernedBy(succession, readModels)]);
    return { antennas: own, members };
  },
  prepare: (succession, facts) => [
    [step(succeedClusters, { key: 'clusters', id: uuid(succession.successor.clusterId), body: succession })],
    antennaCommands(succession, facts.antennas).map(antennaStep),
  ],
  references: (succession, { members }) => membershipMoves(succession, members).map(referenceMove),
});

/** The memberships that a merger moves or meets, from the register as it is. */
export async function concernedBy(
  succession: Pick<SuccessionDocument, 'predecessors' | 'successor'>,
  readModels: ReadModels,
): Promise<ConcernedMemberships> {
  const register = readModels.of(memberships);
  const ofPredecessors = await register.all({
    cluster_id: succession.predecessors.map(({ clusterId }) => clusterId),
  });
  const ofSuccessor = await register.all({
    cluster_id: succession.successor.clusterId,
    organisation_id: [...new Set(ofPredecessors.map(({ organisationId }) => organisationId))],
  });
  return { ofPredecessors, ofSuccessor };
}

function antennaStep(command: AntennaCommand): ProcessStep {
  return step(followCluster, { key: `antenna:${command.antennaId}`, id: uuid(command.antennaId), body: command });
}

function referenceMove({ membershipId, succeed, receive, merges }: MembershipMove): ReferenceMove {
  const body = { succeed, receive };
  return { step: step(moveMember, { key: `membership:${membershipId}`, id: uuid(membershipId), body }), merges };
}
