import { z } from 'zod';
import { clusterEvents, dateSchema, nameSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { nameOn, visibleNames, type NameReader } from '#libs/kernel';

const { ClusterRegistered, ClusterNamed, ClusterFigureDeclared } = clusterEvents;

export const clusterState = z.enum(['active', 'dormant', 'revived', 'dissolved', 'succeeded']);

const successionLink = z
  .strictObject({ clusterId: uuidSchema, operationId: uuidSchema, on: dateSchema })
  .meta({ id: 'SuccessionLink', description: 'Another cluster to which a merger ties this one.' });

const clusterDocument = ClusterRegistered.schema.omit({ name: true, nameKind: true }).extend({
  state: clusterState,
  stateSince: dateSchema.describe('Since when it is in that state.'),
  names: z
    .array(ClusterNamed.schema.omit({ clusterId: true }))
    .describe('In the order of recording; those under embargo for readers with the right.'),
  predecessors: z.array(successionLink),
  successors: z.array(successionLink),
  figures: z.array(ClusterFigureDeclared.schema.shape.figure).describe('What each source declared, side by side.'),
});

export const clusterView = clusterDocument
  .extend({
    name: nameSchema
      .nullable()
      .describe('The name in force on the day asked for; null where every name is under embargo.'),
  })
  .meta({ id: 'Cluster', description: 'A cluster as its reader may see it.' });

export type ClusterState = z.infer<typeof clusterState>;
export type SuccessionLink = Immutable<z.infer<typeof successionLink>>;
export type ClusterDocument = Immutable<z.infer<typeof clusterDocument>>;
export type ClusterView = Immutable<z.infer<typeof clusterView>>;

/** A cluster as a reader may see it. */
export function viewOfCluster(document: ClusterDocument, day: string, reader: NameReader): ClusterView {
  const names = visibleNames(document.names, reader);
  return { ...document, name: nameOn(names, day)?.name ?? null, names };
}
