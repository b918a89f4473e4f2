import type { callEvents, DomainEvent } from '#libs/contracts';
import { accept, acceptRepeat, acceptUnless, aggregate, byType, cannotFollow, instantOf, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Instant, Refusal } from '#libs/kernel';
import { notOpenOn, type Incubator, type IncubatorAbsence } from '../incubator/incubator.ts';
import { closingFault, closingInstant, type CallTimeRefusal } from './call-times.ts';
import { rubricUnfit, type RubricUnfit } from './rubric.ts';

export type CallEvent = DomainEvent<typeof callEvents>;
export type CallPublished = EventOf<CallEvent, 'CallPublished'>;
export type CallResults = EventOf<CallEvent, 'CallResultsPublished'>;
type ClosingMoved = EventOf<CallEvent, 'CallClosingMoved'>;
type Cancelled = EventOf<CallEvent, 'CallCancelled'>;
type Passed = EventOf<CallEvent, 'CallPassed'>;
type Declined = EventOf<CallEvent, 'PlaceDeclined'>;

interface Known {
  readonly published: CallPublished;
  /** As the last decision has it. */
  readonly closesAt: string;
  readonly closings: readonly ClosingMoved[];
  /** Who runs it now. */
  readonly clusterId: string;
  readonly passings: readonly Passed[];
}

/** A call as everybody may know it. */
export type Call =
  | { readonly status: 'absent' }
  | ({ readonly status: 'published' } & Known)
  | ({ readonly status: 'cancelled'; readonly on: string } & Known)
  | ({ readonly status: 'decided'; readonly results: CallResults; readonly declined: readonly Declined[] } & Known);
export type KnownCall = Exclude<Call, { readonly status: 'absent' }>;

export type PublishCall = CommandFor<CallPublished, 'PublishCall', 'opensAt' | 'closesAt'> & {
  /** The current state of the incubator. */
  readonly incubator: Incubator;
};
export type MoveClosing = CommandFor<ClosingMoved, 'MoveClosing', 'closesAt'> & { readonly now: Instant };
type CancelCall = CommandFor<Cancelled, 'CancelCall'>;
type PublishResults = CommandFor<CallResults, 'AnnounceResults', 'incubatorId'>;
type DeclinePlace = Pick<Declined, 'applicationId' | 'on'> & { readonly type: 'DeclinePlace' };
/** What a succession does to a call that a predecessor runs. */
export type PassCall = CommandFor<Passed, 'PassCall', 'callId' | 'incubatorId'>;
export type CallCommand = PublishCall | MoveClosing | CancelCall | PublishResults | DeclinePlace | PassCall;

/** Why nothing is done in a call any more. */
export type CallOver = Refusal<'INC_CALL_NOT_FOUND'> | Refusal<'INC_CALL_CANCELLED' | 'INC_RESULTS_PUBLISHED', 'found'>;

export type CallRejection =
  | CallOver
  | CallTimeRefusal
  | IncubatorAbsence
  | RubricUnfit
  | Refusal<'INC_CALL_EXISTS', 'found'>
  | Refusal<'INC_CLOSING_PASSED' | 'INC_NOT_SELECTED', 'found' | 'required'>;

type CallDecision = Decision<CallEvent, CallRejection>;

const initial: Call = { status: 'absent' };

/** What everybody may know of a call for projects. Who has applied and how it was judged stands in its selection. */
export const call = aggregate<CallCommand, Call, CallEvent, CallRejection>({
  context: 'incubation',
  name: 'call',
  initial,
  evolve,
  decide: byType<CallCommand, Call, CallDecision>({
    PublishCall: publish,
    MoveClosing: moveClosing,
    CancelCall: cancel,
    AnnounceResults: announce,
    DeclinePlace: declinePlace,
    PassCall: pass,
  }),
});

function evolve(state: Call, event: CallEvent): Call {
  if (event.type === 'CallPublished') {
    if (state.status !== 'absent') cannotFollow(event, 'the call is published already');
    const { closesAt, clusterId } = event;
    return { status: 'published', published: event, closesAt, closings: [], clusterId, passings: [] };
  }
  if (state.status === 'absent') cannotFollow(event, 'the call is not published');
  if (event.type === 'CallPassed') return passed(state, event);
  if (event.type === 'PlaceDeclined') return declined(state, event);
  if (state.status !== 'published') cannotFollow(event, `the call is ${state.status}`);
  if (event.type === 'CallCancelled') return { ...state, status: 'cancelled', on: event.on };
  if (event.type === 'CallResultsPublished') return { ...state, status: 'decided', results: event, declined: [] };
  return { ...state, closesAt: event.closesAt, closings: [...state.closings, event] };
}

function passed(state: KnownCall, event: Passed): KnownCall {
  if (event.from !== state.clusterId) cannotFollow(event, `cluster ${state.clusterId} runs the call`);
  return { ...state, clusterId: event.to, passings: [...state.passings, event] };
}

function declined(state: KnownCall, event: Declined): KnownCall {
  if (state.status !== 'decided') cannotFollow(event, `the call is ${state.status}`);
  return { ...state, declined: [...state.declined, event] };
}

function publish({ incubator, ...command }: PublishCall, state: Call): CallDecision {
  const { opens, zone, rubric, on } = command;
  const fault = closingFault(command, opens, zone) ?? rubricUnfit(rubric);
  if (fault !== undefined) return reject(fault);
  const times = { opensAt: instantOf(opens, zone), closesAt: closingInstant(command, zone) };
  const published: CallPublished = { ...command, ...times, type: 'CallPublished' };
  if (state.status === 'absent') return acceptUnless(notOpenOn(on, incubator), published);
  return acceptRepeat(published, state.published, { type: 'INC_CALL_EXISTS', found: state.published.title });
}

/** Earlier or later, but never to a time that has passed: whoever would have been in time by then could not know. */
function moveClosing({ now, ...command }: MoveClosing, state: Call): CallDecision {
  if (state.status !== 'published') return reject(overIn(state));
  const { opens, zone, closes: first, closesOccurrence } = state.published;
  const fault = closingFault(command, opens, zone);
  if (fault !== undefined) return reject(fault);
  const current = state.closings.at(-1) ?? { closes: first, closesOccurrence };
  if (current.closes === command.closes && current.closesOccurrence === command.closesOccurrence) return accept();
  const closesAt = closingInstant(command, zone);
  if (closesAt <= now) return reject({ type: 'INC_CLOSING_PASSED', found: closesAt, required: `after ${now}` });
  return accept({ ...command, closesAt, type: 'CallClosingMoved' });
}

function cancel(command: CancelCall, state: Call): CallDecision {
  if (state.status === 'cancelled' && state.on === command.on) return accept();
  if (state.status !== 'published') return reject(overIn(state));
  return accept({ ...command, type: 'CallCancelled' });
}

function announce(command: PublishResults, state: Call): CallDecision {
  if (state.status === 'absent') return reject({ type: 'INC_CALL_NOT_FOUND' });
  const { incubatorId } = state.published;
  const results: CallResults = { ...command, incubatorId, type: 'CallResultsPublished' };
  if (state.status === 'decided') return acceptRepeat(results, state.results, overIn(state));
  return state.status === 'published' ? accept(results) : reject(overIn(state));
}

function declinePlace({ applicationId, on }: DeclinePlace, state: Call): CallDecision {
  if (state.status === 'absent') return reject({ type: 'INC_CALL_NOT_FOUND' });
  const results = state.status === 'decided' ? state : undefined;
  if (results?.declined.some((each) => each.applicationId === applicationId) === true) return accept();
  const selected = results && listedIn(results.results).find((each) => each.applicationId === applicationId);
  const required = 'an application that the published results select or have on the reserve list';
  if (selected === undefined) return reject({ type: 'INC_NOT_SELECTED', found: applicationId, required });
  const { organisationId } = selected;
  const { callId } = state.published;
  return accept({ type: 'PlaceDeclined', callId, applicationId, organisationId, on });
}

/** Passing is by law. What was decided or cancelled does not run any more, and stays with whoever ran it. */
function pass(command: PassCall, state: Call): CallDecision {
  if (state.status === 'absent') return reject({ type: 'INC_CALL_NOT_FOUND' });
  const { operationId, annulment } = command;
  const isKnown = state.passings.some((each) => each.operationId === operationId && each.annulment === annulment);
  if (isKnown || state.clusterId !== command.from || state.status !== 'published') return accept();
  const { callId, incubatorId } = state.published;
  return accept({ ...command, callId, incubatorId, type: 'CallPassed' });
}

/** Why nothing is done any more in a call that is not published, or not any more. */
export function overIn(state: Exclude<Call, { readonly status: 'published' }>): CallOver {
  if (state.status === 'absent') return { type: 'INC_CALL_NOT_FOUND' };
  if (state.status === 'cancelled') return { type: 'INC_CALL_CANCELLED', found: state.on };
  return { type: 'INC_RESULTS_PUBLISHED', found: state.results.on };
}

function listedIn({ selected, reserve }: CallResults) {
  return [...selected, ...reserve];
}

/** Who has a place by the results: those who are selected, and for each who declined it the next one on the reserve list. */
export function placedBy(state: KnownCall): CallResults['selected'] {
  if (state.status !== 'decided') return [];
  const gone = new Set(state.declined.map(({ applicationId }) => applicationId));
  const { selected } = state.results;
  return listedIn(state.results)
    .filter(({ applicationId }) => !gone.has(applicationId))
    .slice(0, selected.length);
}
