import { accept } from '#libs/kernel';
import type { PublishNotice } from '../operation.commands.ts';
import type { Started } from '../operation.ts';
import { notAParticipant, VOTING, wrongStatus, type OperationDecision } from './decision.ts';

/** With the notice of the last participant the operation is PUBLISHED. */
export function publishNotice({ clusterId, where, on }: PublishNotice, state: Started): OperationDecision {
  const stranger = notAParticipant(state, clusterId);
  if (stranger !== undefined) return stranger;
  const before = 'notices' in state ? state.notices[clusterId] : undefined;
  if (before?.where === where && before.on === on) return accept();
  if (!VOTING.includes(state.status)) return wrongStatus(state, VOTING);
  return accept({ type: 'NoticePublished', operationId: state.operationId, clusterId, where, on });
}
