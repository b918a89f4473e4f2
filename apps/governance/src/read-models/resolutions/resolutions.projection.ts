import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import { told } from '../told.ts';
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
  on: {
    'governance.ResolutionTabled': {
      keys: ({ data }) => data.resolutionId,
      evolve: (_none, { data }) => ({ ...data, status: 'tabled' }),
    },
    'governance.ResolutionDecided': {
      keys: ({ data }) => data.resolutionId,
      evolve: (document, { data: { outcome, on, tally, rule } }, key) => ({
        ...told(document, key),
        status: outcome,
        decision: { on, tally, rule },
      }),
    },
  },
});
