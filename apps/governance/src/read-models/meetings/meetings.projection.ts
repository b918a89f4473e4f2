import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import { told } from '../told.ts';
import type { MeetingDocument } from './meeting.view.ts';

export const meetings = projection<GrappeEvents, MeetingDocument>({
  name: 'governance.meetings',
  version: 2,
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    body_id: { type: 'text', from: 'bodyId' },
    scheduled_for: { type: 'date', from: 'scheduledFor' },
  },
  indexes: [['cluster_id'], ['body_id'], ['scheduled_for', 'key']],
  on: {
    'governance.MeetingConvened': {
      keys: ({ data }) => data.meetingId,
      evolve: (_none, { data }) => ({ ...data, resolutions: [] }),
    },
    'governance.MeetingHeld': {
      keys: ({ data }) => data.meetingId,
      evolve: (document, { data: { on, members, present, represented } }, key) => ({
        ...told(document, key),
        held: { on, members, present, represented },
      }),
    },
    'governance.ResolutionTabled': {
      keys: ({ data }) => data.meetingId,
      evolve: (document, { data: { resolutionId, clause, subject } }, key) => {
        const meeting = told(document, key);
        return { ...meeting, resolutions: [...meeting.resolutions, { resolutionId, clause, subject }] };
      },
    },
    'governance.ResolutionDecided': {
      keys: ({ data }) => data.meetingId,
      evolve: (document, { data: { resolutionId, outcome } }, key) => {
        const meeting = told(document, key);
        const resolutions = meeting.resolutions.map((each) =>
          each.resolutionId === resolutionId ? { ...each, outcome } : each,
        );
        return { ...meeting, resolutions };
      },
    },
  },
});
