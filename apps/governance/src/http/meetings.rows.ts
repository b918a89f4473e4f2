import { z } from 'zod';
import { commandOf, commandTable, factCommands, onItsDay, type Transaction } from '#libs/commands';
import {
  dateSchema,
  meetingEvents,
  meetingTimeSchema,
  MOVED_MAX,
  nameSchema,
  personSchema,
  quantitySchema,
  uuidSchema,
} from '#libs/contracts';
import type { CalendarDate } from '#libs/kernel';
import { absentOn, body } from '../domain/body/body.ts';
import type { Move } from '../domain/meeting/attendance.ts';
import { meeting, strangerAmong, type MeetingState } from '../domain/meeting/meeting.ts';
import { statutes } from '../domain/statutes/statutes.ts';
import { roll, type RollState } from '../domain/roll/roll.ts';
import { BODY_ABSENT, clusterOf, clusterOfBody } from './bodies.rows.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

export const clusterOfMeeting = clusterOf(meeting, ({ convened }) => convened);

const { MeetingConvened, ProxiesGiven } = meetingEvents;
const time = meetingTimeSchema.describe('A time of that day, `HH:MM`; after midnight the hours go on.');
const voterIds = z.array(uuidSchema).min(1).max(MOVED_MAX);

const SHEET_IMPOSSIBLE = [
  'GOV_VOTER_PRESENT',
  'GOV_VOTER_NOT_PRESENT',
  'GOV_PROXY_TO_ONESELF',
  'GOV_PRINCIPAL_PRESENT',
  'GOV_PROXY_GIVEN_TWICE',
  'GOV_PROXY_NOT_GIVEN',
  'GOV_PROXIES_TOO_MANY',
] as const;
const MOVE_REFUSED = [
  'GOV_MEETING_NOT_FOUND',
  'GOV_SHEET_REQUIRED',
  'GOV_SHEET_OF_ANOTHER_DAY',
  'GOV_VOTER_NOT_ON_ROLL',
  ...SHEET_IMPOSSIBLE,
] as const;

/** The roll of the sheet of a meeting. */
async function rollOf(tx: Transaction, state: MeetingState): Promise<RollState> {
  const rollId = state.status === 'absent' ? undefined : state.sheet?.opened.rollId;
  return rollId === undefined ? roll.initial : await tx.read(roll, rollId);
}

async function moving(
  move: Move,
  { id: meetingId, effectiveAt: on }: { readonly id: string; readonly effectiveAt: CalendarDate },
  tx: Transaction,
) {
  return { meetingId, move, on, roll: await rollOf(tx, await tx.read(meeting, meetingId)) };
}

/** What a correction makes of whoever a sheet names. */
interface MoveChanges {
  readonly voterIds?: readonly string[];
  readonly proxies?: readonly { readonly principalId: string; readonly holderId: string }[];
}

export const meetingCommands = commandTable('governance.meetings', governanceRefusals, [
  commandOf(meeting, 'ConveneMeeting', {
    summary: 'Convene a meeting of a body with its agenda; the day of effect is that of the convocation.',
    body: {
      bodyId: uuidSchema,
      scheduledFor: dateSchema,
      agenda: z.array(nameSchema).min(1).max(100),
      secondOf: uuidSchema.optional().describe('The meeting without a quorum of which it is the second convocation.'),
      notice: MeetingConvened.schema.shape.notice.describe('How the members were called, and how many.'),
    },
    scope: ({ body: { bodyId } }, tx) => clusterOfBody(tx, bodyId),
    refusals: ['GOV_MEETING_EXISTS', 'GOV_MEETING_BEFORE_CONVOCATION', ...BODY_ABSENT],
    happened: onItsDay,
    decide: async ({ id, body: facts, effectiveAt }, tx) => {
      return { meetingId: id, ...facts, body: await tx.read(body, facts.bodyId), convenedOn: effectiveAt };
    },
  }),
  commandOf(meeting, 'OpenSheet', {
    verb: 'open-sheet',
    summary: 'Open the attendance sheet of a meeting, under the version of a roll that counts.',
    body: { rollId: uuidSchema },
    reports: { SheetOpened: meetingEvents.SheetOpened.schema.pick({ rollVersion: true, members: true }) },
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    refusals: [
      'GOV_MEETING_NOT_FOUND',
      'GOV_ROLL_NOT_FOUND',
      'GOV_ROLL_OF_ANOTHER_BODY',
      'GOV_SHEET_OPENED',
      'GOV_SHEET_OF_ANOTHER_DAY',
      'GOV_MEETING_BEFORE_CONVOCATION',
    ],
    happened: onItsDay,
    decide: async ({ id, body: { rollId }, effectiveAt: on }, tx) => {
      const state = await tx.read(meeting, id);
      const clusterId = state.status === 'absent' ? undefined : state.convened.clusterId;
      return {
        ...{ meetingId: id, rollId, on, roll: await tx.read(roll, rollId) },
        statutes: clusterId === undefined ? statutes.initial : await tx.read(statutes, clusterId),
      };
    },
  }),
  commandOf(meeting, 'RecordArrival', {
    verb: 'arrive',
    summary: 'Record that voters came to a meeting: a proxy that they had given ends.',
    body: { voterIds, at: time },
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    refusals: MOVE_REFUSED,
    happened: onItsDay,
    decide: (request, tx) => moving({ type: 'VotersArrived', ...request.body }, request, tx),
  }),
  commandOf(meeting, 'RecordDeparture', {
    verb: 'leave',
    summary: 'Record that voters left a meeting before its end: the proxies that they hold count no more meanwhile.',
    body: { voterIds, at: time },
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    refusals: MOVE_REFUSED,
    happened: onItsDay,
    decide: (request, tx) => moving({ type: 'VotersLeft', ...request.body }, request, tx),
  }),
  commandOf(meeting, 'GiveProxies', {
    verb: 'give-proxies',
    summary: 'Enter proxies in the register of a meeting, before it or at a time.',
    body: {
      proxies: ProxiesGiven.schema.shape.proxies,
      at: time.optional().describe('The time, `HH:MM`. Default: before the meeting.'),
    },
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    refusals: MOVE_REFUSED,
    happened: onItsDay,
    decide: (request, tx) => moving({ type: 'ProxiesGiven', ...request.body }, request, tx),
  }),
  commandOf(meeting, 'WithdrawProxies', {
    verb: 'withdraw-proxies',
    summary: 'Record that voters took their proxies back.',
    body: { voterIds: voterIds.describe('The principals.'), at: time },
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    refusals: MOVE_REFUSED,
    happened: onItsDay,
    decide: (request, tx) => moving({ type: 'ProxiesWithdrawn', ...request.body }, request, tx),
  }),
  commandOf(meeting, 'HoldMeeting', {
    verb: 'hold',
    summary: 'Record that a meeting was held; the numbers are those of its attendance sheet where it has one.',
    body: {
      members: quantitySchema.optional().describe('Required without an attendance sheet.'),
      present: quantitySchema.optional().describe('Required without an attendance sheet.'),
      represented: quantitySchema.optional().describe('Required without an attendance sheet.'),
      chair: personSchema.optional().describe('Whoever presided.'),
      secretary: personSchema.optional().describe('Whoever wrote the minutes.'),
    },
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    refusals: [
      'GOV_MEETING_NOT_FOUND',
      'GOV_BODY_ABOLISHED',
      'GOV_SHEET_REQUIRED',
      'GOV_MEETING_HELD',
      'GOV_MEETING_BEFORE_CONVOCATION',
      'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
      'GOV_REPRESENTED_BY_NOBODY',
      'GOV_SHEET_OF_ANOTHER_DAY',
      'GOV_ATTENDANCE_CONTRADICTS_SHEET',
    ],
    happened: onItsDay,
    unless: async ({ id, effectiveAt }, tx) => {
      const state = await tx.read(meeting, id);
      if (state.status === 'absent') return undefined;
      return absentOn(effectiveAt, await tx.read(body, state.convened.bodyId));
    },
    decide: ({ id, body: facts, effectiveAt }) => ({ meetingId: id, ...facts, on: effectiveAt }),
  }),
  ...factCommands(meeting, {
    scope: ({ id }, tx) => clusterOfMeeting(tx, id),
    unless: async ({ voterIds: moved, proxies }: MoveChanges, { id }, tx) => {
      const state = await tx.read(meeting, id);
      const sheet = state.status === 'absent' ? undefined : state.sheet;
      if (sheet === undefined || (moved === undefined && proxies === undefined)) return undefined;
      const named = moved ?? (proxies ?? []).flatMap(({ principalId, holderId }) => [principalId, holderId]);
      return strangerAmong(named, sheet, await rollOf(tx, state));
    },
    refusals: [
      ...FACT_REFUSALS,
      'GOV_VOTER_NOT_ON_ROLL',
      'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
      'GOV_REPRESENTED_BY_NOBODY',
      ...SHEET_IMPOSSIBLE,
    ],
  }),
]);
