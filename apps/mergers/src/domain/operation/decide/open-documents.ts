import { accept } from '#libs/kernel';
import type { OpenDocuments } from '../operation.commands.ts';
import type { Started } from '../operation.ts';
import { notAParticipant, VOTING, wrongStatus, type OperationDecision } from './decision.ts';

export function openDocuments({ clusterId, where, on }: OpenDocuments, state: Started): OperationDecision {
  const stranger = notAParticipant(state, clusterId);
  if (stranger !== undefined) return stranger;
  const before = 'documents' in state ? state.documents[clusterId] : undefined;
  if (before?.where === where && before.on === on) return accept();
  if (!VOTING.includes(state.status)) return wrongStatus(state, VOTING);
  return accept({ type: 'DocumentsOpened', operationId: state.operationId, clusterId, where, on });
}
