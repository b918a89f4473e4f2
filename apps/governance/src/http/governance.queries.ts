import { z } from 'zod';
import { bodyKindSchema, clauseKindSchema, meetingTimeSchema, officeKindSchema } from '#libs/contracts';
import {
  atLeast,
  atMost,
  dayOf,
  decimal,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  orNotFound,
  validAtParameter,
} from '#libs/hosting';
import { resource, wordParameter, type QueryRow } from '#libs/hosting';
import { statutesInForceOn } from '#libs/ballot';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { filedDeclarations } from '../read-models/declarations/declarations.projection.ts';
import { bodies, bodyView } from '../read-models/bodies/bodies.projection.ts';
import {
  attendanceView,
  meetings,
  meetingView,
  viewOfAttendance,
  viewOfMeeting,
} from '../read-models/meetings/meetings.projection.ts';
import { HELD, officeHeld, statutesOpposable } from '../read-models/declarations/opposable-offices.ts';
import { withElections } from '../read-models/elections/by-election.ts';
import { elections } from '../read-models/elections/elections.projection.ts';
import { expiredOf, holdersShownOn } from '../read-models/offices/as-held.ts';
import { holdersView, offices, officeView } from '../read-models/offices/offices.projection.ts';
import { resolutionAsKnown, RESTS_ON, withDifferences } from '../read-models/resolutions/resolution-differs.ts';
import { resolutions, resolutionStatus } from '../read-models/resolutions/resolutions.projection.ts';
import { rolls, rollView, rollVotersView, viewOfRoll, votersOf } from '../read-models/rolls/rolls.projection.ts';
import { roles, roleView, untilDissolution } from '../read-models/roles/roles.projection.ts';
import { decisionRulesOn, decisionRulesView } from '../read-models/statutes/decision-rules.ts';
import { statutesVersions, statutesView } from '../read-models/statutes/statutes.projection.ts';

const clusterId = equals(idParameter('Of this cluster.'));
const bodyId = equals(idParameter('Of this body.'));

/** What there is to read of bodies, offices, roles, statutes, meetings and resolutions. */
export const governanceQueries: readonly QueryRow[] = [
  ...resource(bodies, {
    shows: 'register',
    list: 'Bodies in a stable order.',
    document: 'A body.',
    id: 'The body.',
    filters: { clusterId, kind: equals(wordParameter(bodyKindSchema, 'Of this kind.', 'board')) },
    item: bodyView,
  }),
  ...resource(offices, {
    shows: 'register',
    list: 'Offices in a stable order.',
    document: 'An office with its mandates.',
    id: 'The office.',
    filters: { clusterId, bodyId, kind: equals(wordParameter(officeKindSchema, 'Of this kind.', 'president')) },
    item: officeView,
    also: [...HELD, elections],
    view: async (office, { models }) => withElections(await officeHeld(office, models), models),
  }),
  documentOf(offices, {
    path: ':id/holders',
    summary: 'The holders of an office on a day, and mandates past their limit to which nobody has succeeded.',
    shows: 'register',
    parameters: {
      id: idParameter('The office.'),
      validAt: validAtParameter,
    },
    also: [...HELD, elections],
    answers: holdersView,
    view: async (office, call) => {
      const validAt = dayOf(call);
      const held = await withElections(await officeHeld(office, call.models, validAt), call.models);
      const { officeId } = office;
      return { officeId, validAt, holders: holdersShownOn(held, validAt), expired: expiredOf(held, validAt) };
    },
  }),
  ...resource(roles, {
    shows: 'register',
    list: 'Appointed roles in a stable order.',
    document: 'An appointed role with those who had it.',
    id: 'The role.',
    filters: { clusterId },
    item: roleView,
    also: [clusters],
    view: async (role, { models }) => untilDissolution(role, await models.of(clusters).get(role.clusterId)),
  }),
  documentOf(statutesVersions, {
    path: ':clusterId',
    summary: 'The statutes of a cluster: all versions, or the one in force on a day.',
    shows: 'register',
    parameters: {
      clusterId: idParameter('The cluster.'),
      validAt: dayParameter('The day. Default: all versions.').optional(),
    },
    also: [filedDeclarations],
    answers: statutesView,
    view: (document, { input: { clusterId: id, validAt }, models }) => {
      if (validAt === undefined) return statutesOpposable(document, models);
      const inForce = statutesInForceOn(document.versions, validAt);
      return statutesOpposable({ clusterId: id, versions: inForce === undefined ? [] : [inForce] }, models, validAt);
    },
  }),
  documentOf(statutesVersions, {
    path: ':clusterId/decision-rules',
    summary: 'What the statutes in force on a day ask of a kind of decision at a kind of body.',
    shows: 'register',
    parameters: {
      clusterId: idParameter('The cluster.'),
      kind: wordParameter(clauseKindSchema, 'The kind of decision.', 'budget'),
      bodyKind: wordParameter(bodyKindSchema, 'The kind of body. Default: what holds for all.', 'board').optional(),
      validAt: validAtParameter,
    },
    answers: decisionRulesView,
    view: (document, call) => {
      const { kind, bodyKind } = call.input;
      return decisionRulesOn(document, { kind, bodyKind, validAt: dayOf(call) });
    },
  }),
  ...resource(meetings, {
    shows: 'register',
    about: ({ clusterId: its }) => ({ clusters: [its] }),
    parts: {
      ...{ 'held.members': 'files', 'held.present': 'files', 'held.represented': 'files' },
      ...{ sheet: 'files', differs: 'files' },
    },
    list: 'Meetings in a stable order, or in the order of their days.',
    document: 'A meeting.',
    id: 'The meeting.',
    filters: {
      clusterId,
      bodyId,
      from: atLeast('scheduled_for', dayParameter('Scheduled for this day or later.')),
      until: atMost('scheduled_for', dayParameter('Scheduled for this day or earlier.')),
    },
    orders: ['scheduledFor'],
    item: meetingView,
    view: viewOfMeeting,
  }),
  documentOf(meetings, {
    path: ':id/attendance',
    summary: 'Whoever took part in a meeting with an attendance sheet, and the proxies that counted.',
    shows: 'files',
    about: ({ clusterId: its }) => ({ clusters: [its] }),
    parameters: {
      id: idParameter('The meeting.'),
      at: meetingTimeSchema
        .optional()
        .meta({ description: 'At this time, `HH:MM`. Default: over the whole meeting.', examples: ['18:30'] }),
    },
    answers: attendanceView,
    view: (meeting, { input: { id, at } }) => orNotFound(viewOfAttendance(meeting, at), id),
  }),
  ...resource(rolls, {
    shows: 'register',
    list: 'Rolls in a stable order.',
    document: 'A roll with its versions, each with its count and its hash.',
    id: 'The roll.',
    filters: { clusterId, bodyId },
    item: rollView,
    view: viewOfRoll,
  }),
  documentOf(rolls, {
    path: ':id/voters',
    summary: 'The voters of a version of a roll.',
    shows: 'files',
    about: ({ clusterId: its }) => ({ clusters: [its] }),
    parameters: {
      id: idParameter('The roll.'),
      version: decimal(z.int().min(1))
        .optional()
        .meta({ description: 'The number of the version. Default: the last one.', examples: [1] }),
    },
    answers: rollVotersView,
    view: (roll, { input: { id, version } }) =>
      orNotFound(votersOf(roll, version), version === undefined ? id : `${id}, version ${String(version)}`),
  }),
  ...resource(resolutions, {
    shows: 'register',
    list: 'Resolutions in a stable order, whatever became of them.',
    document: 'A resolution with its tally, its outcome and the rules under which it was judged.',
    id: 'The resolution.',
    filters: {
      clusterId,
      meetingId: equals(idParameter('Of this meeting.')),
      status: equals(wordParameter(resolutionStatus, 'With this status.', 'adopted')),
    },
    also: RESTS_ON,
    item: resolutionAsKnown,
    view: (found, { models }) => withDifferences(found, models),
  }),
];
