import { z } from 'zod';
import { meetingEvents, outcomeSchema, resolutionEvents, type Immutable } from '#libs/contracts';

const minutedResolution = resolutionEvents.ResolutionTabled.schema
  .pick({ resolutionId: true, clause: true, subject: true })
  .extend({ outcome: outcomeSchema.optional() })
  .meta({ id: 'MinutedResolution', description: 'A resolution as the minutes of its meeting show it.' });

export const meetingView = meetingEvents.MeetingConvened.schema
  .extend({
    held: meetingEvents.MeetingHeld.schema
      .pick({ on: true, members: true, present: true, represented: true })
      .optional(),
    resolutions: z.array(minutedResolution),
  })
  .meta({ id: 'Meeting', description: 'A meeting with what was tabled and decided there.' });

export type MeetingDocument = Immutable<z.infer<typeof meetingView>>;
