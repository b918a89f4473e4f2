import { accept, aggregate, reject, sameFacts, type Decision } from '#libs/kernel';
import { evolveRole, noRole, type RoleAssigned, type RoleEnded, type RoleEvent, type RoleState } from './role.ts';

export type AssignRole = Omit<RoleAssigned, 'type'> & { readonly type: 'AssignRole' };
export type EndRole = Omit<RoleEnded, 'type' | 'clusterId'> & { readonly type: 'EndRole' };
export type RoleCommand = AssignRole | EndRole;

export type RoleRejection =
  | { readonly type: 'GOV_ROLE_NOT_FOUND' }
  | { readonly type: 'GOV_ROLE_EXISTS' }
  | { readonly type: 'GOV_ROLE_ENDED'; readonly endedOn: string }
  | { readonly type: 'GOV_ROLE_END_BEFORE_START'; readonly found: string; readonly required: string };

type RoleDecision = Decision<RoleEvent, RoleRejection>;

export const role = aggregate({
  context: 'governance',
  name: 'role',
  initial: noRole,
  evolve: evolveRole,
  decide: (command: RoleCommand, state): RoleDecision =>
    command.type === 'AssignRole' ? assign(command, state) : end(command, state),
});

function assign(command: AssignRole, state: RoleState): RoleDecision {
  const assigned: RoleAssigned = { ...command, type: 'RoleAssigned' };
  if (state.status === 'absent') return accept(assigned);
  return sameFacts(nameless(assigned), nameless(state.assigned)) ? accept() : reject({ type: 'GOV_ROLE_EXISTS' });
}

function end(command: EndRole, state: RoleState): RoleDecision {
  if (state.status === 'absent') return reject({ type: 'GOV_ROLE_NOT_FOUND' });
  const ended: RoleEnded = { ...command, type: 'RoleEnded', clusterId: state.assigned.clusterId };
  if (state.status === 'ended')
    return sameFacts(ended, state.ended) ? accept() : reject({ type: 'GOV_ROLE_ENDED', endedOn: state.ended.on });
  if (command.on < state.assigned.since)
    return reject({ type: 'GOV_ROLE_END_BEFORE_START', found: command.on, required: state.assigned.since });
  return accept(ended);
}

/** A person is the id: the name may have been erased since. */
function nameless({ person, ...facts }: RoleAssigned): object {
  return { ...facts, personId: person.personId };
}
