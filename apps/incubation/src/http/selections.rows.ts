import { commandOf, commandTable, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import {
  applicationContent,
  holderSchema,
  personSchema,
  quantitySchema,
  remarkSchema,
  selectionEvents,
  uuidSchema,
} from '#libs/contracts';
import { dayOf } from '#libs/kernel';
import { clusterAbsence, organisationAbsence } from '#libs/process-managers';
import { call } from '../domain/call/call.ts';
import { conflictAbout, conflictIn, conflictsIn } from '../domain/selection/conflicts.ts';
import { resultsBy } from '../domain/selection/ranking.ts';
import { selection } from '../domain/selection/selection.ts';
import { applicationOf, assignmentOf, type Conflict } from '../domain/selection/selection.state.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { relationsIn } from '../read-models/selections/relations.ts';
import { CALL_OVER, clusterOfCall } from './calls.rows.ts';
import { incubationRefusals, type BodyRefusal, type CompanyRefusal } from './refusals.table.ts';

type Request<Body = unknown> = CommandRequest<Body>;
type OfApplication = Request<{ readonly applicationId: string }>;
type OfReviewer = Request<{ readonly applicationId: string; readonly reviewerId: string }>;

const { scores, remark } = selectionEvents.ReviewRecorded.schema.shape;
const { by, applicationIds } = selectionEvents.TieDecided.schema.shape;
const content = { ...applicationContent, partners: applicationContent.partners.default([]) };
const reports = { ApplicationReceived: selectionEvents.ApplicationReceived.schema.pick({ applicationId: true }) };
const NO_APPLICATION = ['INC_APPLICATION_NOT_FOUND', 'INC_APPLICATION_WITHDRAWN'] as const;

async function absentCompany({
  body: { organisationId },
  copies,
}: Request<{ readonly organisationId: string }>): Promise<CompanyRefusal | undefined> {
  const known = await (await copies.of(organisations)).get(organisationId);
  return organisationAbsence('INC_COMPANY_ABSENT', organisationId, known);
}

/** Of bodies that are named, the first one that is not in the register. */
async function absentBody(
  { copies }: Pick<Request, 'copies'>,
  bodies: readonly { readonly kind: 'organisation' | 'cluster'; readonly id: string }[],
): Promise<BodyRefusal | undefined> {
  for (const { kind, id } of bodies) {
    const refusal =
      kind === 'cluster'
        ? clusterAbsence('INC_BODY_ABSENT', id, await (await copies.of(clusters)).get(id))
        : organisationAbsence('INC_BODY_ABSENT', id, await (await copies.of(organisations)).get(id));
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** How bodies hang together on the day on which the command came in. */
async function relationsOf({ id, copies, recordedAt }: Pick<Request, 'id' | 'copies' | 'recordedAt'>, tx: Transaction) {
  const state = await tx.read(call, id);
  return await relationsIn(copies, state.status === 'absent' ? id : state.published.incubatorId, dayOf(recordedAt));
}

/** The call, and the conflicts of everybody who is to review one of its applications. */
async function judging(request: Request, tx: Transaction) {
  const { applications } = await tx.read(selection, request.id);
  return {
    call: await tx.read(call, request.id),
    conflicts: conflictsIn(applications, await relationsOf(request, tx)),
  };
}

/** The applicant, and who goes on with what it had. */
async function applicantOf(request: OfApplication, tx: Transaction) {
  const application = applicationOf(await tx.read(selection, request.id), request.body.applicationId);
  if (application === undefined) return { organisations: [] };
  const { heirsOf } = await relationsOf(request, tx);
  return { organisations: [...heirsOf(application.organisationId)] };
}

/** Who is assigned and not in conflict reviews for itself; for others it is as if there were no such application. */
async function reviewerOf(request: OfReviewer, tx: Transaction) {
  const { applicationId, reviewerId } = request.body;
  const { conflicts } = await judging(request, tx);
  const isFree = conflictAbout(conflicts, applicationId, reviewerId) === undefined;
  return { persons: isFree ? (await assignedTo(request, tx)).persons : [] };
}

async function assignedTo({ id, body: { applicationId, reviewerId } }: OfReviewer, tx: Transaction) {
  const application = applicationOf(await tx.read(selection, id), applicationId);
  const assignment = application && assignmentOf(application, reviewerId);
  return { persons: assignment === undefined ? [] : [reviewerId] };
}

/** Why somebody cannot be assigned: its conflict about the application. */
async function conflictOfNew(
  request: Request<{ readonly applicationId: string } & Parameters<typeof conflictIn>[1]>,
  tx: Transaction,
): Promise<Conflict['reason'] | undefined> {
  const application = applicationOf(await tx.read(selection, request.id), request.body.applicationId);
  return application && conflictIn(application, request.body, await relationsOf(request, tx));
}

/** The selection of a call has the id of the call. */
export const selectionCommands = commandTable('incubation.selections', incubationRefusals, [
  commandOf(selection, 'Apply', {
    verb: 'apply',
    summary:
      'Apply to a call as an organisation. Received before the closing it is in time, whenever it is sent again.',
    body: { organisationId: uuidSchema, ...content },
    scope: clusterOfCall,
    happened: onItsDay,
    itself: ({ body: { organisationId } }) => ({ organisations: [organisationId] }),
    unless: async (request) => (await absentCompany(request)) ?? (await absentBody(request, request.body.partners)),
    reports,
    refusals: [
      'INC_COMPANY_ABSENT',
      'INC_BODY_ABSENT',
      ...CALL_OVER,
      'INC_CALL_NOT_OPEN',
      'INC_APPLICATION_EXISTS',
      'INC_CALL_CLOSED',
    ],
    decide: async ({ id, body, recordedAt: receivedAt }, tx) => ({
      ...{ callId: id, ...body, receivedAt },
      call: await tx.read(call, id),
    }),
  }),
  commandOf(selection, 'ChangeApplication', {
    verb: 'change-application',
    summary: 'Change an application, until the closing.',
    body: { applicationId: uuidSchema, ...content },
    scope: clusterOfCall,
    happened: onItsDay,
    itself: applicantOf,
    unless: (request) => absentBody(request, request.body.partners),
    refusals: ['INC_BODY_ABSENT', ...NO_APPLICATION, ...CALL_OVER, 'INC_CALL_CLOSED'],
    decide: async ({ id, body, recordedAt: receivedAt }, tx) => ({
      ...{ callId: id, ...body, receivedAt },
      call: await tx.read(call, id),
    }),
  }),
  commandOf(selection, 'WithdrawApplication', {
    verb: 'withdraw-application',
    summary: 'Withdraw an application, until the results.',
    body: { applicationId: uuidSchema },
    scope: clusterOfCall,
    happened: onItsDay,
    itself: applicantOf,
    refusals: ['INC_APPLICATION_NOT_FOUND', ...CALL_OVER],
    decide: async ({ id, body, recordedAt: withdrawnAt }, tx) => ({
      ...{ callId: id, ...body, withdrawnAt },
      call: await tx.read(call, id),
    }),
  }),
  commandOf(selection, 'InviteLate', {
    verb: 'invite-late',
    summary: 'Let an organisation apply although the call has closed; its application is marked as late.',
    body: { organisationId: uuidSchema, allowedBy: personSchema, reason: remarkSchema },
    scope: clusterOfCall,
    happened: onItsDay,
    unless: absentCompany,
    refusals: ['INC_COMPANY_ABSENT', ...CALL_OVER],
    decide: async ({ id, body, effectiveAt: on }, tx) => ({ callId: id, ...body, on, call: await tx.read(call, id) }),
  }),
  commandOf(selection, 'AssignReviewer', {
    verb: 'assign-reviewer',
    summary: 'Assign somebody to review an application, in the name of an organisation or a cluster.',
    body: { applicationId: uuidSchema, reviewer: personSchema, of: holderSchema },
    scope: clusterOfCall,
    happened: onItsDay,
    unless: (request) => absentBody(request, [request.body.of]),
    refusals: ['INC_BODY_ABSENT', ...CALL_OVER, ...NO_APPLICATION, 'INC_REVIEWER_ASSIGNED', 'INC_REVIEWER_IN_CONFLICT'],
    decide: async (request, tx) => ({
      ...{ callId: request.id, ...request.body, on: request.effectiveAt },
      conflict: await conflictOfNew(request, tx),
      call: await tx.read(call, request.id),
    }),
  }),
  commandOf(selection, 'DeclareConflict', {
    verb: 'declare-conflict',
    summary: 'Declare a conflict of interest about an application: whoever is in conflict neither reads nor judges it.',
    body: { applicationId: uuidSchema, reviewerId: uuidSchema, reason: remarkSchema },
    scope: clusterOfCall,
    happened: onItsDay,
    itself: assignedTo,
    refusals: [...NO_APPLICATION, 'INC_REVIEWER_NOT_ASSIGNED', ...CALL_OVER],
    decide: async ({ id, body, effectiveAt: on }, tx) => ({ callId: id, ...body, on, call: await tx.read(call, id) }),
  }),
  commandOf(selection, 'RecordReview', {
    verb: 'record-review',
    summary:
      'Give an application points, once the call has closed; a later review of the same person replaces the earlier one.',
    body: { applicationId: uuidSchema, reviewerId: uuidSchema, scores, remark },
    scope: clusterOfCall,
    happened: onItsDay,
    itself: reviewerOf,
    refusals: [
      ...[...NO_APPLICATION, 'INC_REVIEWER_NOT_ASSIGNED' as const, ...CALL_OVER],
      ...(['INC_CALL_NOT_CLOSED', 'INC_REVIEWER_IN_CONFLICT', 'INC_SCORE_UNFIT'] as const),
    ],
    decide: async (request, tx) => ({
      ...{ callId: request.id, ...request.body, reviewedAt: request.recordedAt },
      ...(await judging(request, tx)),
    }),
  }),
  commandOf(selection, 'DecideTie', {
    verb: 'decide-tie',
    summary: 'Put applications of the same mean in order, by name with the reason or by lots, as the call says.',
    body: { by, applicationIds, reason: remarkSchema },
    scope: clusterOfCall,
    happened: onItsDay,
    refusals: [...CALL_OVER, 'INC_TIE_RULE_DIFFERS', 'INC_TIE_NOT_FOUND'],
    decide: async (request, tx) => ({
      ...{ callId: request.id, ...request.body, on: request.effectiveAt },
      ...(await judging(request, tx)),
    }),
  }),
  commandOf(selection, 'DecideSelection', {
    verb: 'publish-results',
    summary:
      'Rank the applications by the exact weighted means of the reviews that count, and publish who is selected and who is on the reserve list.',
    body: { reserve: quantitySchema.max(500).default(0).describe('How many stand on the reserve list, at most.') },
    scope: clusterOfCall,
    happened: onItsDay,
    refusals: [...CALL_OVER, 'INC_CALL_NOT_CLOSED', 'INC_REVIEWS_MISSING', 'INC_TIE_UNDECIDED'],
    decide: async (request, tx) => ({
      ...{ callId: request.id, ...request.body, on: request.effectiveAt, now: request.recordedAt },
      ...(await judging(request, tx)),
    }),
    also: async (tx, { id }, { after }) => {
      const state = await tx.read(call, id);
      if (after.decided === undefined || state.status === 'absent') return;
      const results = resultsBy(after.decided, state.published.places, after);
      await tx.decide(call, id, { type: 'AnnounceResults', callId: id, ...results, on: after.decided.on });
    },
  }),
]);
