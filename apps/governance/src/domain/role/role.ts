import { accept, acceptRepeat, acceptUnless, below, cannotFollow, chronicle, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, roleEvents } from '#libs/contracts';
import { nameless } from '../person.ts';

type RoleEvent = DomainEvent<typeof roleEvents>;
type RoleFact = FactOf<RoleEvent>;
export type RoleAssigned = EventOf<RoleEvent, 'RoleAssigned'>;
export type RoleEnded = EventOf<RoleEvent, 'RoleEnded'>;

/** One appointment of one person: a successor in the role is another appointment. */
type RoleState =
  | { readonly status: 'absent' }
  | { readonly status: 'assigned'; readonly assigned: RoleAssigned }
  | { readonly status: 'ended'; readonly assigned: RoleAssigned; readonly ended: RoleEnded };

export type AssignRole = CommandFor<RoleAssigned, 'AssignRole'>;
export type EndRole = CommandFor<RoleEnded, 'EndRole', 'clusterId'>;
export type RoleCommand = AssignRole | EndRole;

export type RoleRejection =
  | Refusal<'GOV_ROLE_NOT_FOUND' | 'GOV_ROLE_EXISTS'>
  | Refusal<'GOV_ROLE_ENDED', 'endedOn'>
  | Refusal<'GOV_ROLE_END_BEFORE_START', 'found' | 'required'>;

type RoleDecision = Decision<RoleFact, RoleRejection>;

export const role = chronicle({
  context: 'governance',
  name: 'role',
  prefix: 'GOV',
  initial: { status: 'absent' },
  facts: {
    RoleAssigned: { name: 'assignment', day: ({ since }) => since, changes: ['title', 'person', 'since'] },
    RoleEnded: { name: 'end', day: ({ on }) => on, changes: ['reason', 'on'] },
  },
  evolve,
  decide: (command: RoleCommand, state): RoleDecision =>
    command.type === 'AssignRole' ? assign(command, state) : end(command, state),
});

function evolve(state: RoleState, fact: RoleFact): RoleState {
  if (fact.type === 'RoleAssigned') {
    if (state.status !== 'absent') cannotFollow(fact, `the role is assigned from ${state.assigned.since} on`);
    return { status: 'assigned', assigned: fact };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the role is not assigned before that day');
  if (state.status === 'ended') cannotFollow(fact, `the role ended on ${state.ended.on}`);
  return { status: 'ended', assigned: state.assigned, ended: fact };
}

function assign(command: AssignRole, state: RoleState): RoleDecision {
  const assigned: RoleAssigned = { ...command, type: 'RoleAssigned' };
  if (state.status === 'absent') return accept(assigned);
  return acceptRepeat(nameless(assigned), nameless(state.assigned), { type: 'GOV_ROLE_EXISTS' });
}

function end(command: EndRole, state: RoleState): RoleDecision {
  if (state.status === 'absent') return reject({ type: 'GOV_ROLE_NOT_FOUND' });
  const { clusterId, since } = state.assigned;
  const ended: RoleEnded = { ...command, type: 'RoleEnded', clusterId };
  if (state.status === 'ended')
    return acceptRepeat(ended, state.ended, { type: 'GOV_ROLE_ENDED', endedOn: state.ended.on });
  return acceptUnless(below('GOV_ROLE_END_BEFORE_START', command.on, since), ended);
}
