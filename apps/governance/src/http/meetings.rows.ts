import { z } from 'zod';
import { command, commandTable, type Transaction } from '#libs/commands';
import { dateSchema, nameSchema, quantitySchema, uuidSchema } from '#libs/contracts';
import { body } from '../domain/body/body.decide.ts';
import { meeting } from '../domain/meeting/meeting.decide.ts';
import { clusterOfBody } from './bodies.rows.ts';
import { governanceRefusals } from './refusals.table.ts';

/** The cluster whose operators act on a meeting: none where the meeting is not there. */
export async function clusterOfMeeting(tx: Transaction, meetingId: string): Promise<readonly string[]> {
  const state = await tx.read(meeting, meetingId);
  return state.status === 'absent' ? [] : [state.convened.clusterId];
}

const conveneMeeting = z
  .strictObject({ bodyId: uuidSchema, scheduledFor: dateSchema, agenda: z.array(nameSchema).min(1).max(100) })
  .meta({ id: 'ConveneMeeting' });

const holdMeeting = z
  .strictObject({ members: quantitySchema, present: quantitySchema, represented: quantitySchema })
  .meta({ id: 'HoldMeeting' });

export const meetingCommands = commandTable({
  context: 'governance',
  resource: 'meetings',
  refusals: governanceRefusals,
  rows: [
    command(meeting, {
      summary: 'Convene a meeting of a body with its agenda; the day of effect is that of the convocation.',
      body: conveneMeeting,
      roles: ['admin', 'operator'],
      scope: ({ body: { bodyId } }, tx) => clusterOfBody(tx, bodyId),
      refusals: [
        'GOV_MEETING_EXISTS',
        'GOV_MEETING_BEFORE_CONVOCATION',
        'GOV_BODY_NOT_FOUND',
        'GOV_BODY_ABOLISHED',
        'GOV_BODY_BEFORE_CREATION',
      ],
      run: async (tx, { id, body: facts, effectiveAt }) => {
        const convening = { meetingId: id, ...facts, body: await tx.read(body, facts.bodyId), convenedOn: effectiveAt };
        return tx.decide(meeting, id, { type: 'ConveneMeeting', ...convening });
      },
    }),
    command(meeting, {
      verb: 'hold',
      summary: 'Record that a meeting was held, with the numbers present and represented.',
      body: holdMeeting,
      roles: ['admin', 'operator'],
      scope: ({ id }, tx) => clusterOfMeeting(tx, id),
      refusals: [
        'GOV_MEETING_NOT_FOUND',
        'GOV_MEETING_HELD',
        'GOV_MEETING_BEFORE_CONVOCATION',
        'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
      ],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(meeting, id, { type: 'HoldMeeting', meetingId: id, ...facts, on: effectiveAt }),
    }),
  ],
});
