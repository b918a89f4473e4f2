import { z } from 'zod';
import { catalog, outcomeSchema, resolutionEvents, type GrappeEvents, type Immutable } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';

export const resolutionStatus = z.union([z.literal('tabled'), outcomeSchema]);

export const resolutionView = resolutionEvents.ResolutionTabled.schema.extend({
  status: resolutionStatus,
  decision: resolutionEvents.ResolutionDecided.schema
    .pick({ on: true, tally: true, rule: true, reckoning: true, irregularities: true })
    .optional()
    .describe('The tally, the clause under which it was judged and how, and what was not as it has to be.'),
});

export type ResolutionDocument = Immutable<z.infer<typeof resolutionView>>;

export const resolutions = projection<GrappeEvents, ResolutionDocument>({
  name: 'governance.resolutions',
  version: 6,
  order: catalog.order,
  subject: 'governance.resolution',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    meeting_id: { type: 'text', from: 'meetingId' },
    status: { type: 'text', from: 'status' },
  },
  indexes: [['cluster_id', 'status'], ['meeting_id']],
  key: 'resolutionId',
  on: {
    'governance.ResolutionTabled': creates(({ data }) => ({ ...data, status: 'tabled' })),
    'governance.ResolutionDecided': updates((resolution, { data }) => {
      const { outcome, on, tally, rule, reckoning, irregularities } = data;
      return { ...resolution, status: outcome, decision: { on, tally, rule, reckoning, irregularities } };
    }),
  },
});
