import { calendarDate, cannotFollow, invariant } from '#libs/kernel';
import { openConditions } from '../rules/g7-conditions.ts';
import { REVERSIBLE, VOTING } from './decide/decision.ts';
import type {
  Adopted,
  Approved,
  Drafted,
  Effective,
  EventNamed,
  Operation,
  OperationEvent,
  PlanStage,
  Started,
  Status,
} from './operation.ts';

const IN_EFFECT: readonly Status[] = ['effective', 'declared'];
const ON_THE_TABLE: readonly Status[] = ['drafted', ...VOTING, 'approved', 'ready'];

/** The statuses in which each event is decided; a position may be logged at any time. */
const FOLLOWS: Readonly<Partial<Record<OperationEvent['type'], readonly Status[]>>> = {
  OperationStarted: ['absent'],
  PlanDrafted: ['exploring', 'drafted', ...VOTING],
  PlanAdopted: ['drafted'],
  OperationAdopted: ['drafted'],
  AssemblyScheduled: VOTING,
  NoticePublished: VOTING,
  DocumentsOpened: VOTING,
  AssemblyVoted: VOTING,
  OperationApproved: VOTING,
  OperationRejected: VOTING,
  ConditionRecorded: ON_THE_TABLE,
  OperationPostponed: ON_THE_TABLE,
  OperationWithdrawn: REVERSIBLE,
  SuccessionTookEffect: ['approved', 'ready'],
  ReferencesMoved: [...IN_EFFECT, 'closed'],
  OperationDeclared: IN_EFFECT,
  OperationClosed: IN_EFFECT,
};

/** Applies one stored event; an event in a status in which it was never decided is an altered history. */
export function evolve(state: Operation, event: OperationEvent): Operation {
  if (FOLLOWS[event.type]?.includes(state.status) === false) cannotFollow(event, `the operation is ${state.status}`);
  if (event.type === 'OperationStarted') return started(event);
  invariant(state.status !== 'absent', `${event.type} before OperationStarted`);
  switch (event.type) {
    case 'PositionLogged': {
      const { by, statement, on } = event;
      return { ...state, positions: [...state.positions, { by, statement, on: calendarDate(on) }] };
    }
    case 'PlanDrafted':
      return drafted(state, event);
    case 'OperationWithdrawn':
      return { ...dossier(state), status: 'withdrawn' };
    default:
      return withPlan(state, event);
  }
}

type PlanEvent = Exclude<
  OperationEvent,
  { readonly type: 'OperationStarted' | 'PositionLogged' | 'PlanDrafted' | 'OperationWithdrawn' }
>;

function withPlan(state: Started, event: PlanEvent): Operation {
  invariant('plan' in state, `${event.type} before PlanDrafted`);
  switch (event.type) {
    case 'PlanAdopted':
      return adoptedBy(state, event);
    case 'OperationAdopted':
      return { ...dossier(state), ...stage(state), ...EMPTY_BALLOT, status: 'adopted' };
    case 'OperationPostponed': {
      const postponement = { reason: event.reason, newTarget: event.newTarget, on: calendarDate(event.on) };
      return { ...dossier(state), ...stage(state), adoptions: {}, status: 'drafted', postponement };
    }
    case 'ConditionRecorded':
      return condition(state, event);
    default:
      return withBallot(state, event);
  }
}

type BallotEvent = Exclude<
  PlanEvent,
  { readonly type: 'PlanAdopted' | 'OperationAdopted' | 'OperationPostponed' | 'ConditionRecorded' }
>;

function withBallot(state: Extract<Started, PlanStage>, event: BallotEvent): Operation {
  invariant('votes' in state, `${event.type} before OperationAdopted`);
  switch (event.type) {
    case 'AssemblyScheduled':
      return {
        ...state,
        assemblies: { ...state.assemblies, [event.clusterId]: calendarDate(event.scheduledFor) },
      };
    case 'NoticePublished':
      return noticed(state, event);
    case 'DocumentsOpened':
      return { ...state, documents: { ...state.documents, [event.clusterId]: publication(event) } };
    case 'AssemblyVoted': {
      const vote = { outcome: event.outcome, tally: event.tally, on: calendarDate(event.on) };
      return { ...state, votes: { ...state.votes, [event.clusterId]: vote } };
    }
    case 'OperationApproved': {
      const approved: Approved = {
        ...dossier(state),
        ...stage(state),
        ...ballot(state),
        status: 'approved',
        approvedOn: calendarDate(event.on),
      };
      return ready(approved);
    }
    case 'OperationRejected':
      return { ...dossier(state), ...stage(state), ...ballot(state), status: 'rejected' };
    default:
      return afterwards(state, event);
  }
}

type LateEvent = Extract<
  BallotEvent,
  { readonly type: 'SuccessionTookEffect' | 'ReferencesMoved' | 'OperationDeclared' | 'OperationClosed' }
>;

function afterwards(state: Operation, event: LateEvent): Operation {
  if (event.type === 'SuccessionTookEffect') {
    invariant('approvedOn' in state, 'SuccessionTookEffect before OperationApproved');
    const effectiveOn = calendarDate(event.effectiveOn);
    return { ...state, status: 'effective', effectiveOn, declarations: [], references: {} };
  }
  invariant('effectiveOn' in state, `${event.type} before SuccessionTookEffect`);
  switch (event.type) {
    case 'ReferencesMoved': {
      const { context, toMove, moved, merged, needConsent } = event;
      return { ...state, references: { ...state.references, [context]: { toMove, moved, merged, needConsent } } };
    }
    case 'OperationDeclared':
      return declared(state, event);
    case 'OperationClosed':
      return { ...state, status: 'closed' };
  }
}

const EMPTY_BALLOT = { assemblies: {}, notices: {}, documents: {}, votes: {} };

function started(event: EventNamed<'OperationStarted'>): Operation {
  const { operationId, kind, title, participants, on } = event;
  return {
    status: 'exploring',
    operationId,
    kind,
    title,
    participants,
    startedOn: calendarDate(on),
    positions: [],
  };
}

function drafted(state: Started, event: EventNamed<'PlanDrafted'>): Drafted {
  const { planVersion: version, planHash: hash, plan, on } = event;
  return {
    ...dossier(state),
    status: 'drafted',
    plan: { version, hash, plan, draftedOn: calendarDate(on) },
    adoptions: {},
    conditions: 'conditions' in state ? state.conditions : {},
  };
}

function adoptedBy(state: Extract<Started, PlanStage>, event: EventNamed<'PlanAdopted'>): Drafted {
  const adoption = { planHash: event.planHash, on: calendarDate(event.on) };
  return {
    ...dossier(state),
    ...stage(state),
    status: 'drafted',
    adoptions: { ...state.adoptions, [event.clusterId]: adoption },
  };
}

function condition(state: Extract<Started, PlanStage>, event: EventNamed<'ConditionRecorded'>): Operation {
  const record = { status: event.status, granted: event.granted, on: calendarDate(event.on) };
  const after = { ...state, conditions: { ...state.conditions, [event.conditionId]: record } };
  return after.status === 'approved' || after.status === 'ready' ? ready(after) : after;
}

/** Approved, and no blocking condition is open: nothing but the day is missing. */
function ready(state: Approved): Approved {
  return { ...state, status: openConditions(state).length === 0 ? 'ready' : 'approved' };
}

function noticed(
  state: Adopted | Approved | Effective | Extract<Operation, { status: 'rejected' }>,
  event: EventNamed<'NoticePublished'>,
): Operation {
  const notices = { ...state.notices, [event.clusterId]: publication(event) };
  const after = { ...state, notices };
  const complete = state.participants.every(({ clusterId }) => clusterId in notices);
  return after.status === 'adopted' && complete ? { ...after, status: 'published' } : after;
}

function declared(state: Effective, event: EventNamed<'OperationDeclared'>): Effective {
  const { authority, receipt, on } = event;
  const declarations = [...state.declarations, { authority, receipt, on: calendarDate(on) }];
  return { ...state, declarations, status: state.status === 'effective' ? 'declared' : state.status };
}

function publication({ where, on }: EventNamed<'NoticePublished' | 'DocumentsOpened'>) {
  return { where, on: calendarDate(on) };
}

function dossier({ operationId, kind, title, participants, startedOn, positions }: Started) {
  return { operationId, kind, title, participants, startedOn, positions };
}

function stage({ plan, adoptions, conditions }: PlanStage): PlanStage {
  return { plan, adoptions, conditions };
}

function ballot({
  assemblies,
  notices,
  documents,
  votes,
}: Adopted | Approved | Effective | Extract<Operation, { status: 'rejected' }>) {
  return { assemblies, notices, documents, votes };
}
