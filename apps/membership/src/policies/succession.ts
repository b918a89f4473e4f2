import { managerCommand } from '#libs/commands';
import { uuid } from '#libs/kernel';
import { step, successionManager, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { passages, periodsBefore } from '#libs/succession';
import { antenna, type AntennaCommand } from '../domain/antenna/antenna.ts';
import { cluster, type ClusterCommand } from '../domain/cluster/cluster.ts';
import { antennas, type AntennaDocument } from '../read-models/antennas/antennas.projection.ts';
import { memberships, type MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import { subsidies } from '../read-models/subsidies/subsidies.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { followSubsidy, subsidiesOfMerger, subsidySteps } from './subsidy-moves.ts';
import { heldBy, moveMember, moveOf, movingBy, type MovesOf } from './moves.ts';

/** One membership of a predecessor, or of its members, on its way into the successor. */
export type MembershipMove = MovesOf & MovedMembership;

interface MovedMembership {
  readonly membershipId: string;
  /** True where the organisation was a member of the successor already, or becomes one by an earlier move of this list. */
  readonly merges: boolean;
  /** False once this operation has moved it. */
  readonly isOpen: boolean;
}

/** The memberships that a succession concerns. */
export interface ConcernedMemberships {
  /** In the predecessors, and of the predecessors in networks, whatever their status. */
  readonly ofPredecessors: readonly MembershipDocument[];
  /** In the successor, and of the successor in networks. */
  readonly ofSuccessor: readonly MembershipDocument[];
}

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

export const followCluster = managerCommand<AntennaCommand>({
  name: 'membership.follow-cluster',
  summary: 'Open an antenna of the plan, or pass one to the successor.',
  aggregate: antenna,
  run: (tx, { id, body }) => tx.decide(antenna, id, body),
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

/** The memberships that a merger moves or meets, from the register as it is. */
export async function concernedBy(
  succession: Pick<Succession, 'predecessors' | 'successor'>,
  readModels: ReadModels,
): Promise<ConcernedMemberships> {
  const register = readModels.of(memberships);
  const gone = succession.predecessors.map(({ clusterId }) => clusterId);
  const { clusterId: successor } = succession.successor;
  const [members, inNetworks] = await Promise.all([
    register.all({ cluster_id: gone }),
    register.all({ organisation_id: gone }),
  ]);
  const [existing, beside] = await Promise.all([
    register.all({ cluster_id: successor, organisation_id: distinct(members.map((each) => each.organisationId)) }),
    register.all({ organisation_id: successor, cluster_id: distinct(inNetworks.map((each) => each.clusterId)) }),
  ]);
  // A membership that one predecessor has in another is in both lists.
  const others = inNetworks.filter((each) => !gone.includes(each.clusterId));
  return { ofPredecessors: [...members, ...others], ofSuccessor: [...existing, ...beside] };
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}

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

/** What it does to antennas: new ones are opened, and those that the predecessors have on its day pass on, with an end that lies behind it. */
export function antennaCommands(
  succession: Succession,
  antennas: readonly AntennaDocument[],
): readonly AntennaCommand[] {
  const { newAntennas, successor, effectiveOn } = succession;
  const { clusterId } = successor;
  const opened = newAntennas.map(
    (facts) => ({ type: 'OpenAntenna', ...facts, clusterId, since: effectiveOn }) as const,
  );
  const passed = antennas.filter(({ until }) => until > effectiveOn).map((antenna) => passageOf(antenna, succession));
  return [...opened, ...passed];
}

/** How an antenna passes to the successor of its cluster. */
export function passageOf(
  { antennaId, clusterId: from }: Pick<AntennaDocument, 'antennaId' | 'clusterId'>,
  { successor, operationId, effectiveOn: on }: Succession,
): Extract<AntennaCommand, { readonly type: 'PassAntenna' }> {
  return { type: 'PassAntenna', antennaId, from, to: successor.clusterId, operationId, on };
}

/**
 * Members of the predecessors become members of the successor once each, with every origin kept, and it becomes a member once of each of their networks. The list
 * is the same in a repeat, whatever part of it has been carried out by then: memberships that this operation has moved stand in it too.
 */
export function membershipMoves(
  succession: Succession,
  { ofPredecessors, ofSuccessor }: ConcernedMemberships,
): readonly MembershipMove[] {
  const { operationId } = succession;
  const leaving = ofPredecessors.toSorted((a, b) => (a.membershipId < b.membershipId ? -1 : 1));
  const existing = ofSuccessor.map((document) => ({
    ...document,
    periods: periodsBefore(document.periods, operationId),
  }));
  return (['organisationId', 'networkId'] as const).flatMap((mover) => {
    const held = (documents: readonly MembershipDocument[]) =>
      documents.flatMap((document) => {
        const moves = moveOf(succession, document);
        return moves !== undefined && mover in moves ? [{ ...heldBy(moves, document), moves }] : [];
      });
    const effect = mover === 'networkId' ? { ...succession, antennaMapping: [] } : succession;
    return passages(effect, held(leaving), held(existing)).map(({ membership, merges }) => ({
      ...membership.moves,
      membershipId: membership.membershipId,
      merges,
      isOpen: membership.succession?.operationId !== operationId,
    }));
  });
}
