import type { Tally } from '#libs/ballot';
import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import { clauseKindSchema, nameSchema, resolutionEvents, tallySchema, uuidSchema } from '#libs/contracts';
import { body } from '../domain/body/body.ts';
import { meeting } from '../domain/meeting/meeting.ts';
import { firstMeetingOf, resolution, tallyRefusal } from '../domain/resolution/resolution.ts';
import { statutes } from '../domain/statutes/statutes.ts';
import { BODY_ABSENT, clusterOf } from './bodies.rows.ts';
import { clusterOfMeeting } from './meetings.rows.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

const clusterOfResolution = clusterOf(resolution, ({ tabled }) => tabled);

const { ResolutionTabled, ResolutionDecided } = resolutionEvents;

const OWN_NUMBERS = [
  'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
  'GOV_REPRESENTED_BY_NOBODY',
  'GOV_VOTES_EXCEED_ATTENDANCE',
  'GOV_TALLY_GROUPS_DIFFER',
  'GOV_CASTING_VOTE_NOT_OPEN',
] as const;
const AGAINST_SHEET_OR_CLAUSE = [
  'GOV_MEETING_NOT_HELD_THAT_DAY',
  'GOV_TALLY_CONTRADICTS_SHEET',
  'GOV_TALLY_GROUPS_REQUIRED',
  'GOV_CASTING_VOTE_NOT_GIVEN',
  'GOV_CASTING_VOTE_WITHOUT_TIE',
] as const;

export const resolutionCommands = commandTable('governance.resolutions', governanceRefusals, [
  commandOf(resolution, 'TableResolution', {
    summary: 'Table a resolution at a meeting, under the clause of the statutes that applies to it.',
    body: {
      meetingId: uuidSchema,
      clause: clauseKindSchema.describe('The kind of decision.'),
      subject: nameSchema,
      agendaItem: ResolutionTabled.schema.shape.agendaItem.describe(
        'The item of the agenda, from 1 on. Default: the one that bears the subject.',
      ),
    },
    scope: ({ body: { meetingId } }, tx) => clusterOfMeeting(tx, meetingId),
    refusals: ['GOV_RESOLUTION_EXISTS', 'GOV_MEETING_NOT_FOUND'],
    decide: async ({ id, body: facts, effectiveAt: on }, tx) => {
      return { resolutionId: id, ...facts, meeting: await tx.read(meeting, facts.meetingId), on };
    },
  }),
  commandOf(resolution, 'RecordTally', {
    verb: 'record-tally',
    summary:
      'Record the tally of a vote; it is judged under the statutes in force that day. Adopted, rejected and inquorate are outcomes.',
    body: { tally: tallySchema },
    reports: {
      ResolutionDecided: ResolutionDecided.schema.pick({
        outcome: true,
        rule: true,
        reckoning: true,
        irregularities: true,
        on: true,
      }),
    },
    scope: ({ id }, tx) => clusterOfResolution(tx, id),
    refusals: [
      'GOV_RESOLUTION_NOT_FOUND',
      'GOV_RESOLUTION_DECIDED',
      ...OWN_NUMBERS,
      'GOV_STATUTES_NOT_IN_FORCE',
      ...BODY_ABSENT,
      ...AGAINST_SHEET_OR_CLAUSE,
    ],
    happened: onItsDay,
    decide: async ({ id, body: { tally }, effectiveAt: on }, tx) => {
      const state = await tx.read(resolution, id);
      const known = state.status === 'absent' ? undefined : state.tabled;
      const held = known === undefined ? meeting.initial : await tx.read(meeting, known.meetingId);
      const first = firstMeetingOf(held);
      return {
        resolutionId: id,
        tally,
        on,
        meeting: held,
        firstMeeting: first === undefined ? meeting.initial : await tx.read(meeting, first),
        body: known === undefined ? body.initial : await tx.read(body, known.bodyId),
        statutes: known === undefined ? statutes.initial : await tx.read(statutes, known.clusterId),
      };
    },
  }),
  ...factCommands(resolution, {
    scope: ({ id }, tx) => clusterOfResolution(tx, id),
    unless: async (changes: { readonly tally?: Tally }, { id }, tx) => {
      const state = await tx.read(resolution, id);
      if (changes.tally === undefined || state.status !== 'decided') return undefined;
      return tallyRefusal(changes.tally, state.decided, await tx.read(meeting, state.tabled.meetingId));
    },
    refusals: [...FACT_REFUSALS, ...OWN_NUMBERS, ...AGAINST_SHEET_OR_CLAUSE],
  }),
]);
