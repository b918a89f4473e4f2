import { invariant } from '#libs/kernel';
import type { DomainEvent, meetingEvents } from '#libs/contracts';

export type MeetingEvent = DomainEvent<typeof meetingEvents>;
export type MeetingConvened = Extract<MeetingEvent, { type: 'MeetingConvened' }>;
export type MeetingHeld = Extract<MeetingEvent, { type: 'MeetingHeld' }>;

export type MeetingState =
  | { readonly status: 'absent' }
  | { readonly status: 'convened'; readonly convened: MeetingConvened }
  | { readonly status: 'held'; readonly convened: MeetingConvened; readonly held: MeetingHeld };

export const noMeeting: MeetingState = { status: 'absent' };

export function evolveMeeting(state: MeetingState, event: MeetingEvent): MeetingState {
  if (event.type === 'MeetingConvened') {
    invariant(state.status === 'absent', `a meeting was convened twice: ${event.meetingId}`);
    return { status: 'convened', convened: event };
  }
  invariant(state.status === 'convened', `a meeting was held that was not convened: ${event.meetingId}`);
  return { status: 'held', convened: state.convened, held: event };
}
