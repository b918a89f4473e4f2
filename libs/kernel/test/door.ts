import { accept, invariant, reject, type Decider } from '../decider.ts';

/** The smallest aggregate that decides, refuses and says "already so": what the kernel's own specs are about. */
export type DoorCommand =
  | { readonly do: 'open'; readonly by: string }
  | { readonly do: 'close' }
  | { readonly do: 'slam'; readonly times: number };

export type DoorEvent =
  { readonly type: 'DoorOpened'; readonly by: string } | { readonly type: 'DoorClosed'; readonly note?: string };

export interface DoorState {
  readonly open: boolean;
  readonly openings: number;
}

export type DoorRefusal =
  { readonly type: 'DOOR_NEVER_OPENED' } | { readonly type: 'DOOR_TOO_OFTEN'; readonly most: number };

export const door: Decider<DoorCommand, DoorState, DoorEvent, DoorRefusal> = {
  initial: { open: false, openings: 0 },
  evolve: (state, event) =>
    event.type === 'DoorOpened' ? { open: true, openings: state.openings + 1 } : { ...state, open: false },
  decide(command, state) {
    if (command.do === 'open') return state.open ? accept() : accept({ type: 'DoorOpened', by: command.by });
    if (state.openings === 0) return reject({ type: 'DOOR_NEVER_OPENED' });
    if (command.do === 'close') return state.open ? accept({ type: 'DoorClosed' }) : accept();
    if (command.times > 2) return reject({ type: 'DOOR_TOO_OFTEN', most: 2 });
    invariant(command.times > 0, 'a door is slammed at least once');
    return state.open ? accept({ type: 'DoorClosed' }) : accept();
  },
};
