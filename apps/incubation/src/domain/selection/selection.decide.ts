import { accept, below, byType, derivedId, instant, reject, sameFacts, secondsBetween } from '#libs/kernel';
import type { CommandFor, Decision, Instant, Refusal, Uuid } from '#libs/kernel';
import { overIn, type Call, type CallOver } from '../call/call.ts';
import { exact } from '../call/rubric.ts';
import { conflictAbout } from './conflicts.ts';
import { openTieIn, quotientText, rankingOf, type Ranked } from './ranking.ts';
import {
  applicationOf,
  assignmentOf,
  type Application,
  type ApplicationReceived,
  type ApplicationWithdrawn,
  type Conflict,
  type ConflictDeclared,
  type LateApplicationInvited,
  type ReviewerAssigned,
  type ReviewRecorded,
  type Selection,
  type SelectionDecided,
  type SelectionEvent,
  type TieDecided,
} from './selection.state.ts';

/** Every command comes with the call: it says until when, by what and for how many places. */
type In<Command> = Command & { readonly call: Call };
/** Those that judge come with the conflicts of all who are assigned. */
type Judging<Command> = In<Command> & { readonly conflicts: readonly Conflict[] };

export type InviteLate = In<CommandFor<LateApplicationInvited, 'InviteLate'>>;
export type Apply = In<CommandFor<ApplicationReceived, 'Apply', 'late' | 'receivedAt' | 'applicationId'>> & {
  readonly receivedAt: Instant;
};
export type ChangeApplication = In<
  CommandFor<ApplicationReceived, 'ChangeApplication', 'late' | 'receivedAt' | 'organisationId'>
> & { readonly receivedAt: Instant };
export type WithdrawApplication = In<CommandFor<ApplicationWithdrawn, 'WithdrawApplication', 'organisationId'>>;
export type AssignReviewer = In<CommandFor<ReviewerAssigned, 'AssignReviewer'>> & {
  readonly conflict?: Conflict['reason'] | undefined;
};
export type DeclareConflict = In<CommandFor<ConflictDeclared, 'DeclareConflict'>>;
export type RecordReview = Judging<CommandFor<ReviewRecorded, 'RecordReview', 'reviewedAt'>> & {
  readonly reviewedAt: Instant;
};
export type DecideTie = Judging<CommandFor<TieDecided, 'DecideTie'>>;
export type DecideSelection = Judging<CommandFor<SelectionDecided, 'DecideSelection', 'ranking' | 'conflicts'>> & {
  readonly now: Instant;
};
export type SelectionCommand =
  | InviteLate
  | Apply
  | ChangeApplication
  | WithdrawApplication
  | AssignReviewer
  | DeclareConflict
  | RecordReview
  | DecideTie
  | DecideSelection;

export type SelectionRejection =
  | CallOver
  | Refusal<'INC_CALL_NOT_OPEN' | 'INC_CALL_CLOSED' | 'INC_CALL_NOT_CLOSED', 'found' | 'required'>
  | Refusal<'INC_APPLICATION_NOT_FOUND' | 'INC_APPLICATION_EXISTS' | 'INC_APPLICATION_WITHDRAWN', 'found'>
  | Refusal<'INC_REVIEWER_NOT_ASSIGNED' | 'INC_REVIEWER_ASSIGNED', 'found'>
  | Refusal<'INC_REVIEWER_IN_CONFLICT' | 'INC_SCORE_UNFIT', 'found' | 'required'>
  | Refusal<
      'INC_REVIEWS_MISSING' | 'INC_TIE_NOT_FOUND' | 'INC_TIE_UNDECIDED' | 'INC_TIE_RULE_DIFFERS',
      'found' | 'required'
    >;

type SelectionDecision = Decision<SelectionEvent, SelectionRejection>;
type Published = Extract<Call, { readonly status: 'published' }>;

const decideOpen = byType<SelectionCommand, Selection, SelectionDecision>({
  InviteLate: inviteLate,
  Apply: apply,
  ChangeApplication: change,
  WithdrawApplication: withdraw,
  AssignReviewer: assign,
  DeclareConflict: declareConflict,
  RecordReview: review,
  DecideTie: decideTie,
  DecideSelection: decideSelection,
});

/** Once it is decided nothing is recorded in a selection any more. */
export function decide(command: SelectionCommand, state: Selection): SelectionDecision {
  const decision = decideOpen(command, state);
  const isOver = state.decided !== undefined && decision.ok && decision.events.length > 0;
  return isOver ? reject({ type: 'INC_RESULTS_PUBLISHED', found: state.decided.on }) : decision;
}

/** An organisation applies to a call once: the id of its application follows from both. */
export function applicationIdOf(callId: string, organisationId: string): Uuid {
  return derivedId('incubation', 'application', callId, organisationId);
}

function inviteLate({ call, ...command }: InviteLate, state: Selection): SelectionDecision {
  const invited: LateApplicationInvited = { ...command, type: 'LateApplicationInvited' };
  if (state.invitations.some((each) => sameFacts(each, invited))) return accept();
  return call.status === 'published' ? accept(invited) : reject(overIn(call));
}

/** What was received once stays received: sent again after the closing it is a repeat, and not late. */
function apply({ call, ...command }: Apply, state: Selection): SelectionDecision {
  const applicationId = applicationIdOf(command.callId, command.organisationId);
  const received: ApplicationReceived = { ...command, applicationId, type: 'ApplicationReceived' };
  const known = applicationOf(state, applicationId);
  const isThere = known !== undefined && known.withdrawnAt === undefined;
  if (isThere && sameContent(known.current, received)) return accept();
  if (call.status !== 'published') return reject(overIn(call));
  const early = below('INC_CALL_NOT_OPEN', command.receivedAt as string, call.published.opensAt);
  if (early !== undefined) return reject(early);
  if (isThere) return reject({ type: 'INC_APPLICATION_EXISTS', found: applicationId });
  return inTime(received, call, state);
}

function change({ call, ...command }: ChangeApplication, state: Selection): SelectionDecision {
  const known = runningOf(state, command.applicationId);
  if ('refusal' in known) return reject(known.refusal);
  const { organisationId, current } = known.application;
  const changed = { ...command, organisationId };
  if (sameContent(current, changed)) return accept();
  if (call.status !== 'published') return reject(overIn(call));
  const decision = inTime({ ...changed, type: 'ApplicationReceived' }, call, state);
  if (!decision.ok) return decision;
  return accept(...decision.events.map((event) => ({ ...event, type: 'ApplicationChanged' as const })));
}

/** The instant of receipt decides: up to the last one before the closing it is in time, later by invitation only, and marked. */
function inTime(
  received: ApplicationReceived,
  { closesAt }: Published,
  { invitations }: Selection,
): Decision<ApplicationReceived, SelectionRejection> {
  if (received.receivedAt < closesAt) return accept(received);
  const bySeconds = secondsBetween(instant(closesAt), instant(received.receivedAt));
  const invitation = invitations.findLast(({ organisationId }) => organisationId === received.organisationId);
  if (invitation !== undefined) return accept({ ...received, late: { bySeconds, allowedBy: invitation.allowedBy } });
  return reject({
    type: 'INC_CALL_CLOSED',
    found: `late by ${String(bySeconds)} s`,
    required: `before ${closesAt}, or an invitation to apply late`,
  });
}

function withdraw(
  { call, applicationId, withdrawnAt, callId }: WithdrawApplication,
  state: Selection,
): SelectionDecision {
  const known = applicationOf(state, applicationId);
  if (known === undefined) return reject({ type: 'INC_APPLICATION_NOT_FOUND', found: applicationId });
  if (known.withdrawnAt !== undefined) return accept();
  if (call.status !== 'published') return reject(overIn(call));
  const { organisationId } = known;
  return accept({ type: 'ApplicationWithdrawn', callId, applicationId, organisationId, withdrawnAt });
}

function assign({ call, conflict, ...command }: AssignReviewer, state: Selection): SelectionDecision {
  if (call.status !== 'published') return reject(overIn(call));
  const known = runningOf(state, command.applicationId);
  if ('refusal' in known) return reject(known.refusal);
  const { reviewer, of } = command;
  const assigned = assignmentOf(known.application, reviewer.personId);
  if (assigned !== undefined)
    return sameFacts(assigned.of, of) ? accept() : reject({ type: 'INC_REVIEWER_ASSIGNED', found: assigned.of.id });
  if (conflict !== undefined) return reject(inConflict(conflict));
  return accept({ ...command, type: 'ReviewerAssigned' });
}

function declareConflict({ call, ...command }: DeclareConflict, state: Selection): SelectionDecision {
  const known = assignedOf(state, command);
  if ('refusal' in known) return reject(known.refusal);
  if (known.assignment.declared !== undefined) return accept();
  return call.status === 'published' ? accept({ ...command, type: 'ConflictDeclared' }) : reject(overIn(call));
}

function review({ call, conflicts, ...command }: RecordReview, state: Selection): SelectionDecision {
  const known = assignedOf(state, command);
  if ('refusal' in known) return reject(known.refusal);
  const recorded: ReviewRecorded = { ...command, type: 'ReviewRecorded' };
  const { review: before, reviewer } = known.assignment;
  if (before !== undefined && sameFacts({ ...before, reviewedAt: '' }, { ...recorded, reviewedAt: '' }))
    return accept();
  if (call.status !== 'published') return reject(overIn(call));
  if (command.reviewedAt < call.closesAt) return reject(notClosed(command.reviewedAt, call));
  const conflict = conflictAbout(conflicts, command.applicationId, reviewer.personId);
  if (conflict !== undefined) return reject(inConflict(conflict.reason));
  const unfit = scoreUnfit(command, call);
  return unfit === undefined ? accept(recorded) : reject(unfit);
}

/** Each criterion of the rubric at most once, and no more points than it has. */
function scoreUnfit(
  { scores }: Pick<ReviewRecorded, 'scores'>,
  { published }: Published,
): SelectionRejection | undefined {
  const seen = new Set<string>();
  for (const { criterion, points } of scores) {
    const rule = published.rubric.find((each) => each.criterion === criterion);
    if (rule === undefined || seen.has(criterion)) {
      const names = published.rubric.map((each) => each.criterion).join(', ');
      return { type: 'INC_SCORE_UNFIT', found: criterion, required: `each at most once: ${names}` };
    }
    seen.add(criterion);
    const [given, most] = [exact(points), exact(rule.maximum)];
    if (given.numerator * most.denominator > most.numerator * given.denominator)
      return {
        type: 'INC_SCORE_UNFIT',
        found: `${criterion}: ${quotientText(given)}`,
        required: `at most ${quotientText(most)}`,
      };
  }
  return undefined;
}

function decideTie({ call, conflicts, ...command }: DecideTie, state: Selection): SelectionDecision {
  const decided: TieDecided = { ...command, type: 'TieDecided' };
  const last = state.ties.at(-1);
  if (last !== undefined && sameFacts(last, decided)) return accept();
  if (call.status !== 'published') return reject(overIn(call));
  const { rubric, ties: rule } = call.published;
  if (command.by !== rule) return reject({ type: 'INC_TIE_RULE_DIFFERS', found: command.by, required: rule });
  const ranking = rankingOf({ ...state, ties: [] }, rubric, conflicts);
  const isTie = (group: readonly Ranked[]): boolean =>
    group.length === command.applicationIds.length &&
    group.every(({ applicationId }) => command.applicationIds.includes(applicationId));
  const tied = tiesIn(ranking);
  if (tied.some(isTie)) return accept(decided);
  const required = tied.map(idsOf).join('; ') || 'applications that have the same mean: none has';
  return reject({ type: 'INC_TIE_NOT_FOUND', found: command.applicationIds.join(', '), required });
}

function tiesIn(ranking: readonly Ranked[]): readonly (readonly Ranked[])[] {
  const ranks = new Set(ranking.flatMap(({ rank, isTied }) => (isTied && rank !== undefined ? [rank] : [])));
  return [...ranks].map((rank) => ranking.filter((each) => each.rank === rank));
}

/** Ties that decide who has a place are decided first, and nobody is ranked whom nobody judged. */
function decideSelection({ call, conflicts, now, ...command }: DecideSelection, state: Selection): SelectionDecision {
  if (state.decided?.reserve === command.reserve) return accept();
  if (call.status !== 'published') return reject(overIn(call));
  if (now < call.closesAt) return reject(notClosed(now, call));
  const { rubric, places } = call.published;
  const ranking = rankingOf(state, rubric, conflicts);
  const missing = ranking.filter(({ mean }) => mean === undefined);
  if (missing.length > 0)
    return reject({ type: 'INC_REVIEWS_MISSING', found: idsOf(missing), required: 'a score that counts for each' });
  const tie = openTieIn(ranking, places, command.reserve);
  if (tie !== undefined)
    return reject({ type: 'INC_TIE_UNDECIDED', found: idsOf(tie), required: `their order, by ${call.published.ties}` });
  const ranked = ranking.flatMap(({ applicationId, rank = 0, mean, reviews, recused }) =>
    mean === undefined ? [] : [{ applicationId, rank, mean: quotientText(mean), reviews, recused }],
  );
  return accept({ ...command, type: 'SelectionDecided', ranking: ranked, conflicts });
}

function idsOf(applications: readonly Pick<Application, 'applicationId'>[]): string {
  return applications.map(({ applicationId }) => applicationId).join(', ');
}

function notClosed(found: string, { closesAt }: Published): SelectionRejection {
  return { type: 'INC_CALL_NOT_CLOSED', found, required: `${closesAt} or later` };
}

function inConflict(reason: Conflict['reason']): SelectionRejection {
  const required = 'somebody whose body is not the applicant, its partner, its predecessor or its successor';
  return { type: 'INC_REVIEWER_IN_CONFLICT', found: reason, required };
}

type Refused = { readonly refusal: SelectionRejection };

function runningOf(state: Selection, applicationId: string): Refused | { readonly application: Application } {
  const application = applicationOf(state, applicationId);
  if (application === undefined) return { refusal: { type: 'INC_APPLICATION_NOT_FOUND', found: applicationId } };
  const { withdrawnAt } = application;
  return withdrawnAt === undefined
    ? { application }
    : { refusal: { type: 'INC_APPLICATION_WITHDRAWN', found: withdrawnAt } };
}

function assignedOf(
  state: Selection,
  { applicationId, reviewerId }: Pick<ReviewRecorded, 'applicationId' | 'reviewerId'>,
) {
  const known = runningOf(state, applicationId);
  if ('refusal' in known) return known;
  const assignment = assignmentOf(known.application, reviewerId);
  const refusal: SelectionRejection = { type: 'INC_REVIEWER_NOT_ASSIGNED', found: reviewerId };
  return assignment === undefined ? { refusal } : { assignment };
}

type Content = Pick<ApplicationReceived, 'title' | 'contact' | 'summary' | 'partners'>;

function sameContent(known: Content, said: Content): boolean {
  const content = ({ title, contact, summary, partners }: Content) => ({ title, contact, summary, partners });
  return sameFacts(content(known), content(said));
}
