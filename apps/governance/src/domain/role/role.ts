import { invariant } from '#libs/kernel';
import type { DomainEvent, roleEvents } from '#libs/contracts';

export type RoleEvent = DomainEvent<typeof roleEvents>;
export type RoleAssigned = Extract<RoleEvent, { type: 'RoleAssigned' }>;
export type RoleEnded = Extract<RoleEvent, { type: 'RoleEnded' }>;

/** One appointment of one person: a successor in the role is another appointment. */
export type RoleState =
  | { readonly status: 'absent' }
  | { readonly status: 'assigned'; readonly assigned: RoleAssigned }
  | { readonly status: 'ended'; readonly assigned: RoleAssigned; readonly ended: RoleEnded };

export const noRole: RoleState = { status: 'absent' };

export function evolveRole(state: RoleState, event: RoleEvent): RoleState {
  if (event.type === 'RoleAssigned') {
    invariant(state.status === 'absent', `a role was assigned twice: ${event.roleId}`);
    return { status: 'assigned', assigned: event };
  }
  invariant(state.status === 'assigned', `the end of a role that was not assigned: ${event.roleId}`);
  return { status: 'ended', assigned: state.assigned, ended: event };
}
