import { accept, aggregate, reject, sameFacts, type Decision } from '#libs/kernel';
import { absentOn, type BodyAbsence } from '../body/body.decide.ts';
import type { BodyState } from '../body/body.ts';
import { evolveMeeting, noMeeting, type MeetingConvened, type MeetingEvent, type MeetingHeld } from './meeting.ts';
import type { MeetingState } from './meeting.ts';

export interface ConveneMeeting extends Omit<MeetingConvened, 'type' | 'clusterId'> {
  readonly type: 'ConveneMeeting';
  /** The body that meets, as it stands. */
  readonly body: BodyState;
}
export type HoldMeeting = Omit<MeetingHeld, 'type' | 'bodyId' | 'clusterId'> & { readonly type: 'HoldMeeting' };
export type MeetingCommand = ConveneMeeting | HoldMeeting;

export type MeetingRejection =
  | BodyAbsence
  | { readonly type: 'GOV_MEETING_NOT_FOUND' }
  | { readonly type: 'GOV_MEETING_EXISTS' }
  | { readonly type: 'GOV_MEETING_BEFORE_CONVOCATION'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_MEETING_HELD'; readonly heldOn: string }
  | { readonly type: 'GOV_ATTENDANCE_EXCEEDS_MEMBERS'; readonly found: number; readonly required: number };

type MeetingDecision = Decision<MeetingEvent, MeetingRejection>;
type Convened = Exclude<MeetingState, { status: 'absent' }>;

export const meeting = aggregate({
  context: 'governance',
  name: 'meeting',
  initial: noMeeting,
  evolve: evolveMeeting,
  decide: (command: MeetingCommand, state): MeetingDecision => {
    if (command.type === 'ConveneMeeting') return convene(command, state);
    return state.status === 'absent' ? reject({ type: 'GOV_MEETING_NOT_FOUND' }) : hold(command, state);
  },
});

function convene({ body, ...command }: ConveneMeeting, state: MeetingState): MeetingDecision {
  if (body.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
  const convened: MeetingConvened = { ...command, clusterId: body.created.clusterId, type: 'MeetingConvened' };
  if (state.status !== 'absent')
    return sameFacts(convened, state.convened) ? accept() : reject({ type: 'GOV_MEETING_EXISTS' });
  if (command.scheduledFor < command.convenedOn)
    return reject({
      type: 'GOV_MEETING_BEFORE_CONVOCATION',
      found: command.scheduledFor,
      required: command.convenedOn,
    });
  const absent = absentOn(command.scheduledFor, body);
  return absent === undefined ? accept(convened) : reject(absent);
}

function hold(command: HoldMeeting, state: Convened): MeetingDecision {
  const { bodyId, clusterId, convenedOn } = state.convened;
  const held: MeetingHeld = { ...command, type: 'MeetingHeld', bodyId, clusterId };
  if (state.status === 'held')
    return sameFacts(held, state.held) ? accept() : reject({ type: 'GOV_MEETING_HELD', heldOn: state.held.on });
  if (command.on < convenedOn)
    return reject({ type: 'GOV_MEETING_BEFORE_CONVOCATION', found: command.on, required: convenedOn });
  const attendance = command.present + command.represented;
  if (attendance > command.members)
    return reject({ type: 'GOV_ATTENDANCE_EXCEEDS_MEMBERS', found: attendance, required: command.members });
  return accept(held);
}
