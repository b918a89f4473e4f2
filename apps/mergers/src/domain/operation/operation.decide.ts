import { aggregate, reject } from '#libs/kernel';
import { adoptPlan } from './decide/adopt-plan.ts';
import { close } from './decide/close.ts';
import type { OperationDecision } from './decide/decision.ts';
import { declare } from './decide/declare.ts';
import { draftPlan } from './decide/draft-plan.ts';
import { logPosition } from './decide/log-position.ts';
import { openDocuments } from './decide/open-documents.ts';
import { postpone } from './decide/postpone.ts';
import { publishNotice } from './decide/publish-notice.ts';
import { recordCondition } from './decide/record-condition.ts';
import { recordReferences } from './decide/record-references.ts';
import { recordVote } from './decide/record-vote.ts';
import { scheduleAssembly } from './decide/schedule-assembly.ts';
import { start } from './decide/start.ts';
import { takeEffect } from './decide/take-effect.ts';
import { withdraw } from './decide/withdraw.ts';
import type { OperationCommand } from './operation.commands.ts';
import { evolve } from './operation.evolve.ts';
import { absent, type Operation } from './operation.ts';

/** One command, one file; the order of the lines there is the documented precedence of its refusals. */
function decide(command: OperationCommand, state: Operation): OperationDecision {
  if (command.type === 'StartOperation') return start(command, state);
  if (state.status === 'absent') return reject({ type: 'MRG_OPERATION_NOT_FOUND' });
  switch (command.type) {
    case 'LogPosition':
      return logPosition(command, state);
    case 'DraftPlan':
      return draftPlan(command, state);
    case 'AdoptPlan':
      return adoptPlan(command, state);
    case 'ScheduleAssembly':
      return scheduleAssembly(command, state);
    case 'PublishNotice':
      return publishNotice(command, state);
    case 'OpenDocuments':
      return openDocuments(command, state);
    case 'RecordVote':
      return recordVote(command, state);
    case 'RecordCondition':
      return recordCondition(command, state);
    case 'PostponeOperation':
      return postpone(command, state);
    case 'WithdrawOperation':
      return withdraw(command, state);
    case 'TakeEffect':
      return takeEffect(command, state);
    case 'DeclareOperation':
      return declare(command, state);
    case 'CloseOperation':
      return close(command, state);
    case 'RecordReferences':
      return recordReferences(command, state);
  }
}

export const operation = aggregate({ context: 'mergers', name: 'operation', initial: absent, evolve, decide });
