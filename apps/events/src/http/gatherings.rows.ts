import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import type { CommandRequest, CorrectionBody, Transaction } from '#libs/commands';
import { attendanceShape, gatheringShape, remarkSchema, scheduleSchema, uuidSchema } from '#libs/contracts';
import type { hostSchema } from '#libs/contracts';
import type { z } from 'zod';
import { gathering } from '../domain/gathering/gathering.ts';
import { closeRegistrations, followGathering } from './around-seats.ts';
import { eventsRefusals, FACT_REFUSALS, type RegisterRefusal } from './refusals.table.ts';
import { absentCluster, absentOrganisation } from './register.ts';

type Host = z.infer<typeof hostSchema>;

/** What facts of a gathering are corrected to. */
interface Changes {
  readonly organiser?: Host;
  readonly coHosts?: readonly Host[];
  readonly organisationIds?: readonly string[] | null;
}

export const TIMES = [
  'EVT_ZONE_UNKNOWN',
  'EVT_DAYS_AND_TIMES',
  'EVT_TIME_DOES_NOT_EXIST',
  'EVT_TIME_NOT_TWICE',
  'EVT_END_BEFORE_START',
] as const;
const PLAN = [...TIMES, 'EVT_PART_OUTSIDE', 'EVT_ORGANISER_DIFFERS', 'EVT_CO_HOST_TWICE'] as const;

/** The cluster whose gathering it is. */
export async function clusterOfGathering({ id }: CommandRequest<unknown>, tx: Transaction): Promise<readonly string[]> {
  const { known } = await tx.read(gathering, id);
  return known === undefined ? [] : [known.plan.clusterId];
}

/** Clusters and networks are looked up; antennas and incubators are somebody's word. */
export async function absentHosts(
  { copies }: CommandRequest<unknown>,
  hosts: readonly (Host | undefined)[],
): Promise<RegisterRefusal | undefined> {
  for (const host of hosts) {
    const isCluster = host?.kind === 'cluster' || host?.kind === 'network';
    const refusal = host === undefined || !isCluster ? undefined : await absentCluster(copies, host.id);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
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
    also: (tx, request) => followGathering(tx, request, (request.body as CorrectionBody).reason),
  }),
]);
