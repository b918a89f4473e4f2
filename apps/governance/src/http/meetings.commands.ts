import { command, type CommandTable } from '#libs/commands';
import { onBody, onMeeting } from '../streams.ts';
import { bodyOf, clusterOfBody, clusterOfMeeting } from './lookups.ts';
import { governanceRefusals } from './refusals.table.ts';
import { conveneMeetingSchema, holdMeetingSchema } from './requests.ts';

export const meetingCommands: CommandTable = {
  context: 'governance',
  resource: 'meetings',
  refusals: governanceRefusals,
  rows: [
    command({
      summary: 'Convene a meeting of a body with its agenda; the day of effect is that of the convocation.',
      body: conveneMeetingSchema,
      roles: ['admin', 'operator'],
      scope: async ({ body, services }) => await clusterOfBody({ id: body.bodyId, body, services }),
      refusals: [
        'GOV_MEETING_EXISTS',
        'GOV_MEETING_BEFORE_CONVOCATION',
        'GOV_BODY_NOT_FOUND',
        'GOV_BODY_ABOLISHED',
        'GOV_BODY_BEFORE_CREATION',
      ],
      steps: async ({ id, body, effectiveAt, services }) => {
        const { bodyId, scheduledFor } = body;
        const there = onBody(bodyId, { type: 'RequireBody', bodyId, on: scheduledFor });
        const found = await bodyOf(bodyId, services);
        if (found.status === 'absent') return [there];
        const { clusterId } = found.created;
        const facts = { meetingId: id, clusterId, ...body, convenedOn: effectiveAt };
        return [onMeeting(id, { type: 'ConveneMeeting', ...facts }), there];
      },
    }),
    command({
      verb: 'hold',
      summary: 'Record that a meeting was held, with the numbers present and represented.',
      body: holdMeetingSchema,
      roles: ['admin', 'operator'],
      scope: (request) => clusterOfMeeting(request),
      refusals: [
        'GOV_MEETING_NOT_FOUND',
        'GOV_MEETING_HELD',
        'GOV_MEETING_BEFORE_CONVOCATION',
        'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
      ],
      steps: ({ id, body, effectiveAt }) => [
        onMeeting(id, { type: 'HoldMeeting', meetingId: id, ...body, on: effectiveAt }),
      ],
    }),
  ],
};
