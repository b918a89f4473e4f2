import { aggregate, reject } from '#libs/kernel';
import { assemblies } from './decide/assemblies.ts';
import type { Decisions, OperationDecision } from './decide/decision.ts';
import { effect } from './decide/effect.ts';
import { exploration, start } from './decide/exploration.ts';
import type { OperationCommand } from './operation.commands.ts';
import { evolve } from './operation.evolve.ts';
import { absent, type Operation, type Started } from './operation.ts';

const decisions: Decisions = { ...exploration, ...assemblies, ...effect };

function decide(command: OperationCommand, state: Operation): OperationDecision {
  if (command.type === 'StartOperation') return start(command, state);
  if (state.status === 'absent') return reject({ type: 'MRG_OPERATION_NOT_FOUND' });
  // The decision is the one on this command: the compiler does not see it.
  return (decisions[command.type] as (command: OperationCommand, state: Started) => OperationDecision)(command, state);
}

export const operation = aggregate({ context: 'mergers', name: 'operation', initial: absent, evolve, decide });
