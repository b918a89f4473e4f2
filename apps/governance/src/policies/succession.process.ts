import { processCommand } from '#libs/commands';
import { uuid } from '#libs/kernel';
import { step, successionProcess, type ProcessStep, type Succession } from '#libs/processes';
import type { ReadModels } from '#libs/projections';
import { body } from '../domain/body/body.ts';
import { office } from '../domain/office/office.decide.ts';
import { bodies } from '../read-models/bodies/bodies.projection.ts';
import { offices } from '../read-models/offices/offices.projection.ts';
import { beginnings } from './beginnings.ts';
import { endings } from './endings.ts';
import type { GovernanceMove } from './move.ts';

const follow = processCommand<Pick<GovernanceMove, 'bodies' | 'offices'>>({
  name: 'governance.follow-succession',
  summary: 'Let a body with its offices follow a succession: end, begin, or grow for those who come.',
  aggregate: body,
  run: async (tx, { body: { bodies: onBodies, offices: onOffices } }) => {
    for (const command of onBodies) await tx.decide(body, command.bodyId, command);
    for (const command of onOffices) {
      const whole =
        command.type === 'CreateOffice' ? { ...command, body: await tx.read(body, command.bodyId) } : command;
      await tx.decide(office, command.officeId, whole);
    }
  },
});

/** Re-points governance after a merger: mandates and bodies of the predecessors end, the transitional ones start. */
export const governanceSuccession = successionProcess({
  context: 'governance',
  reads: [bodies, offices],
  commands: [follow],
  gather: async (succession, readModels) => ({
    ofSuccessor: await governanceOf([succession.successor.clusterId], readModels),
    ofPredecessors: await governanceOf(predecessorsOf(succession), readModels),
  }),
  prepare: (succession, { ofSuccessor }) => [beginnings(succession, ...ofSuccessor).map(followStep)],
  references: (succession, { ofPredecessors }) =>
    endings(succession, ...ofPredecessors).map((move) => ({ step: followStep(move), count: move.count })),
});

function predecessorsOf({ predecessors }: Succession): readonly string[] {
  return predecessors.map(({ clusterId }) => clusterId);
}

async function governanceOf(clusterIds: readonly string[], readModels: ReadModels) {
  const where = { cluster_id: clusterIds };
  return await Promise.all([readModels.of(bodies).all(where), readModels.of(offices).all(where)]);
}

function followStep({ key, bodyId, bodies: onBodies, offices: onOffices }: GovernanceMove): ProcessStep {
  return step(follow, { key, id: uuid(bodyId), body: { bodies: onBodies, offices: onOffices } });
}
