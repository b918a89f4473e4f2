import { z } from 'zod';
import { dateSchema, operationKindSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { factValues } from '../../read-models/facts/fact.ts';
import { point } from '../offices/office-history.view.ts';

export const directionSchema = z.enum(['ancestors', 'descendants', 'both']);

const lineageEdge = z
  .strictObject({
    from: uuidSchema,
    to: uuidSchema,
    operationId: uuidSchema,
    kind: operationKindSchema,
    effectiveOn: dateSchema,
    annulledOn: dateSchema.optional().describe('The day from which its annulment by a court counts.'),
  })
  .meta({
    id: 'LineageEdge',
    description:
      'From a cluster that disappeared, gave a branch or federated, to one that goes on with it, received, or is the umbrella.',
  });

const lineageNode = z
  .strictObject({
    clusterId: uuidSchema,
    name: z.string(),
    state: z.union([factValues.cluster.shape.state, z.literal('unknown')]),
    from: dateSchema.optional(),
    to: dateSchema.optional().describe('The first day after its existence.'),
    members: z
      .strictObject({ count: z.int(), on: dateSchema })
      .optional()
      .describe('Where it is known: the number of members on the requested day, or on the last day of the cluster.'),
  })
  .meta({ id: 'LineageNode', description: 'A cluster of a lineage.' });

export const lineageView = z
  .strictObject({
    root: uuidSchema,
    direction: directionSchema,
    ...point,
    nodes: z.array(lineageNode),
    edges: z.array(lineageEdge).describe('In the order of their days.'),
  })
  .meta({ id: 'Lineage', description: 'The predecessors and successors of a cluster.' });

export type Direction = z.infer<typeof directionSchema>;
/** A predecessor became part of a successor. */
export type LineageEdge = Immutable<z.infer<typeof lineageEdge>>;
export type LineageNode = Immutable<z.infer<typeof lineageNode>>;
export type Lineage = Immutable<z.infer<typeof lineageView>>;
