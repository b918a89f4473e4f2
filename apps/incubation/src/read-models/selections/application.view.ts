import { z } from 'zod';
import {
  applicationContent,
  conflictReasonSchema,
  dateSchema,
  exactQuotientSchema,
  holderSchema,
  instantSchema,
  lateSchema,
  personSchema,
  quantitySchema,
  selectionEvents,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import type { KnownCall } from '../../domain/call/call.ts';
import { conflictAbout, type Relations } from '../../domain/selection/conflicts.ts';
import { quotientText, rankingOf } from '../../domain/selection/ranking.ts';
import { runningIn } from '../../domain/selection/selection.state.ts';
import type { Application, Assignment, Conflict, Selection } from '../../domain/selection/selection.state.ts';

const review = selectionEvents.ReviewRecorded.schema.pick({ scores: true, remark: true, reviewedAt: true });

const assignmentView = z.strictObject({
  reviewer: personSchema,
  of: holderSchema,
  on: dateSchema,
  conflict: conflictReasonSchema.optional().describe('Why its review does not count; for those who run the call.'),
  review: review.optional(),
});

export const applicationView = z
  .strictObject({
    applicationId: uuidSchema,
    callId: uuidSchema,
    organisationId: uuidSchema,
    ...applicationContent,
    receivedAt: instantSchema,
    changedAt: instantSchema.optional(),
    withdrawnAt: instantSchema.optional(),
    late: lateSchema.optional(),
    outcome: z.enum(['selected', 'reserve', 'rejected']).optional().describe('Once the results are published.'),
    mean: exactQuotientSchema.optional(),
    assignments: z
      .array(assignmentView)
      .optional()
      .describe(
        'Who reviews it. For the applicant: the reviews that count, once the results are published. For a reviewer: its own, and those of others once it has given its own, or the results are published.',
      ),
  })
  .meta({ id: 'ApplicationToCall', description: 'An application to a call, as far as it is for the reader.' });

export type ApplicationView = Immutable<z.infer<typeof applicationView>>;

export const selectionView = z
  .strictObject({
    callId: uuidSchema,
    status: z.enum(['open', 'decided']).describe('Whether it may still change.'),
    applications: quantitySchema.describe('How many were received and not withdrawn.'),
    ranking: z.array(
      z.strictObject({
        applicationId: uuidSchema,
        organisationId: uuidSchema,
        rank: z.int().min(1).optional().describe('Absent where no score counts.'),
        isTied: z.boolean().describe('Others have the same mean, and nobody has put them in order.'),
        mean: exactQuotientSchema.optional(),
        reviews: quantitySchema.describe('How many count.'),
        recused: quantitySchema.describe('How many do not, because their reviewers are in conflict.'),
      }),
    ),
    conflicts: selectionEvents.SelectionDecided.schema.shape.conflicts,
  })
  .meta({ id: 'CallSelection', description: 'How the applications to a call stand, for those who run it.' });

/** What an application is read with. */
export interface Reading {
  readonly call: KnownCall;
  readonly selection: Selection;
  /** Of everybody who is assigned, as they are now. */
  readonly conflicts: readonly Conflict[];
  readonly heirsOf: Relations['heirsOf'];
}

/** How the applications stand: as they were decided, else as they are now. */
export function viewOfSelection(callId: string, reading: Reading): Immutable<z.infer<typeof selectionView>> {
  const { selection, call, conflicts: current } = reading;
  const { decided } = selection;
  const conflicts = decided?.conflicts ?? current;
  const ranking = rankingOf(selection, call.published.rubric, conflicts).map(({ mean, rank, ...each }) => ({
    ...each,
    ...(rank === undefined ? {} : { rank }),
    ...(mean === undefined ? {} : { mean: quotientText(mean) }),
  }));
  const status = decided === undefined ? 'open' : 'decided';
  return { callId, status, applications: runningIn(selection).length, ranking, conflicts };
}

/** As whom somebody reads an application: the first that it is of these. */
export type ReadsAs =
  | { readonly as: 'organiser' }
  | { readonly as: 'applicant' }
  | { readonly as: 'reviewer'; readonly assignment: Assignment };

/** Who somebody is, by its token. */
export interface Claims {
  readonly isOrganiser: boolean;
  readonly organisations: readonly string[];
  readonly persons: readonly string[];
}

/** As whom somebody reads an application; undefined for those who may not know that there is one, a reviewer in conflict among them. */
export function readsAs(
  application: Application,
  { conflicts, heirsOf }: Pick<Reading, 'conflicts' | 'heirsOf'>,
  claims: Claims,
): ReadsAs | undefined {
  if (claims.isOrganiser) return { as: 'organiser' };
  const { applicationId, organisationId, assignments } = application;
  // Who reads it for the applicant, or for who goes on with what that had, does not judge it, whatever else it is.
  if (claims.organisations.some((id) => heirsOf(organisationId).has(id))) return { as: 'applicant' };
  const assignment = assignments.find(({ reviewer }) => claims.persons.includes(reviewer.personId));
  if (assignment === undefined) return undefined;
  const isInConflict = conflictAbout(conflicts, applicationId, assignment.reviewer.personId) !== undefined;
  return isInConflict || application.withdrawnAt !== undefined ? undefined : { as: 'reviewer', assignment };
}

/** An application with what the reader may know of how it is judged. */
export function viewOfApplication(application: Application, reader: ReadsAs, reading: Reading): ApplicationView {
  const { applicationId, organisationId, received, current, withdrawnAt } = application;
  const { callId } = received;
  const { title, contact, summary, partners, late } = current;
  const isChanged = current.receivedAt !== received.receivedAt;
  const marked = late ?? received.late;
  const isPublished = reading.call.status === 'decided';
  return {
    ...{ applicationId, callId, organisationId, title, contact, partners, receivedAt: received.receivedAt },
    ...(summary === undefined ? {} : { summary }),
    ...(isChanged ? { changedAt: current.receivedAt } : {}),
    ...(withdrawnAt === undefined ? {} : { withdrawnAt }),
    ...(marked === undefined ? {} : { late: marked }),
    ...(isPublished && withdrawnAt === undefined ? { outcome: outcomeOf(applicationId, reading.call) } : {}),
    ...(isPublished || reader.as === 'organiser' ? meanOf(applicationId, reading) : {}),
    ...assignmentsFor(reader, application, reading),
  };
}

function outcomeOf(applicationId: string, call: KnownCall): ApplicationView['outcome'] {
  if (call.status !== 'decided') return undefined;
  const isIn = (list: readonly { readonly applicationId: string }[]): boolean =>
    list.some((each) => each.applicationId === applicationId);
  const { selected, reserve } = call.results;
  return isIn(selected) ? 'selected' : isIn(reserve) ? 'reserve' : 'rejected';
}

function meanOf(applicationId: string, { call, selection, conflicts }: Reading): Pick<ApplicationView, 'mean'> {
  const decided = selection.decided?.ranking.find((each) => each.applicationId === applicationId);
  if (decided !== undefined) return { mean: decided.mean };
  const ranked = rankingOf(selection, call.published.rubric, conflicts);
  const mean = ranked.find((each) => each.applicationId === applicationId)?.mean;
  return mean === undefined ? {} : { mean: quotientText(mean) };
}

function assignmentsFor(
  reader: ReadsAs,
  application: Application,
  { call, conflicts }: Reading,
): Pick<ApplicationView, 'assignments'> {
  const { applicationId, assignments } = application;
  const conflictOf = ({ reviewer }: Assignment): Conflict | undefined =>
    conflictAbout(conflicts, applicationId, reviewer.personId);
  const shown = assignments.map((each) => ({ each, conflict: conflictOf(each) }));
  if (reader.as === 'organiser')
    return { assignments: shown.map(({ each, conflict }) => viewOfAssignment(each, conflict)) };
  const counted = shown.filter(({ each, conflict }) => each.review !== undefined && conflict === undefined);
  if (reader.as === 'applicant')
    return call.status === 'decided' ? { assignments: counted.map(({ each }) => viewOfAssignment(each)) } : {};
  const { assignment: own } = reader;
  if (own.review === undefined && call.status !== 'decided') return { assignments: [viewOfAssignment(own)] };
  return { assignments: counted.map(({ each }) => viewOfAssignment(each)) };
}

function viewOfAssignment({ reviewer, of, on, review: given }: Assignment, conflict?: Conflict) {
  const { scores, remark, reviewedAt } = given ?? { scores: [], reviewedAt: '' };
  return {
    ...{ reviewer, of, on },
    ...(conflict === undefined ? {} : { conflict: conflict.reason }),
    ...(given === undefined ? {} : { review: { scores, reviewedAt, ...(remark === undefined ? {} : { remark }) } }),
  };
}
