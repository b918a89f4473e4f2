import { z } from 'zod';
import { catalog, objectiveEvents, type GrappeEvents, type Immutable } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import { evolveObjective, noObjective, type Objective, type ObjectiveFact } from '../../domain/objectives/objective.ts';
import { progressOf, reaches, statusOn } from '../../domain/objectives/progress.ts';

const { ObjectiveSet, ObjectiveMeasured } = objectiveEvents;

const reading = ObjectiveMeasured.schema.omit({ objectiveId: true, clusterId: true }).extend({
  isReached: z.boolean(),
  progress: z
    .string()
    .optional()
    .describe('In percent of the way from the baseline to the target; absent where the baseline is unknown.'),
});

export const objectiveStatus = z.enum(['open', 'reached', 'disputed', 'missed']);

export const objectiveView = ObjectiveSet.schema
  .extend({
    status: objectiveStatus.describe(
      'By the day: `disputed` where sources of the last day disagree on whether it is reached.',
    ),
    readings: z.array(reading).describe('What was measured by the day, each source beside the others.'),
  })
  .meta({ id: 'Objective', description: 'What a cluster means to reach, with what was measured of it by the day.' });

export type ObjectiveView = Immutable<z.infer<typeof objectiveView>>;

/** An objective as it is stored. */
export interface ObjectiveDocument extends Objective {
  readonly objectiveId: string;
  readonly clusterId: string;
}

function follows<Name extends ObjectiveFact['type']>(type: Name) {
  return upserts<GrappeEvents[`membership.${Name}`], ObjectiveDocument>((document, { data }) => {
    const { objectiveId, clusterId } = data;
    const before = document ?? noObjective;
    return { objectiveId, clusterId, ...evolveObjective(before, { type, ...data } as ObjectiveFact) };
  });
}

/** What clusters mean to reach; the key is the id of the objective. */
export const objectives = projection<GrappeEvents, ObjectiveDocument>({
  name: 'membership.objectives',
  version: 1,
  order: catalog.order,
  subject: 'membership.objective',
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id', 'key']],
  key: 'objectiveId',
  on: {
    'membership.ObjectiveSet': follows('ObjectiveSet'),
    'membership.ObjectiveMeasured': follows('ObjectiveMeasured'),
  },
});

/** An objective on a day; undefined before it was set. */
export function viewOfObjective({ objective, readings }: Objective, day: string): ObjectiveView | undefined {
  if (objective === undefined || day < objective.on) return undefined;
  return {
    ...objective,
    status: statusOn(objective, readings, day),
    readings: readings
      .filter(({ on }) => on <= day)
      .map((each) => {
        const progress = progressOf(objective, each);
        return { ...each, isReached: reaches(objective, each), ...(progress === undefined ? {} : { progress }) };
      }),
  };
}
