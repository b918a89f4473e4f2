import { sheetContradictionOf, type Contradiction } from '#libs/ballot';
import { acceptRepeat, acceptUnless, below, cannotFollow, chronicle, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, meetingEvents } from '#libs/contracts';
import { absentOn, type BodyAbsence, type BodyState } from '../body/body.ts';

type MeetingEvent = DomainEvent<typeof meetingEvents>;
type MeetingFact = FactOf<MeetingEvent>;
export type MeetingConvened = EventOf<MeetingEvent, 'MeetingConvened'>;
export type MeetingHeld = EventOf<MeetingEvent, 'MeetingHeld'>;

export type MeetingState =
  | { readonly status: 'absent' }
  | { readonly status: 'convened'; readonly convened: MeetingConvened }
  | { readonly status: 'held'; readonly convened: MeetingConvened; readonly held: MeetingHeld };

export interface ConveneMeeting extends CommandFor<MeetingConvened, 'ConveneMeeting', 'clusterId'> {
  /** The current state of the body that meets. */
  readonly body: BodyState;
}
export type HoldMeeting = CommandFor<MeetingHeld, 'HoldMeeting', 'bodyId' | 'clusterId'>;
export type MeetingCommand = ConveneMeeting | HoldMeeting;

/** Why the numbers of an attendance sheet cannot be: `found` is more than `required`. */
export type SheetRefusal = Refusal<
  'GOV_ATTENDANCE_EXCEEDS_MEMBERS' | 'GOV_REPRESENTED_BY_NOBODY',
  'found' | 'required',
  number
>;

export type MeetingRejection =
  | BodyAbsence
  | Refusal<'GOV_MEETING_NOT_FOUND' | 'GOV_MEETING_EXISTS'>
  | Refusal<'GOV_MEETING_BEFORE_CONVOCATION', 'found' | 'required'>
  | Refusal<'GOV_MEETING_HELD', 'heldOn'>
  | SheetRefusal;

type MeetingDecision = Decision<MeetingFact, MeetingRejection>;

const initial: MeetingState = { status: 'absent' };

export const meeting = chronicle({
  context: 'governance',
  name: 'meeting',
  prefix: 'GOV',
  initial,
  facts: {
    MeetingConvened: {
      name: 'convocation',
      happened: true,
      day: ({ convenedOn }) => convenedOn,
      changes: ['convenedOn', 'scheduledFor', 'agenda'],
    },
    MeetingHeld: {
      name: 'sheet',
      happened: true,
      day: ({ on }) => on,
      changes: ['members', 'present', 'represented', 'on'],
    },
  },
  evolve,
  judge: (state) => (state.status === 'held' ? sheetRefusal(sheetContradictionOf(state.held)) : undefined),
  decide: (command: MeetingCommand, state): MeetingDecision =>
    command.type === 'ConveneMeeting' ? convene(command, state) : hold(command, state),
});

function evolve(state: MeetingState, fact: MeetingFact): MeetingState {
  if (fact.type === 'MeetingConvened') {
    if (state.status !== 'absent') cannotFollow(fact, `the meeting was convened on ${state.convened.convenedOn}`);
    return { status: 'convened', convened: fact };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the meeting was not convened before that day');
  if (state.status === 'held') cannotFollow(fact, `the meeting was held on ${state.held.on}`);
  return { ...state, status: 'held', held: fact };
}

function convene({ body, ...command }: ConveneMeeting, state: MeetingState): MeetingDecision {
  if (body.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
  const convened: MeetingConvened = { ...command, clusterId: body.created.clusterId, type: 'MeetingConvened' };
  if (state.status !== 'absent') return acceptRepeat(convened, state.convened, { type: 'GOV_MEETING_EXISTS' });
  const early = below('GOV_MEETING_BEFORE_CONVOCATION', command.scheduledFor, command.convenedOn);
  return acceptUnless(early ?? absentOn(command.scheduledFor, body), convened);
}

function hold(command: HoldMeeting, state: MeetingState): MeetingDecision {
  if (state.status === 'absent') return reject({ type: 'GOV_MEETING_NOT_FOUND' });
  const { bodyId, clusterId, convenedOn } = state.convened;
  const held: MeetingHeld = { ...command, type: 'MeetingHeld', bodyId, clusterId };
  if (state.status === 'held')
    return acceptRepeat(held, state.held, { type: 'GOV_MEETING_HELD', heldOn: state.held.on });
  const early = below('GOV_MEETING_BEFORE_CONVOCATION', command.on, convenedOn);
  return acceptUnless(early ?? sheetRefusal(sheetContradictionOf(command)), held);
}

function sheetRefusal(contradiction: Contradiction | undefined): SheetRefusal | undefined {
  if (contradiction === undefined) return undefined;
  const { of, found, atMost: required } = contradiction;
  return { type: SHEET_CODES[of === 'representation' ? of : 'attendance'], found, required };
}

export const SHEET_CODES = {
  attendance: 'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
  representation: 'GOV_REPRESENTED_BY_NOBODY',
} as const;
