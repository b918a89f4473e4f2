import { accept, reject, sameFacts, type Decider, type Decision } from '#libs/kernel';
import { evolveMeeting, noMeeting, type MeetingConvened, type MeetingEvent, type MeetingHeld } from './meeting.ts';
import type { MeetingState } from './meeting.ts';
import type { MeetingRejection } from './meeting.rejections.ts';

export type ConveneMeeting = Omit<MeetingConvened, 'type'> & { readonly type: 'ConveneMeeting' };
export type HoldMeeting = Omit<MeetingHeld, 'type' | 'bodyId' | 'clusterId'> & { readonly type: 'HoldMeeting' };
/** Decides nothing: refuses where a resolution needs a meeting that is not there, or was not held on the day of the vote. */
interface RequireMeeting {
  readonly type: 'RequireMeeting';
  readonly heldOn?: string | undefined;
}
export type MeetingCommand = ConveneMeeting | HoldMeeting | RequireMeeting;

type MeetingDecision = Decision<MeetingEvent, MeetingRejection>;
type Convened = Exclude<MeetingState, { status: 'absent' }>;

export const meeting: Decider<MeetingCommand, MeetingState, MeetingEvent, MeetingRejection> = {
  initial: noMeeting,
  evolve: evolveMeeting,
  decide: (command, state) => {
    if (command.type === 'ConveneMeeting') return convene(command, state);
    if (state.status === 'absent') return reject({ type: 'GOV_MEETING_NOT_FOUND' });
    return command.type === 'HoldMeeting' ? hold(command, state) : requireHeld(command, state);
  },
};

function convene(command: ConveneMeeting, state: MeetingState): MeetingDecision {
  const convened: MeetingConvened = { ...command, type: 'MeetingConvened' };
  if (state.status !== 'absent')
    return sameFacts(convened, state.convened) ? accept() : reject({ type: 'GOV_MEETING_EXISTS' });
  if (command.scheduledFor < command.convenedOn)
    return reject({
      type: 'GOV_MEETING_BEFORE_CONVOCATION',
      found: command.scheduledFor,
      required: command.convenedOn,
    });
  return accept(convened);
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

function requireHeld({ heldOn }: RequireMeeting, state: Convened): MeetingDecision {
  const found = state.status === 'held' ? state.held.on : undefined;
  if (heldOn === undefined || found === heldOn) return accept();
  return reject({ type: 'GOV_MEETING_NOT_HELD_THAT_DAY', found, required: heldOn });
}
