import { z } from 'zod';
import { keepRecorded, type CommandDeclaration, type CommandRequest, type Transaction } from '#libs/commands';
import { dateSchema, gatheringShape, quantitySchema, remarkSchema, seatsShape, uuidSchema } from '#libs/contracts';
import { gathering } from '../domain/gathering/gathering.ts';
import { daysOf } from '../domain/gathering/schedule.ts';
import { differenceOfGathering, missingOf, type GatheringLine } from '../domain/imports/gathering-line.ts';
import { registrations } from '../domain/registrations/registrations.ts';
import { closeRegistrations, followGathering, PLANNED_AGAIN } from './around-seats.ts';
import { absentHosts, clusterOfLine, isOfCluster, PLAN } from './gatherings.absent.ts';
import { absentCluster } from './register.ts';
import type { EventsCode } from './refusals.table.ts';

const { seats, waiting, party, service, opensAt, closesAt } = seatsShape;

const body = z
  .strictObject({
    clusterId: uuidSchema.describe('The cluster whose operators act for it.'),
    ...gatheringShape,
    coHosts: gatheringShape.coHosts.default([]),
    parts: gatheringShape.parts.default([]),
    state: z
      .enum(['draft', 'announced', 'held', 'cancelled'])
      .default('announced')
      .describe('What it is by now: it is announced on the day on which it is planned, and held on its last day.'),
    cancelledOn: dateSchema.optional().describe('Default: the first day of the gathering, for one that was cancelled.'),
    reason: remarkSchema.optional().describe('Why it was cancelled; required for one that was.'),
    participants: quantitySchema.optional().describe('How many came. Default: nobody counted.'),
    seats: z
      .strictObject({
        seats,
        waiting: waiting.default('strict'),
        party: party.default(1),
        ...{ service, opensAt, closesAt },
      })
      .optional()
      .describe(
        'How seats are given, decided on the day of the plan. Default: undecided, and nobody can be registered.',
      ),
    keepRecorded,
  })
  .refine(({ state, reason }) => state !== 'cancelled' || reason !== undefined, {
    path: ['reason'],
    message: 'the reason for which it was cancelled is required',
  })
  .meta({ id: 'ImportGathering' });

type Request = CommandRequest<z.output<typeof body>>;

/**
 * A line of a file of gatherings: plans one under the id of the request, and records what became of it and how its seats are given, all of it or nothing. What is
 * recorded already is recorded once, so that a file that comes again writes what is missing.
 */
export const importGathering: CommandDeclaration<EventsCode> = {
  aggregate: gathering,
  verb: 'import',
  summary:
    'Enter a gathering from a line of a file, with what became of it and how its seats are given. What is recorded otherwise is refused.',
  roles: ['admin', 'operator'],
  scope: clusterOfLine,
  happened: ({ body: asked }) => {
    const { state, schedule } = asked as Request['body'];
    return state === 'held' ? [daysOf(schedule)[1]] : [];
  },
  body,
  refusals: [
    'EVT_CLUSTER_ABSENT',
    'EVT_GATHERING_EXISTS',
    'EVT_LINE_DIFFERS',
    ...PLAN,
    'EVT_HELD_BEFORE_START',
    'EVT_REGISTRATION_WINDOW',
  ],
  run: async (tx, request) => {
    const { body: asked, effectiveAt, copies } = request as Request;
    const absence =
      (await absentCluster(copies, asked.clusterId, effectiveAt)) ??
      (await absentHosts(request, [asked.organiser, ...asked.coHosts]));
    if (absence === undefined) await enter(tx, request as Request);
    else tx.refuse(absence);
  },
};

async function enter(tx: Transaction, request: Request): Promise<void> {
  const { id: gatheringId, body: asked } = request;
  const line = lineOf(request);
  const { known } = await tx.read(gathering, gatheringId);
  const before = await tx.read(registrations, gatheringId);
  // Whose gathering it is, is no matter of a line: then it is another one under this id.
  const isOther = known !== undefined && !isOfCluster(known, asked.clusterId);
  const difference = known === undefined ? undefined : differenceOfGathering(line, known, before);
  if (difference !== undefined && !isOther && !asked.keepRecorded) {
    tx.refuse(difference);
    return;
  }
  for (const command of missingOf(line, isOther ? undefined : known)) {
    await tx.decide(gathering, gatheringId, command);
    if (command.type === 'CancelGathering') await closeRegistrations(tx, request, command.reason);
  }
  await decideSeats(tx, line, request);
  if (known === undefined) await followGathering(tx, request, PLANNED_AGAIN);
}

async function decideSeats(
  tx: Transaction,
  { plan, seats: decision }: GatheringLine,
  { recordedAt: receivedAt }: Request,
): Promise<void> {
  const { gatheringId, clusterId, on: since } = plan;
  const { known } = await tx.read(gathering, gatheringId);
  const { decided } = await tx.read(registrations, gatheringId);
  if (known === undefined || decision === undefined || decided !== undefined) return;
  const around = { gatheringId, clusterId, gathering: known, lapsed: [], receivedAt };
  await tx.decide(registrations, gatheringId, { ...decision, ...around, type: 'DecideSeats', since });
}

function lineOf({ id: gatheringId, body: asked, effectiveAt: on }: Request): GatheringLine {
  const { state, cancelledOn, reason, participants, seats: decision, keepRecorded: _keep, ...planned } = asked;
  const [firstDay] = daysOf(planned.schedule);
  const isCancelled = state === 'cancelled' && reason !== undefined;
  return {
    plan: { gatheringId, ...planned, on },
    state,
    ...(isCancelled ? { cancellation: { reason, on: cancelledOn ?? firstDay } } : {}),
    participants,
    ...(decision === undefined
      ? {}
      : { seats: { ...decision, audiences: [], clusters: [], counted: ['participant'] } }),
  };
}
