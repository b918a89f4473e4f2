import type { GrappeEvents } from '#libs/contracts';
import { changeItem, creates, projection, updates } from '#libs/projections';
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
  key: 'meetingId',
  on: {
    'governance.MeetingConvened': creates(({ data }) => ({ ...data, resolutions: [] })),
    'governance.MeetingHeld': updates((meeting, { data: { on, members, present, represented } }) => ({
      ...meeting,
      held: { on, members, present, represented },
    })),
    'governance.ResolutionTabled': updates((meeting, { data: { resolutionId, clause, subject } }) => ({
      ...meeting,
      resolutions: [...meeting.resolutions, { resolutionId, clause, subject }],
    })),
    'governance.ResolutionDecided': updates((meeting, { data: { resolutionId, outcome } }) => ({
      ...meeting,
      resolutions: changeItem(
        meeting.resolutions,
        (each) => each.resolutionId === resolutionId,
        (each) => ({ ...each, outcome }),
      ),
    })),
  },
});
