import { calendarDate, cannotFollow, correctionIn } from '#libs/kernel';
import { openConditions } from '../rules/g7-conditions.ts';
import { lastApproval } from '../rules/g8-effect-date.ts';
import { decidesVerdict } from './operation.facts.ts';
import {
  absent,
  asideKey,
  canFollow,
  type Aside,
  type Before,
  type Effective,
  type EventName,
  type EventNamed,
  type Operation,
  type OperationEvent,
  type OperationFact,
  type OperationRecord,
  type Planned,
  type Recorded,
  type RecordedFact,
  type Started,
} from './operation.ts';

/**
 * Applies one stored event. A correction is applied in the place of the fact: the state reads as if it had been recorded so from the beginning.
 * @throws FactCannotFollow for an event in a status in which it was never decided: an altered history
 */
export function evolve(record: OperationRecord, event: OperationEvent, id = ''): OperationRecord {
  if (correctionIn(event) !== undefined) {
    const after = withCorrection(record, event as Correction, id);
    return { ...read(after.facts), ...after };
  }
  const fact = event as OperationFact;
  const { facts, voided } = record;
  return { ...following(record, fact), facts: [...facts, { id, event: fact }], voided };
}

/** The state once these facts were recorded. */
export function read(facts: readonly RecordedFact[]): Operation {
  return facts.reduce((state, { event }) => following(state, event), absent);
}

/** The state after one more fact. */
export function following(state: Operation, event: OperationFact): Operation {
  const { status } = state;
  if (!canFollow(event.type, state)) cannotFollow(event, `the operation is ${status}`);
  // The step is that of the event, and the state one in which it can follow: the compiler sees neither.
  return (steps[event.type] as (state: Operation, event: OperationFact) => Operation)(state, event);
}

export type Correction = Extract<OperationEvent, { readonly fact: string }>;

/** What was recorded, with one fact as it reads now, or without it. */
export function withCorrection(record: OperationRecord, event: Correction, eventId = ''): Recorded {
  const { fact, reason } = event;
  const { facts, voided } = record;
  const known = facts.find(({ id }) => id === fact);
  if (known === undefined) cannotFollow(event, `there is no fact ${fact}`);
  if (!('now' in event)) return { facts: facts.filter((each) => each !== known), voided: [...voided, fact] };
  const now = { type: known.event.type, ...event.now } as OperationFact;
  const isJudged = 'effectiveOn' in record && decidesVerdict(known.event);
  const stated = isJudged ? { ...known, corrected: { event: now, reason, eventId } } : { ...known, event: now };
  return { facts: facts.with(facts.indexOf(known), stated), voided };
}

const steps: { readonly [Name in EventName]: (state: Before<Name>, event: EventNamed<Name>) => Operation } = {
  OperationStarted: (_absent, { operationId, kind, title, participants, on }) => {
    return {
      status: 'exploring',
      operationId,
      kind,
      title,
      participants,
      startedOn: calendarDate(on),
      positions: [],
      consultations: {},
    };
  },
  PositionLogged: (state, { by, statement, embargoUntil, on }) => {
    const position = { by, statement, on: calendarDate(on), ...until(embargoUntil) };
    return { ...state, positions: [...state.positions, position] };
  },
  PlanDrafted: (state, { planVersion: version, planHash: hash, plan, embargoUntil, on }) => ({
    ...dossier(state),
    status: 'drafted',
    plan: { version, hash, plan, draftedOn: calendarDate(on), ...until(embargoUntil) },
    adoptions: {},
    conditions: 'conditions' in state ? state.conditions : {},
    // Whoever acceded has acceded to the version that it was given.
    accessions: {},
  }),
  PlanAdopted: (state, { clusterId, planHash, on }) => {
    const adoptions = { ...state.adoptions, [clusterId]: { planHash, on: calendarDate(on) } };
    return { ...plannedPart(state), status: 'drafted', adoptions };
  },
  ConsultationRecorded: (state, { clusterId, opinion, on }) => {
    const consultations = { ...state.consultations, [clusterId]: { opinion, on: calendarDate(on) } };
    return { ...state, consultations };
  },
  OperationAdopted: (state) => {
    const ballot = { assemblies: {}, notices: {}, documents: {}, votes: {}, oppositions: [] };
    return { ...plannedPart(state), status: 'adopted', ...ballot };
  },
  AssemblyScheduled: (state, { clusterId, scheduledFor }) => {
    return { ...state, assemblies: { ...state.assemblies, [clusterId]: calendarDate(scheduledFor) } };
  },
  NoticePublished: (state, { clusterId, where, on }) => {
    const notices = { ...state.notices, [clusterId]: { where, on: calendarDate(on) } };
    const isComplete = state.participants.every((participant) => participant.clusterId in notices);
    return { ...state, notices, status: isComplete ? 'published' : state.status };
  },
  DocumentsOpened: (state, { clusterId, where, auditorReport, on }) => {
    const opened = { where, ...(auditorReport === undefined ? {} : { auditorReport }), on: calendarDate(on) };
    return { ...state, documents: { ...state.documents, [clusterId]: opened } };
  },
  OppositionLodged: (state, { type: _type, operationId: _id, on, ...opposition }) => {
    const others = state.oppositions.filter(({ oppositionId }) => oppositionId !== opposition.oppositionId);
    return { ...state, oppositions: [...others, { ...opposition, on: calendarDate(on) }] };
  },
  OppositionResolved: (state, { oppositionId, outcome, on }) => {
    const resolved = { outcome, on: calendarDate(on) };
    const oppositions = state.oppositions.map((each) =>
      each.oppositionId === oppositionId ? { ...each, resolved } : each,
    );
    return { ...state, oppositions };
  },
  AssemblyVoted: (state, { clusterId, outcome, tally, on }) => {
    return { ...state, votes: { ...state.votes, [clusterId]: { outcome, tally, on: calendarDate(on) } } };
  },
  // The day of the last favourable vote, also where that was corrected since.
  OperationApproved: (state, { on }) =>
    ready({ ...state, status: 'approved', approvedOn: lastApproval(state) ?? calendarDate(on) }),
  OperationRejected: (state) => ({ ...state, status: 'rejected' }),
  ConditionRecorded: (state, { conditionId, status, granted, on }) => {
    const record = { status, granted, on: calendarDate(on) };
    const after = { ...state, conditions: { ...state.conditions, [conditionId]: record } };
    return 'approvedOn' in after ? ready(after) : after;
  },
  AccessionRecorded: (state, { organisationId, signatory, on }) => {
    return { ...state, accessions: { ...state.accessions, [organisationId]: { signatory, on: calendarDate(on) } } };
  },
  AccessionWithdrawn: (state, { organisationId, reason, on }) => {
    const known = state.accessions[organisationId];
    if (known === undefined) return state;
    const withdrawn = { ...(reason === undefined ? {} : { reason }), on: calendarDate(on) };
    return { ...state, accessions: { ...state.accessions, [organisationId]: { ...known, withdrawn } } };
  },
  JoiningRestated: (state) => state,
  OperationPostponed: (state, { reason, newTarget, on }) => {
    return { ...state, postponement: { reason, newTarget, on: calendarDate(on) } };
  },
  OperationReminded: (state, { about, dueOn, on }) => {
    return { ...state, reminders: [...(state.reminders ?? []), { about, dueOn, on: calendarDate(on) }] };
  },
  OperationLapsed: (state) => ({ ...dossier(state), status: 'lapsed' }),
  OperationWithdrawn: (state) => ({ ...dossier(state), status: 'withdrawn' }),
  SuccessionTookEffect: (state, { effectiveOn }) => inEffect(state, effectiveOn),
  BodyRestored: (state, { on }) => inEffect(state, on),
  ReferencesMoved: (state, { type: _type, operationId: _id, context, annulment, ...references }) => {
    const report = { [context]: references };
    if (annulment === true && state.status === 'annulled')
      return { ...state, returned: { ...state.returned, ...report } };
    return { ...state, references: { ...state.references, ...report } };
  },
  ReferenceSetAside: (state, { type: _type, operationId: _id, ...aside }) => {
    return { ...state, aside: { ...state.aside, [asideKey(aside)]: aside } };
  },
  ReferencesRetried: (state) => state,
  ReferenceRecovered: settled,
  ReferencePassedOver: settled,
  OperationDeclared: (state, { authority, receipt, on }) => {
    const declaration = { authority, receipt, on: calendarDate(on) };
    // A receipt may come after the end of the transition.
    const declarations = [...state.declarations, declaration];
    if (state.status === 'closed' || state.status === 'annulled') return { ...state, declarations };
    return { ...state, status: 'declared', declarations };
  },
  OperationClosed: (state) => ({ ...state, status: 'closed' }),
  SuccessionAnnulled: (state, { judgement, on }) => ({
    ...{ ...state, status: 'annulled', annulment: { judgement, on }, returned: {} },
  }),
};

function inEffect(state: Before<'SuccessionTookEffect'>, day: string): Operation {
  const effectiveOn = calendarDate(day);
  return { ...state, status: 'effective', effectiveOn, declarations: [], references: {}, aside: {} };
}

function until(embargoUntil: string | undefined): { readonly embargoUntil?: string } {
  return embargoUntil === undefined ? {} : { embargoUntil };
}

function settled<State extends Effective>(state: State, about: Pick<Aside, 'context' | 'reference'>): State {
  const { [asideKey(about)]: _settled, ...aside } = state.aside;
  return { ...state, aside };
}

/** Approved, and no blocking condition is open: nothing but the day is missing. */
function ready(state: Before<'SuccessionTookEffect'>): Operation {
  return { ...state, status: openConditions(state).length === 0 ? 'ready' : 'approved' };
}

function dossier(state: Started) {
  const { operationId, kind, title, participants, startedOn, positions, consultations, reminders } = state;
  const known = { operationId, kind, title, participants, startedOn, positions, consultations };
  return reminders === undefined ? known : { ...known, reminders };
}

function plannedPart(state: Extract<Started, Planned>) {
  const { plan, adoptions, conditions, accessions, postponement } = state;
  const known = { ...dossier(state), plan, adoptions, conditions, accessions };
  return { ...known, ...(postponement === undefined ? {} : { postponement }) };
}
