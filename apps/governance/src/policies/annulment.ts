import type { Annulled, Undecided } from '#libs/process-managers';
import { heirsOf } from '#libs/succession';
import type { BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import type { OfficeDocument } from '../read-models/offices/offices.projection.ts';
import type { GovernanceMove } from './succession.policy.ts';

/** What the merger had created ends: its bodies, and with them the mandates in them. A body that was abolished by then stays so. */
export function createdEndings(succession: Annulled, bodies: readonly BodyDocument[]): readonly GovernanceMove[] {
  const { operationId, annulledOn: on } = succession;
  const created = heirsOf(succession).flatMap((each) => (each.created ? [each.clusterId] : []));
  return bodies
    .filter(({ clusterId }) => created.includes(clusterId))
    .filter(
      ({ since, abolished }) =>
        since < on && (abolished === undefined || abolished.operationId === operationId || abolished.on > on),
    )
    .map(({ bodyId }) => ({
      ...{ key: `annulled-body:${bodyId}`, bodyId, offices: [], count: 1 },
      bodies: [{ type: 'AbolishBody', bodyId, cause: 'annulment', operationId, on }],
    }));
}

/** Mandates that a merger has ended do not revive: each office of a cluster that stands again is listed until somebody is in office there. */
export function electionsDue(
  { operationId, annulledOn, effectiveOn }: Annulled,
  offices: readonly OfficeDocument[],
): readonly Undecided[] {
  const filled = new Set(
    offices.flatMap(({ clusterId, kind, mandates }) =>
      mandates.some(({ since }) => since >= annulledOn) ? [`${clusterId} ${kind}`] : [],
    ),
  );
  return offices.flatMap(({ officeId, clusterId, kind, mandates }) => {
    const ended = mandates.filter((each) => each.operationId === operationId).length;
    if (ended === 0 || filled.has(`${clusterId} ${kind}`)) return [];
    return [
      {
        key: `annulled-office:${officeId}`,
        code: 'GOV_ELECTION_DUE',
        found: `${String(ended)} mandates of this office (${kind}) that the merger ended on ${effectiveOn}, and none since ${annulledOn}`,
        required: `an election in cluster ${clusterId}, which stands again`,
      },
    ];
  });
}
