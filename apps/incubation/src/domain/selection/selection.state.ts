import type { DomainEvent, selectionEvents } from '#libs/contracts';
import { cannotFollow, type EventOf } from '#libs/kernel';

export type SelectionEvent = DomainEvent<typeof selectionEvents>;
export type LateApplicationInvited = EventOf<SelectionEvent, 'LateApplicationInvited'>;
export type ApplicationReceived = EventOf<SelectionEvent, 'ApplicationReceived'>;
export type ApplicationChanged = EventOf<SelectionEvent, 'ApplicationChanged'>;
export type ApplicationWithdrawn = EventOf<SelectionEvent, 'ApplicationWithdrawn'>;
export type ReviewerAssigned = EventOf<SelectionEvent, 'ReviewerAssigned'>;
export type ConflictDeclared = EventOf<SelectionEvent, 'ConflictDeclared'>;
export type ReviewRecorded = EventOf<SelectionEvent, 'ReviewRecorded'>;
export type TieDecided = EventOf<SelectionEvent, 'TieDecided'>;
export type SelectionDecided = EventOf<SelectionEvent, 'SelectionDecided'>;
export type Conflict = SelectionDecided['conflicts'][number];

/** Somebody who is to review an application, with its review as it reads now. */
export interface Assignment {
  readonly reviewer: ReviewerAssigned['reviewer'];
  /** In whose name. */
  readonly of: ReviewerAssigned['of'];
  readonly on: string;
  readonly declared?: ConflictDeclared | undefined;
  readonly review?: ReviewRecorded | undefined;
}

export interface Application {
  readonly applicationId: string;
  readonly organisationId: string;
  /** As it was received first. */
  readonly received: ApplicationReceived;
  /** As it reads now. */
  readonly current: ApplicationReceived | ApplicationChanged;
  readonly withdrawnAt?: string | undefined;
  readonly assignments: readonly Assignment[];
}

/** Who has applied to a call and how it is judged: what nobody else may know before the results. */
export interface Selection {
  readonly invitations: readonly LateApplicationInvited[];
  /** In the order in which they were first received. */
  readonly applications: readonly Application[];
  readonly ties: readonly TieDecided[];
  readonly decided?: SelectionDecided | undefined;
}

export const nobodyApplied: Selection = { invitations: [], applications: [], ties: [] };

/** @throws FactCannotFollow for what is about an application that is not there, or comes after the decision */
export function evolve(state: Selection, event: SelectionEvent): Selection {
  if (state.decided !== undefined) cannotFollow(event, `the selection was decided on ${state.decided.on}`);
  switch (event.type) {
    case 'LateApplicationInvited':
      return { ...state, invitations: [...state.invitations, event] };
    case 'TieDecided':
      return { ...state, ties: [...state.ties, event] };
    case 'SelectionDecided':
      return { ...state, decided: event };
    case 'ApplicationReceived':
      return received(state, event);
    default:
      return { ...state, applications: changed(state, event) };
  }
}

function received(state: Selection, event: ApplicationReceived): Selection {
  const { applicationId, organisationId } = event;
  const known = applicationOf(state, applicationId);
  if (known !== undefined && known.withdrawnAt === undefined) cannotFollow(event, 'the organisation has applied');
  const application = { applicationId, organisationId, received: event, current: event };
  const others = state.applications.filter((each) => each !== known);
  return { ...state, applications: [...others, { ...application, assignments: known?.assignments ?? [] }] };
}

type AboutApplication =
  ApplicationChanged | ApplicationWithdrawn | ReviewerAssigned | ConflictDeclared | ReviewRecorded;

function changed(state: Selection, event: AboutApplication): readonly Application[] {
  const known = applicationOf(state, event.applicationId);
  if (known === undefined) cannotFollow(event, 'the application was never received');
  if (known.withdrawnAt !== undefined) cannotFollow(event, `the application was withdrawn at ${known.withdrawnAt}`);
  return state.applications.map((each) => (each === known ? after(known, event) : each));
}

function after(known: Application, event: AboutApplication): Application {
  if (event.type === 'ApplicationChanged') return { ...known, current: event };
  if (event.type === 'ApplicationWithdrawn') return { ...known, withdrawnAt: event.withdrawnAt };
  const assignment = event.type === 'ReviewerAssigned' ? undefined : assignmentOf(known, event.reviewerId);
  if (event.type === 'ReviewerAssigned') {
    const { reviewer, of, on } = event;
    if (assignmentOf(known, reviewer.personId) !== undefined) cannotFollow(event, 'the reviewer is assigned');
    return { ...known, assignments: [...known.assignments, { reviewer, of, on }] };
  }
  if (assignment === undefined) cannotFollow(event, 'the reviewer is not assigned');
  const next =
    event.type === 'ConflictDeclared' ? { ...assignment, declared: event } : { ...assignment, review: event };
  return { ...known, assignments: known.assignments.map((each) => (each === assignment ? next : each)) };
}

export function applicationOf({ applications }: Selection, applicationId: string): Application | undefined {
  return applications.find((each) => each.applicationId === applicationId);
}

export function assignmentOf({ assignments }: Application, personId: string): Assignment | undefined {
  return assignments.find(({ reviewer }) => reviewer.personId === personId);
}

/** Those that were not withdrawn. */
export function runningIn({ applications }: Selection): readonly Application[] {
  return applications.filter(({ withdrawnAt }) => withdrawnAt === undefined);
}
