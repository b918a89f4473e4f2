import { z } from 'zod';
import { catalog, dateSchema, statutesEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';

export const statutesView = z
  .strictObject({
    clusterId: uuidSchema,
    versions: z
      .array(
        statutesEvents.StatutesAdopted.schema.omit({ clusterId: true }).extend({
          opposableFrom: dateSchema
            .optional()
            .describe('The day from which it can be held against third parties. Absent until it was declared.'),
        }),
      )
      .describe('In the order of their days.'),
  })
  .meta({ id: 'Statutes', description: 'The statutes of a cluster by their versions.' });

export type StatutesDocument = Immutable<z.infer<typeof statutesView>>;

export const statutesVersions = projection<GrappeEvents, StatutesDocument>({
  name: 'governance.statutes',
  version: 6,
  order: catalog.order,
  subject: 'governance.statutes',
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'governance.StatutesAdopted': upserts((document, { data: { clusterId, ...version } }) => ({
      clusterId,
      versions: [...(document?.versions ?? []), version],
    })),
  },
});
