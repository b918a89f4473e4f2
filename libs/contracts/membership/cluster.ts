import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, LIST_MAX, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';
import { annulment } from '../succession.ts';
import { declaredFigureSchema, departmentsSchema, rnaSchema, sirenSchema } from './organisation.ts';

export const clusterKindSchema = z.enum(['cluster', 'grappe', 'competitiveness-pole', 'network']);
export const nameKindSchema = z.enum(['working', 'code', 'final']);

/**
 * In the order in which those of one day count: a cluster that stands again can end again, a name of the day on which a cluster ends is none, whoever had ended by a day was not succeeded to
 * on it, and operators who are authorised again on the day of a revocation act on.
 */
export const clusterEvents = {
  ...correctable({
    ClusterRegistered: event(
      'A cluster (the association) is entered in the register.',
      {
        clusterId: uuidSchema,
        kind: clusterKindSchema,
        name: nameSchema,
        nameKind: nameKindSchema,
        seat: nameSchema,
        departments: departmentsSchema,
        siren: sirenSchema.optional(),
        rna: rnaSchema.optional(),
        since: dateSchema,
        /** The operation that created it, where a merger did. */
        operationId: uuidSchema.optional(),
      },
      { opens: true },
    ),
  }),
  ClusterRestored: event(
    'A cluster that had disappeared stands again: the merger was annulled, or it was restored by an operation of its own.',
    {
      clusterId: uuidSchema,
      operationId: uuidSchema,
      /** Of one that its last members restored, whatever had ended it. Default: the operation is the merger that was annulled. */
      restoration: z.literal(true).optional(),
      /** Of one that was restored, the merger that had ended it, where one had: what begins from then on does not follow that. */
      endedBy: uuidSchema.optional(),
      on: dateSchema,
    },
  ),
  ...correctable({
    ClusterFellDormant: event('A cluster has no activity from a day on; its identity stays.', {
      clusterId: uuidSchema,
      on: dateSchema,
    }),
    ClusterRevived: event('A dormant cluster is active again.', { clusterId: uuidSchema, on: dateSchema }),
    ClusterDissolved: event('A cluster was dissolved; nobody succeeds to it.', {
      clusterId: uuidSchema,
      on: dateSchema,
      reason: remarkSchema.optional(),
      /** Of a cluster that a merger created: the operation that was annulled. */
      operationId: uuidSchema.optional(),
    }),
  }),
  ClusterSucceeded: event('A cluster disappeared in a merger; its members are members of the successors by law.', {
    clusterId: uuidSchema,
    operationId: uuidSchema,
    successorIds: z.array(uuidSchema).max(LIST_MAX).min(1),
    on: dateSchema,
  }),
  ...correctable({
    ClusterNamed: event(
      'A cluster bears a name from a day on; it may be kept confidential until a date.',
      {
        clusterId: uuidSchema,
        name: nameSchema,
        nameKind: nameKindSchema,
        since: dateSchema,
        embargoUntil: dateSchema.optional(),
      },
      { embargoField: 'embargoUntil' },
    ),
    ClusterMoved: event('A cluster has its seat elsewhere from a day on.', {
      clusterId: uuidSchema,
      seat: nameSchema,
      /** Absent where its territory stays what it was. */
      departments: departmentsSchema.optional(),
      since: dateSchema,
    }),
    ClusterFigureDeclared: event('A source declared a figure about a cluster.', {
      clusterId: uuidSchema,
      figure: declaredFigureSchema,
    }),
    ClusterOperatorsRevoked: event('The operators of a predecessor act for a cluster no more, from a day on.', {
      clusterId: uuidSchema,
      predecessorId: uuidSchema,
      on: dateSchema,
    }),
    ClusterOperatorsAuthorised: event('The operators of a predecessor may act for a cluster from a day on.', {
      clusterId: uuidSchema,
      predecessorId: uuidSchema,
      since: dateSchema,
    }),
  }),
};

/** On the day on which an antenna is closed it does not pass. */
export const antennaEvents = correctable({
  AntennaOpened: event(
    'A cluster has an antenna in a territory; it may be what is left of an absorbed cluster.',
    {
      antennaId: uuidSchema,
      clusterId: uuidSchema,
      name: nameSchema,
      brand: nameSchema.optional(),
      departments: departmentsSchema,
      originClusterId: uuidSchema.optional(),
      since: dateSchema,
    },
    { opens: true },
  ),
  AntennaClosed: event('An antenna was closed.', { antennaId: uuidSchema, clusterId: uuidSchema, on: dateSchema }),
  AntennaPassed: event('An antenna passed to the successor of its cluster.', {
    antennaId: uuidSchema,
    from: uuidSchema,
    to: uuidSchema,
    operationId: uuidSchema,
    annulment,
    on: dateSchema,
  }),
});
