import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { ResolutionDocument } from './resolution.view.ts';

export const resolutions = projection<GrappeEvents, ResolutionDocument>({
  name: 'governance.resolutions',
  version: 1,
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    meeting_id: { type: 'text', from: 'meetingId' },
    status: { type: 'text', from: 'status' },
  },
  indexes: [['cluster_id', 'status'], ['meeting_id']],
  key: 'resolutionId',
  on: {
    'governance.ResolutionTabled': creates(({ data }) => ({ ...data, status: 'tabled' })),
    'governance.ResolutionDecided': updates((resolution, { data: { outcome, on, tally, rule } }) => ({
      ...resolution,
      status: outcome,
      decision: { on, tally, rule },
    })),
  },
});
