import { accept, canonicalJson, reject } from '#libs/kernel';
import type { Participant } from '../../rules/act.ts';
import type { StartOperation } from '../operation.commands.ts';
import type { Operation } from '../operation.ts';
import type { OperationDecision } from './decision.ts';

export function start(command: StartOperation, state: Operation): OperationDecision {
  const { operationId, kind, title, participants, on } = command;
  if (state.status !== 'absent') return isRepeat(command, state) ? accept() : reject({ type: 'MRG_OPERATION_EXISTS' });
  const misfit = misfitOf(command);
  if (misfit !== undefined) return reject({ type: 'MRG_PARTICIPANTS_DO_NOT_FIT', ...misfit });
  return accept({ type: 'OperationStarted', operationId, kind, title, participants: [...participants], on });
}

function isRepeat({ kind, title, participants, on }: StartOperation, state: Exclude<Operation, { status: 'absent' }>) {
  const { kind: isKind, title: isTitle, participants: are, startedOn } = state;
  return canonicalJson([kind, title, participants, on]) === canonicalJson([isKind, isTitle, are, startedOn]);
}

/** An absorption has exactly one that stays and at least one that disappears; in a creation all disappear. */
function misfitOf({ kind, participants }: StartOperation): { found: string; required: string } | undefined {
  const ids = new Set(participants.map(({ clusterId }) => clusterId));
  if (ids.size < 2 || ids.size < participants.length)
    return {
      found: `${String(ids.size)} bodies in ${String(participants.length)} roles`,
      required: 'two bodies or more, each once',
    };
  const count = (role: Participant['role']) => participants.filter((each) => each.role === role).length;
  const found = participants.map(({ role }) => role).join(', ');
  if (kind === 'fusion-creation')
    return count('founding') === participants.length ? undefined : { found, required: 'founding bodies only' };
  const fits = count('absorbing') === 1 && count('absorbed') === participants.length - 1;
  return fits ? undefined : { found, required: 'one absorbing body, all others absorbed' };
}
