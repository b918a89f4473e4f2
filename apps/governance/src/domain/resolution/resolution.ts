import { invariant } from '#libs/kernel';
import type { DomainEvent, resolutionEvents } from '#libs/contracts';

export type ResolutionEvent = DomainEvent<typeof resolutionEvents>;
export type ResolutionTabled = Extract<ResolutionEvent, { type: 'ResolutionTabled' }>;
export type ResolutionDecided = Extract<ResolutionEvent, { type: 'ResolutionDecided' }>;

export type ResolutionState =
  | { readonly status: 'absent' }
  | { readonly status: 'tabled'; readonly tabled: ResolutionTabled }
  | { readonly status: 'decided'; readonly tabled: ResolutionTabled; readonly decided: ResolutionDecided };

export const noResolution: ResolutionState = { status: 'absent' };

export function evolveResolution(state: ResolutionState, event: ResolutionEvent): ResolutionState {
  if (event.type === 'ResolutionTabled') {
    invariant(state.status === 'absent', `a resolution was tabled twice: ${event.resolutionId}`);
    return { status: 'tabled', tabled: event };
  }
  invariant(state.status === 'tabled', `a resolution was decided that was not on the table: ${event.resolutionId}`);
  return { status: 'decided', tabled: state.tabled, decided: event };
}
