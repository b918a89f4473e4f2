import { objectiveEvents, uuidSchema } from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay, type Transaction } from '#libs/commands';
import { cluster } from '../domain/cluster/cluster.ts';
import { objective } from '../domain/objectives/objective.ts';
import { CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

const { ObjectiveSet, ObjectiveMeasured } = objectiveEvents;
const { better, ...shape } = ObjectiveSet.schema.omit({ objectiveId: true, clusterId: true, on: true }).shape;

/** The cluster whose objective it is. */
async function ownCluster({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> {
  const { objective: known } = await tx.read(objective, id);
  return known === undefined ? [] : [known.clusterId];
}

export const objectiveCommands = commandTable('membership.objectives', membershipRefusals, [
  commandOf(objective, 'SetObjective', {
    summary: 'Record what a cluster means to reach: an indicator, its baseline and its target, and the day by which.',
    body: { clusterId: uuidSchema, ...shape, better: better.default('higher') },
    scope: ({ body }) => [body.clusterId],
    refusals: ['MBR_OBJECTIVE_EXISTS', ...CLUSTER_UNFIT],
    decide: async ({ id: objectiveId, body, effectiveAt: on }, tx) => {
      return { objectiveId, ...body, on, cluster: await tx.read(cluster, body.clusterId) };
    },
  }),
  commandOf(objective, 'MeasureObjective', {
    verb: 'measure',
    summary: 'Record what a source measured of an objective; another source may have measured otherwise.',
    body: ObjectiveMeasured.schema.pick({ value: true, source: true }).shape,
    scope: ownCluster,
    happened: onItsDay,
    refusals: ['MBR_OBJECTIVE_NOT_FOUND'],
    decide: ({ id: objectiveId, body, effectiveAt: on }) => ({ objectiveId, ...body, on }),
  }),
  ...factCommands(objective, { scope: ownCluster, refusals: [...FACT_REFUSALS, 'MBR_DATE_BEFORE_START'] }),
]);
