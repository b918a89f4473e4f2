import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import type { CorrectionBody } from '#libs/commands';
import { attendanceShape, gatheringShape, remarkSchema, scheduleSchema, uuidSchema } from '#libs/contracts';
import { gathering } from '../domain/gathering/gathering.ts';
import { closeRegistrations, followGathering, PLANNED_AGAIN } from './around-seats.ts';
import { importGathering } from './gathering-line.command.ts';
import { absentHosts, clusterOfGathering, PLAN, TIMES, type Host } from './gatherings.absent.ts';
import { eventsRefusals, FACT_REFUSALS } from './refusals.table.ts';
import { absentCluster, absentOrganisation } from './register.ts';

/** What facts of a gathering are corrected to. */
interface Changes {
  readonly organiser?: Host;
  readonly coHosts?: readonly Host[];
  readonly organisationIds?: readonly string[] | null;
}

export const gatheringCommands = commandTable('events.gatherings', eventsRefusals, [
  commandOf(gathering, 'PlanGathering', {
    summary:
      'Plan a gathering: what it is, who organises it, where and when by the clocks of the place. It is a draft until it is announced.',
    body: {
      clusterId: uuidSchema.describe('The cluster whose operators act for it.'),
      ...gatheringShape,
      coHosts: gatheringShape.coHosts.default([]),
      parts: gatheringShape.parts.default([]),
    },
    scope: ({ body: { clusterId } }) => [clusterId],
    unless: async (request) => {
      const { clusterId, organiser, coHosts } = request.body;
      return (
        (await absentCluster(request.copies, clusterId, request.effectiveAt)) ??
        (await absentHosts(request, [organiser, ...coHosts]))
      );
    },
    refusals: ['EVT_CLUSTER_ABSENT', 'EVT_GATHERING_EXISTS', ...PLAN],
    decide: ({ id, body, effectiveAt: on }) => ({ gatheringId: id, ...body, on }),
    also: (tx, request) => followGathering(tx, request, PLANNED_AGAIN),
  }),
  commandOf(gathering, 'AnnounceGathering', {
    verb: 'announce',
    summary: 'Announce a gathering from a day on.',
    scope: clusterOfGathering,
    refusals: ['EVT_GATHERING_NOT_FOUND'],
    decide: ({ id, effectiveAt: on }) => ({ gatheringId: id, on }),
  }),
  commandOf(gathering, 'PostponeGathering', {
    verb: 'postpone',
    summary: 'Put a gathering off: to another time, or for now without one.',
    body: { schedule: scheduleSchema.optional(), reason: remarkSchema.optional() },
    scope: clusterOfGathering,
    refusals: ['EVT_GATHERING_NOT_FOUND', ...TIMES],
    decide: ({ id, body, effectiveAt: on }) => ({ gatheringId: id, ...body, on }),
    also: (tx, request) => followGathering(tx, request),
  }),
  commandOf(gathering, 'HoldGathering', {
    verb: 'hold',
    summary: 'Record that a gathering took place, on its last day.',
    scope: clusterOfGathering,
    happened: onItsDay,
    refusals: ['EVT_GATHERING_NOT_FOUND', 'EVT_HELD_BEFORE_START'],
    decide: ({ id, effectiveAt: on }) => ({ gatheringId: id, on }),
  }),
  commandOf(gathering, 'CancelGathering', {
    verb: 'cancel',
    summary: 'Cancel a gathering; it stays in the calendar as cancelled, and in no count of what was held.',
    body: { reason: remarkSchema },
    scope: clusterOfGathering,
    refusals: ['EVT_GATHERING_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ gatheringId: id, ...body, on }),
    also: (tx, request) => closeRegistrations(tx, request, request.body.reason),
  }),
  commandOf(gathering, 'CountAttendance', {
    verb: 'count-attendance',
    summary: 'Record how many came to a gathering that was held, and which organisations were there.',
    body: {
      participants: attendanceShape.participants.default(null).describe('Null: nobody counted.'),
      organisationIds: attendanceShape.organisationIds.default(null).describe('Null: nobody kept a list.'),
    },
    scope: clusterOfGathering,
    happened: onItsDay,
    unless: ({ body, copies }) => absentOrganisation(copies, body.organisationIds ?? []),
    refusals: ['EVT_ORGANISATION_ABSENT', 'EVT_GATHERING_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ gatheringId: id, ...body, on }),
  }),
  importGathering,
  ...factCommands(gathering, {
    scope: clusterOfGathering,
    unless: async (changes, request) => {
      const { organiser, coHosts = [], organisationIds } = changes as Changes;
      return (
        (await absentHosts(request, [organiser, ...coHosts])) ??
        (await absentOrganisation(request.copies, organisationIds ?? []))
      );
    },
    refusals: [...FACT_REFUSALS, 'EVT_CLUSTER_ABSENT', 'EVT_ORGANISATION_ABSENT', ...PLAN, 'EVT_HELD_BEFORE_START'],
    also: (tx, request, { before }) =>
      followGathering(tx, request, { reason: (request.body as CorrectionBody).reason, before }),
  }),
]);
