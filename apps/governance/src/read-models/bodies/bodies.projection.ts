import { z } from 'zod';
import { bodyEvents, catalog, dateSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { withFact } from '#libs/kernel';
import { creates, projection, updates } from '#libs/projections';

const { BodyCreated, BodyRenamed, BodyResized, BodyConstrained, BodyAbolished } = bodyEvents;

export const bodyView = BodyCreated.schema
  .extend({
    names: z
      .array(BodyRenamed.schema.pick({ since: true, name: true }))
      .optional()
      .describe(
        'Of one that was renamed: its names in the order of the days from which it bears them; `name` is the last of them.',
      ),
    sizes: z
      .array(BodyResized.schema.pick({ since: true, size: true, reserved: true }))
      .describe('Decisions on the size in the order of the days from which they hold.'),
    constraints: z
      .array(
        BodyConstrained.schema
          .pick({ constraintId: true, rule: true, remedyDays: true, since: true })
          .extend({ until: dateSchema.optional().describe('The first day without it.') }),
      )
      .optional()
      .describe('Rules on the composition in the order of the days from which they bind.'),
    abolished: BodyAbolished.schema.pick({ on: true, cause: true, operationId: true }).optional(),
  })
  .meta({ id: 'Body', description: 'A body of a cluster.' });

export type BodyDocument = Immutable<z.infer<typeof bodyView>>;

type Created = GrappeEvents['governance.BodyCreated'];
export const bodies = projection<GrappeEvents, BodyDocument>({
  name: 'governance.bodies',
  version: 7,
  order: catalog.order,
  subject: 'governance.body',
  columns: { cluster_id: { type: 'text', from: 'clusterId' }, kind: { type: 'text', from: 'kind' } },
  indexes: [['cluster_id']],
  key: 'bodyId',
  on: {
    'governance.BodyCreated': creates(({ data }) => ({ ...data, sizes: firstSize(data) })),
    'governance.BodyRenamed': updates((body, { data: { since, name } }) => {
      const names = withFact(body.names ?? [{ since: body.since, name: body.name }], { since, name });
      return { ...body, name: names.at(-1)?.name ?? name, names };
    }),
    'governance.BodyResized': updates((body, { data: { since, size, reserved } }) => ({
      ...body,
      sizes: withFact(body.sizes, { since, size, ...(reserved === undefined ? {} : { reserved }) }),
    })),
    'governance.BodyConstrained': updates((body, { data: { bodyId: _body, clusterId: _cluster, ...constraint } }) => {
      const before = withoutConstraint(body.constraints, constraint.constraintId, constraint.since);
      return { ...body, constraints: [...before, constraint] };
    }),
    'governance.BodyConstraintLifted': updates((body, { data: { constraintId, on } }) => ({
      ...body,
      constraints: withoutConstraint(body.constraints, constraintId, on),
    })),
    // Of two abolitions the earlier one stands: the day of a succession, or the decision of a day before it.
    'governance.BodyAbolished': updates((body, { data: { on, cause, operationId } }) => ({
      ...body,
      abolished: body.abolished ?? { on, cause, ...(operationId === undefined ? {} : { operationId }) },
    })),
  },
});

function firstSize({ since, size }: Created): BodyDocument['sizes'] {
  return size === undefined ? [] : [{ since, size }];
}

type Constraints = NonNullable<BodyDocument['constraints']>;

/** A rule in force ends where it is lifted, or where another of its id begins. */
function withoutConstraint(known: Constraints = [], constraintId: string, on: string): Constraints {
  return known.map((each) =>
    each.constraintId === constraintId && (each.until === undefined || each.until > on) ? { ...each, until: on } : each,
  );
}
