import { z } from 'zod';
import { catalog, seatPlanEvents, type GrappeEvents, type Immutable } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';

const { SeatsApportioned, SeatLotsDrawn } = seatPlanEvents;

export const seatPlanView = SeatsApportioned.schema
  .extend({
    status: z.enum(['apportioned', 'tied']).describe('Tied: lots are still to be drawn.'),
    lots: z
      .array(SeatLotsDrawn.schema.pick({ drawn: true, witness: true, on: true }))
      .describe('What was drawn, in the order of the days.'),
  })
  .meta({ id: 'SeatPlan', description: 'The seats of a body as they were shared, with everything that decided.' });

export type SeatPlanDocument = Immutable<z.infer<typeof seatPlanView>>;
type Shared = Pick<SeatPlanDocument, 'ties'>;

export const seatPlans = projection<GrappeEvents, SeatPlanDocument>({
  name: 'governance.seat-plans',
  version: 1,
  order: catalog.order,
  subject: 'governance.seat-plan',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    body_id: { type: 'text', from: 'bodyId' },
    status: { type: 'text', from: 'status' },
  },
  indexes: [['cluster_id', 'status'], ['body_id']],
  key: 'planId',
  on: {
    'governance.SeatsApportioned': creates(({ data }) => ({ ...data, status: statusOf(data), lots: [] })),
    'governance.SeatLotsDrawn': updates((plan, { data: { drawn, witness, on, seats, ties, vacant } }) => ({
      ...plan,
      ...{ seats, ties, vacant },
      status: statusOf({ ties }),
      lots: [...plan.lots, { drawn, witness, on }],
    })),
  },
});

function statusOf({ ties }: Shared): SeatPlanDocument['status'] {
  return ties.some(({ open }) => open !== undefined) ? 'tied' : 'apportioned';
}
