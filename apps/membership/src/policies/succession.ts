import { managerCommand } from '#libs/commands';
import { uuid } from '#libs/kernel';
import { step, successionManager, type Succession } from '#libs/process-managers';
import { heirsOf, mainHeirOf } from '#libs/succession';
import { cluster, type ClusterCommand } from '../domain/cluster/cluster.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { colleges } from '../read-models/colleges/colleges.projection.ts';
import { LABEL_MODELS } from '../read-models/labels/held-labels.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { subsidies } from '../read-models/subsidies/subsidies.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { membershipAnnulment, restoreClusters } from './annulment.ts';
import { antennaCommands, antennasOf, followCluster } from './antenna-moves.ts';
import { carriedSubsidies, membersAsTheyWere, rulesOf, type MembershipFacts } from './as-it-was.ts';
import { joiningSteps, joinNetwork } from './federation.ts';
import { carriedLabels, labelsOfPredecessors } from './label-consents.ts';
import { concernedBy, membershipMoves } from './concerned.ts';
import { joiningMoves, membershipAfterwards } from './joining.ts';
import { moveBy, moveMember } from './moves.ts';
import { followSubsidy, subsidiesOfMerger, subsidySteps } from './subsidy-moves.ts';

const succeedClusters = managerCommand<Succession>({
  name: 'membership.succeed-clusters',
  summary: 'Register the heirs of a merger and end its predecessors, in one append.',
  aggregate: cluster,
  run: async (tx, { body }) => {
    const registered: string[] = [];
    for (const heir of heirsOf(body)) {
      const state = await tx.read(cluster, heir.clusterId);
      const isOwn = state.status !== 'absent' && isOwnSuccessor(heir, body, state.registration);
      if (isOwn) registered.push(heir.clusterId);
    }
    for (const command of clusterCommands(body, registered)) await tx.decide(cluster, command.clusterId, command);
  },
});

/**
 * On a merger: the clusters first, then their antennas, then every member of the predecessors into the successor, which takes their place in the networks of
 * which they are members.
 */
export const membershipSuccession = successionManager<MembershipFacts>({
  context: 'membership',
  successions,
  reads: [memberships, antennas, subsidies, colleges, ...LABEL_MODELS],
  commands: [succeedClusters, restoreClusters, followCluster, moveMember, followSubsidy, joinNetwork],
  gather: async (succession, readModels) => {
    const [own, members, money, labels] = await Promise.all([
      antennasOf(succession, readModels),
      concernedBy(succession, readModels),
      subsidiesOfMerger(succession, readModels),
      labelsOfPredecessors(succession, readModels),
    ]);
    const rules = await rulesOf(succession, members, readModels);
    return { antennas: own, members, subsidies: money, labels, rules };
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
        body: moveBy(succession, moves),
      }),
      merges,
    })),
    ...joiningMoves(succession, members, 'accession'),
    ...[...subsidySteps(succession, money), ...joiningSteps(succession)].map((each) => ({ step: each })),
  ],
  carried: (succession, facts) => {
    const [money, labels] = [carriedSubsidies(succession, facts.subsidies), carriedLabels(succession, facts.labels)];
    return {
      asItWas: [...membersAsTheyWere(succession, facts), ...money.asItWas, ...labels.asItWas],
      consents: [...money.consents, ...labels.consents],
    };
  },
  annulment: membershipAnnulment,
  afterwards: membershipAfterwards,
});

/** Whether the cluster that stands under an heir's id is the one: a body that takes part, or one founded for this operation. */
function isOwnSuccessor(
  heir: Pick<Succession['successor'], 'created'>,
  { operationId }: Succession,
  registered: { readonly operationId?: string | undefined },
) {
  return !heir.created || registered.operationId === operationId;
}

/**
 * What a merger does to clusters. `registered`: the heirs that are in the register, as bodies that take part or as founded for this
 * operation. They then bear the names that the plan gives them, which may be those they have; else they are registered, and refused where
 * the id is another cluster's. Of several heirs the one that takes what no share names comes first.
 */
export function clusterCommands(succession: Succession, registered: readonly string[]): readonly ClusterCommand[] {
  const { predecessors, operationId, effectiveOn: since } = succession;
  const heirs = heirsOf(succession).map(({ clusterId, name, nameKind, seat, departments }): ClusterCommand => {
    if (registered.includes(clusterId)) return { type: 'NameCluster', clusterId, name, nameKind, since };
    const kind = succession.kind === 'federation' ? 'network' : 'cluster';
    return { type: 'RegisterCluster', clusterId, kind, name, nameKind, seat, departments, since, operationId };
  });
  const main = mainHeirOf(succession);
  const others = heirsOf(succession).map(({ clusterId }) => clusterId);
  const successorIds = [main, ...others.filter((clusterId) => clusterId !== main)];
  const gone = predecessors.map(({ clusterId }): ClusterCommand => {
    return { type: 'SucceedCluster', clusterId, operationId, successorIds, on: since };
  });
  return [...heirs, ...gone];
}
