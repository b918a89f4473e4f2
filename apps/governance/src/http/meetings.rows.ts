import { z } from 'zod';
import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import { dateSchema, nameSchema, quantitySchema, uuidSchema } from '#libs/contracts';
import { body } from '../domain/body/body.ts';
import { meeting } from '../domain/meeting/meeting.ts';
import { BODY_ABSENT, clusterOf, clusterOfBody } from './bodies.rows.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

export const clusterOfMeeting = clusterOf(meeting, ({ convened }) => convened);

export const meetingCommands = commandTable('governance.meetings', governanceRefusals, [
  commandOf(meeting, 'ConveneMeeting', {
    summary: 'Convene a meeting of a body with its agenda; the day of effect is that of the convocation.',
    body: { bodyId: uuidSchema, scheduledFor: dateSchema, agenda: z.array(nameSchema).min(1).max(100) },
    scope: ({ body: { bodyId } }, tx) => clusterOfBody(tx, bodyId),
    refusals: ['GOV_MEETING_EXISTS', 'GOV_MEETING_BEFORE_CONVOCATION', ...BODY_ABSENT],
    happened: onItsDay,
    decide: async ({ id, body: facts, effectiveAt }, tx) => {
      return { meetingId: id, ...facts, body: await tx.read(body, facts.bodyId), convenedOn: effectiveAt };
    },
  }),
  commandOf(meeting, 'HoldMeeting', {
    verb: 'hold',
    summary: 'Record that a meeting was held, with the numbers present and represented.',
    body: { members: quantitySchema, present: quantitySchema, represented: quantitySchema },
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    refusals: [
      'GOV_MEETING_NOT_FOUND',
      'GOV_MEETING_HELD',
      'GOV_MEETING_BEFORE_CONVOCATION',
      'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
      'GOV_REPRESENTED_BY_NOBODY',
    ],
    happened: onItsDay,
    decide: ({ id, body: facts, effectiveAt }) => ({ meetingId: id, ...facts, on: effectiveAt }),
  }),
  ...factCommands(meeting, {
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    refusals: [...FACT_REFUSALS, 'GOV_ATTENDANCE_EXCEEDS_MEMBERS', 'GOV_REPRESENTED_BY_NOBODY'],
  }),
]);
