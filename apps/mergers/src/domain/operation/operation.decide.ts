import { accept, aggregate, isCorrection, reject } from '#libs/kernel';
import { accessions } from './decide/accessions.ts';
import { annulment } from './decide/annulment.ts';
import { assemblies } from './decide/assemblies.ts';
import { correct } from './decide/corrections.ts';
import { creditors } from './decide/creditors.ts';
import type { Deciding, Decisions } from './decide/decision.ts';
import { effect } from './decide/effect.ts';
import { exits } from './decide/exits.ts';
import { exploration, start } from './decide/exploration.ts';
import { reminders } from './decide/reminders.ts';
import type { OperationCommand, OperationDecision } from './operation.commands.ts';
import { evolve } from './operation.evolve.ts';
import { operationFacts } from './operation.facts.ts';
import { canFollow, FOLLOWS, unrecorded, type EventName, type OperationRecord, type Started } from './operation.ts';

const decisions: Decisions = {
  ...exploration,
  ...assemblies,
  ...creditors,
  ...accessions,
  ...effect,
  ...exits,
  ...reminders,
  ...annulment,
};

/**
 * The precedence of refusals that all have in common: the operation has to be there; a body that the command names has to have a
 * part in it; what is so already is accepted; the operation has to be in a status in which the event can follow. The rest is the
 * command's own.
 */
function decide(command: OperationCommand, state: OperationRecord): OperationDecision {
  if (command.type === 'StartOperation') return start(command, state);
  const { status } = state;
  if (state.status === 'absent') return reject({ type: 'MRG_OPERATION_NOT_FOUND' });
  if (isCorrection(command)) return correct(command, state);
  const stranger = 'clusterId' in command ? strangerAmong(state, command.clusterId) : undefined;
  if (stranger !== undefined) return stranger;
  // The decision is the one on this command: the compiler does not see it.
  const decision = decisions[command.type] as Deciding<OperationCommand, EventName>;
  if (decision.isAlreadySo?.(command, state) === true) return accept();
  if (canFollow(decision.makes, state)) return decision.otherwise(command, state);
  const [found, required] = [`the operation is ${status}`, FOLLOWS[decision.makes].join(', ')];
  return reject({ type: 'MRG_WRONG_STATUS', status, found, required });
}

function strangerAmong({ participants }: Started, clusterId: string): OperationDecision | undefined {
  const known = participants.map((participant) => participant.clusterId);
  if (known.includes(clusterId)) return undefined;
  return reject({ type: 'MRG_NOT_A_PARTICIPANT', found: clusterId, required: `one of ${known.join(', ')}` });
}

/** With its facts, which are corrected in their place: an operation is a state machine, and reads in the order of recording. */
export const operation = {
  ...aggregate({ context: 'mergers', name: 'operation', initial: unrecorded, evolve, decide }),
  facts: operationFacts,
};
