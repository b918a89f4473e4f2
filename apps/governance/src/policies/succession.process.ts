import { successionManager, type ProcessServices, type ReferenceMove, type Succession } from '#libs/hosting';
import { bodies } from '../read-models/bodies/bodies.projection.ts';
import { offices } from '../read-models/offices/offices.projection.ts';
import { onBody, onOffice } from '../streams.ts';
import { beginnings } from './beginnings.ts';
import { endings } from './endings.ts';
import type { GovernanceMove } from './move.ts';

/** Re-points governance after a merger: mandates and bodies of the predecessors end, the transitional ones start. */
export const governanceSuccession = successionManager({
  context: 'governance',
  readModels: [bodies, offices],
  prepare: async (succession, services) =>
    beginnings(succession, ...(await governanceOf([succession.successor.clusterId], services))).map(toMove),
  references: async (succession, services) =>
    endings(succession, ...(await governanceOf(predecessorsOf(succession), services))).map(toMove),
});

function predecessorsOf({ predecessors }: Succession): readonly string[] {
  return predecessors.map(({ clusterId }) => clusterId);
}

async function governanceOf(clusterIds: readonly string[], { readModels }: ProcessServices) {
  const where = { cluster_id: clusterIds };
  return await Promise.all([readModels.of(bodies).all(where), readModels.of(offices).all(where)]);
}

function toMove({ key, count, bodies: onBodies, offices: onOffices }: GovernanceMove): ReferenceMove {
  const steps = [
    ...onBodies.map((command) => onBody(command.bodyId, command)),
    ...onOffices.map((command) => onOffice(command.officeId, command)),
  ];
  return { key, count, steps };
}
