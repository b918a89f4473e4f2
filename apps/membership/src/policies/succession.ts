import { step, type DecisionStep } from '#libs/commands';
import { successionManager, type ProcessServices, type ReferenceMove, type Succession } from '#libs/hosting';
import { antenna, antennaStream } from '../domain/antenna/antenna.decide.ts';
import { cluster, clusterStream } from '../domain/cluster/cluster.decide.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipStream } from '../domain/membership/membership.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import type { SuccessionDocument } from '../read-models/successions/successions.projection.ts';
import { membershipMoves, type MembershipMove } from './succession-moves.ts';
import { preparationOf } from './succession-preparation.ts';

/** On a merger: the clusters first, then their antennas, then every member of the predecessors into the successor. */
export const membershipSuccession = successionManager({
  context: 'membership',
  readModels: [memberships, antennas],
  prepare,
  references: async (succession, services) => (await movesOf(succession, services)).map(referenceMove),
});

async function prepare(
  succession: Succession,
  { readModels, runner }: ProcessServices,
): Promise<readonly ReferenceMove[]> {
  const predecessors = succession.predecessors.map(({ clusterId }) => clusterId);
  const { state } = await runner.load(cluster, clusterStream(succession.successor.clusterId));
  const plan = preparationOf(succession, {
    antennas: await readModels.of(antennas).all({ cluster_id: predecessors }),
    successorStands: state.status !== 'absent' && state.registration.operationId !== succession.operationId,
  });
  return [
    {
      key: 'clusters',
      steps: plan.clusters.map((command) => step(cluster, clusterStream(command.clusterId), command)),
    },
    ...plan.antennas.map((command) => ({
      key: `antenna:${command.antennaId}`,
      steps: [step(antenna, antennaStream(command.antennaId), command)],
    })),
  ];
}

/** The memberships that a merger moves, from the register as it is. */
export async function movesOf(
  succession: SuccessionDocument,
  { readModels }: Pick<ProcessServices, 'readModels'>,
): Promise<readonly MembershipMove[]> {
  const register = readModels.of(memberships);
  const predecessors = succession.predecessors.map(({ clusterId }) => clusterId);
  const ofPredecessors = await register.all({ cluster_id: predecessors });
  const ofSuccessor = await register.all({
    cluster_id: succession.successor.clusterId,
    organisation_id: [...new Set(ofPredecessors.map(({ organisationId }) => organisationId))],
  });
  return membershipMoves(succession, { ofPredecessors, ofSuccessor });
}

function referenceMove(move: MembershipMove): ReferenceMove {
  return { key: `membership:${move.membershipId}`, steps: moveSteps(move), merges: move.merges };
}

export function moveSteps({ succeed, receive }: MembershipMove): readonly DecisionStep[] {
  return [
    step(membership, membershipStream(succeed.membershipId), succeed),
    step(membership, membershipStream(receive.membershipId), receive),
  ];
}
