import { commandOf, commandTable, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import { callEvents, remarkSchema, uuidSchema } from '#libs/contracts';
import { dayOf } from '#libs/kernel';
import { clusterAbsence } from '#libs/process-managers';
import { call } from '../domain/call/call.ts';
import { incubator } from '../domain/incubator/incubator.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { relationsIn } from '../read-models/selections/relations.ts';
import { INCUBATOR_ABSENT } from './incubators.rows.ts';
import { incubationRefusals } from './refusals.table.ts';

const { shape } = callEvents.CallPublished.schema;
const closing = { closes: shape.closes, closesOccurrence: shape.closesOccurrence };
const TIMES = [
  'INC_ZONE_UNKNOWN',
  'INC_TIME_DOES_NOT_EXIST',
  'INC_TIME_NOT_TWICE',
  'INC_CLOSING_BEFORE_OPENING',
] as const;
export const CALL_OVER = ['INC_CALL_NOT_FOUND', 'INC_CALL_CANCELLED', 'INC_RESULTS_PUBLISHED'] as const;

/** The cluster that runs a call. */
export async function clusterOfCall({ id }: CommandRequest<unknown>, tx: Transaction): Promise<readonly string[]> {
  const state = await tx.read(call, id);
  return state.status === 'absent' ? [] : [state.clusterId];
}

/** Of an application that is selected or on the reserve list, whose it is: the applicant, and who goes on with what it had. */
async function applicantOf(request: CommandRequest<{ readonly applicationId: string }>, tx: Transaction) {
  const { id, body, copies, recordedAt } = request;
  const state = await tx.read(call, id);
  if (state.status !== 'decided') return { organisations: [] };
  const { selected, reserve, incubatorId } = state.results;
  const listed = [...selected, ...reserve].filter(({ applicationId }) => applicationId === body.applicationId);
  const { heirsOf } = await relationsIn(copies, incubatorId, dayOf(recordedAt));
  return { organisations: listed.flatMap(({ organisationId }) => [...heirsOf(organisationId)]) };
}

/** Calls for projects, as everybody may know them. */
export const callCommands = commandTable('incubation.calls', incubationRefusals, [
  commandOf(call, 'PublishCall', {
    summary:
      'Publish a call for projects: from when until when by the clocks of its zone, by which criteria, for how many places.',
    body: {
      incubatorId: uuidSchema,
      clusterId: uuidSchema.describe('The cluster that runs it: its operators act for it.'),
      ...{ title: shape.title, zone: shape.zone, opens: shape.opens, ...closing },
      ...{ rubric: shape.rubric, places: shape.places, ties: shape.ties },
    },
    scope: ({ body: { clusterId } }) => [clusterId],
    unless: async ({ body: { clusterId }, effectiveAt, copies }) =>
      clusterAbsence('INC_CLUSTER_ABSENT', clusterId, await (await copies.of(clusters)).get(clusterId), effectiveAt),
    refusals: ['INC_CLUSTER_ABSENT', ...TIMES, 'INC_RUBRIC_UNFIT', 'INC_CALL_EXISTS', ...INCUBATOR_ABSENT],
    decide: async ({ id, body, effectiveAt: on }, tx) => ({
      ...{ callId: id, ...body, on },
      incubator: await tx.read(incubator, body.incubatorId),
    }),
  }),
  commandOf(call, 'MoveClosing', {
    verb: 'move-closing',
    summary: 'Move the closing of a call, to a time that has not passed.',
    body: { ...closing, reason: remarkSchema },
    scope: clusterOfCall,
    refusals: [...CALL_OVER, ...TIMES, 'INC_CLOSING_PASSED'],
    decide: ({ id, body, effectiveAt: on, recordedAt: now }) => ({ callId: id, ...body, on, now }),
  }),
  commandOf(call, 'CancelCall', {
    verb: 'cancel',
    summary: 'Cancel a call: nobody is selected by it, and what was sent in stays confidential.',
    body: { reason: remarkSchema },
    scope: clusterOfCall,
    refusals: CALL_OVER,
    decide: ({ id, body, effectiveAt: on }) => ({ callId: id, ...body, on }),
  }),
  commandOf(call, 'DeclinePlace', {
    verb: 'decline-place',
    summary: 'Decline a place: the next application on the reserve list has it.',
    body: { applicationId: uuidSchema },
    scope: clusterOfCall,
    itself: applicantOf,
    happened: onItsDay,
    refusals: ['INC_CALL_NOT_FOUND', 'INC_NOT_SELECTED'],
    decide: ({ body, effectiveAt: on }) => ({ ...body, on }),
  }),
]);
