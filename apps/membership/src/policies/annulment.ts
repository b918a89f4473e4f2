import { managerCommand } from '#libs/commands';
import { uuid } from '#libs/kernel';
import { step, type Annulled, type AnnulmentPolicy, type ManagerStep, type Undecided } from '#libs/process-managers';
import { heirsOf, periodsBefore, sourcesOf } from '#libs/succession';
import { cluster } from '../domain/cluster/cluster.ts';
import { membershipMoves, type ConcernedMemberships } from './concerned.ts';
import { followCluster, returnsOf } from './antenna-moves.ts';
import { joiningMoves } from './joining.ts';
import { moveBy, moveMember } from './moves.ts';
import { subsidyReturns } from './subsidy-moves.ts';
import type { AntennaDocument } from '../read-models/antennas/antennas.projection.ts';
import type { MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import type { SubsidyDocument } from '../read-models/subsidies/subsidies.projection.ts';

interface Clusters {
  readonly operationId: string;
  readonly restored: readonly string[];
  /** Those that the merger had created. */
  readonly ended: readonly string[];
  readonly on: string;
}

export const restoreClusters = managerCommand<Clusters>({
  name: 'membership.restore-clusters',
  summary: 'Let the predecessors of an annulled merger stand again, and end what it created, in one append.',
  aggregate: cluster,
  run: async (tx, { body: { operationId, restored, ended, on } }) => {
    for (const clusterId of restored)
      await tx.decide(cluster, clusterId, { type: 'RestoreCluster', clusterId, operationId, on });
    for (const clusterId of ended)
      await tx.decide(cluster, clusterId, { type: 'AnnulCluster', clusterId, operationId, on });
  },
});

interface Facts {
  readonly antennas: readonly AntennaDocument[];
  readonly members: ConcernedMemberships;
  readonly subsidies: readonly SubsidyDocument[];
}

/**
 * On an annulment: the clusters first, then the antennas that had passed, then every membership, once for each predecessor in which it was. Whoever has joined what the merger created has
 * joined none of the predecessors: it is listed for a decision.
 */
export const membershipAnnulment: AnnulmentPolicy<Facts> = {
  prepare: (succession, { antennas }) => [
    [
      step(restoreClusters, {
        key: 'annulled-clusters',
        id: uuid(succession.successor.clusterId),
        body: clustersOf(succession),
      }),
    ],
    returnsOf(succession, antennas).map((command) =>
      step(followCluster, { key: `annulled-antenna:${command.antennaId}`, id: uuid(command.antennaId), body: command }),
    ),
  ],
  references: (succession, { members, subsidies }) => [
    ...membershipMoves(succession, members).map(({ membershipId: id, merges, isOpen: _isOpen, ...moves }) => ({
      step: step(moveMember, {
        key: `annulled-membership:${id}`,
        id: uuid(id),
        body: moveBy(succession, moves),
      }),
      merges,
    })),
    ...joiningMoves(succession, members, 'annulled-accession'),
    ...subsidyReturns(succession, subsidies).map((each): { readonly step: ManagerStep } => ({ step: each })),
  ],
  // Whoever federates keeps its identity: it loses nothing with the network.
  undecided: (succession, { members }) =>
    succession.kind === 'federation' ? [] : joinedMeanwhile(succession, members),
};

function clustersOf(succession: Annulled): Clusters {
  const { operationId, predecessors, annulledOn: on } = succession;
  return { operationId, restored: predecessors.map(({ clusterId }) => clusterId), ended: createdIn(succession), on };
}

function createdIn(succession: Annulled): readonly string[] {
  return heirsOf(succession).flatMap(({ clusterId, created }) => (created ? [clusterId] : []));
}

/** Members of the created successor, and its own memberships of networks, that came by no predecessor, as long as none of those has them. */
function joinedMeanwhile(
  succession: Annulled,
  { ofPredecessors, ofHeirs }: ConcernedMemberships,
): readonly Undecided[] {
  const { annulledOn, operationId } = succession;
  const [gone, created] = [sourcesOf(succession), createdIn(succession)];
  const isParty = (id: string): boolean => created.includes(id) || gone.includes(id);
  const other = ({ clusterId, organisationId }: MembershipDocument) =>
    isParty(clusterId) ? organisationId : clusterId;
  const settled = new Set(ofPredecessors.filter(({ periods }) => periods.length > 0).map(other));
  return ofHeirs
    .filter(({ clusterId, organisationId }) => created.includes(clusterId) || created.includes(organisationId))
    .filter((each) => !settled.has(other(each)) && isHeld(each, { annulledOn, operationId }))
    .map(({ membershipId, clusterId, organisationId }) => ({
      key: `annulled-membership:${membershipId}`,
      code: 'MBR_CONSENT_NEEDED',
      found: `${organisationId}, a member of ${clusterId} and of no predecessor; what the merger created ends on ${annulledOn}`,
      required: `its admission to one of ${gone.join(', ')}, or its leaving`,
    }));
}

/** Whoever had acceded to the merger goes with it. */
function isHeld(
  { periods }: MembershipDocument,
  { annulledOn, operationId }: Pick<Annulled, 'annulledOn' | 'operationId'>,
): boolean {
  return periodsBefore(periods, operationId).some(
    ({ since, until }) => since < annulledOn && (until === undefined || until > annulledOn),
  );
}
