import { z } from 'zod';
import {
  catalog,
  meetingEvents,
  outcomeSchema,
  resolutionEvents,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { changeItem, creates, projection, updates } from '#libs/projections';

const minutedResolution = resolutionEvents.ResolutionTabled.schema
  .pick({ resolutionId: true, clause: true, subject: true })
  .extend({ outcome: outcomeSchema.optional() })
  .meta({ id: 'MinutedResolution', description: 'A resolution as the minutes of its meeting show it.' });

const held = meetingEvents.MeetingHeld.schema.pick({ on: true, members: true, present: true, represented: true });

const meetingDocument = meetingEvents.MeetingConvened.schema.extend({
  held: held.optional(),
  resolutions: z.array(minutedResolution),
});

export const meetingView = meetingDocument
  .extend({ held: held.partial({ members: true, present: true, represented: true }).optional() })
  .meta({ id: 'Meeting', description: 'A meeting with what was tabled and decided there.' });

export type MeetingDocument = Immutable<z.infer<typeof meetingDocument>>;

export const meetings = projection<GrappeEvents, MeetingDocument>({
  name: 'governance.meetings',
  version: 6,
  order: catalog.order,
  subject: 'governance.meeting',
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
