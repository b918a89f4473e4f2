import { z } from 'zod';
import { command, commandTable } from '#libs/commands';
import { clauseKindSchema, nameSchema, tallySchema, uuidSchema } from '#libs/contracts';
import { meeting } from '../domain/meeting/meeting.decide.ts';
import { resolution } from '../domain/resolution/resolution.decide.ts';
import { noStatutes } from '../domain/statutes/statutes.ts';
import { noMeeting } from '../domain/meeting/meeting.ts';
import { statutes } from '../domain/statutes/statutes.decide.ts';
import { clusterOfMeeting } from './meetings.rows.ts';
import { governanceRefusals } from './refusals.table.ts';

const tableResolution = z
  .strictObject({ meetingId: uuidSchema, clause: clauseKindSchema, subject: nameSchema })
  .meta({ id: 'TableResolution' });

export const resolutionCommands = commandTable({
  context: 'governance',
  resource: 'resolutions',
  refusals: governanceRefusals,
  rows: [
    command(resolution, {
      summary: 'Put a resolution on the table of a meeting, under the clause of the statutes that it needs.',
      body: tableResolution,
      roles: ['admin', 'operator'],
      scope: ({ body: { meetingId } }, tx) => clusterOfMeeting(tx, meetingId),
      refusals: ['GOV_RESOLUTION_EXISTS', 'GOV_MEETING_NOT_FOUND'],
      run: async (tx, { id, body: facts }) => {
        const tabling = { resolutionId: id, ...facts, meeting: await tx.read(meeting, facts.meetingId) };
        return tx.decide(resolution, id, { type: 'TableResolution', ...tabling });
      },
    }),
    command(resolution, {
      verb: 'record-tally',
      summary:
        'Record the tally of a vote; it is judged under the statutes in force that day. Adopted, rejected and inquorate are outcomes.',
      body: z.strictObject({ tally: tallySchema }).meta({ id: 'RecordTally' }),
      roles: ['admin', 'operator'],
      scope: async ({ id }, tx) => {
        const state = await tx.read(resolution, id);
        return state.status === 'absent' ? [] : [state.tabled.clusterId];
      },
      refusals: [
        'GOV_RESOLUTION_NOT_FOUND',
        'GOV_RESOLUTION_DECIDED',
        'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
        'GOV_VOTES_EXCEED_ATTENDANCE',
        'GOV_STATUTES_NOT_IN_FORCE',
        'GOV_MEETING_NOT_HELD_THAT_DAY',
      ],
      run: async (tx, { id, body: { tally }, effectiveAt: on }) => {
        const state = await tx.read(resolution, id);
        const known = state.status === 'absent' ? undefined : state.tabled;
        const judged = {
          meeting: known === undefined ? noMeeting : await tx.read(meeting, known.meetingId),
          statutes: known === undefined ? noStatutes : await tx.read(statutes, known.clusterId),
        };
        return tx.decide(resolution, id, { type: 'RecordTally', resolutionId: id, tally, on, ...judged });
      },
    }),
  ],
});
