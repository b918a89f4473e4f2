import { reject, type Decision } from '#libs/kernel';
import type { OperationEvent, Started, Status } from '../operation.ts';
import type { OperationRejection } from '../operation.rejections.ts';

export type OperationDecision = Decision<OperationEvent, OperationRejection>;

/** The refusal for a command that this status does not take. */
export function wrongStatus(state: Started, required: readonly Status[]) {
  return reject({
    type: 'MRG_WRONG_STATUS',
    status: state.status,
    found: `the operation is ${state.status}`,
    required: required.join(', '),
  });
}

/** The refusal for a body that has no part in the operation; undefined when it has. */
export function notAParticipant(state: Started, clusterId: string) {
  if (state.participants.some((participant) => participant.clusterId === clusterId)) return undefined;
  const required = state.participants.map((participant) => participant.clusterId).join(', ');
  return reject({ type: 'MRG_NOT_A_PARTICIPANT', found: clusterId, required: `one of ${required}` });
}

/** The statuses in which every board has adopted and no assembly has settled the matter yet. */
export const VOTING: readonly Status[] = ['adopted', 'published'];
/** The statuses before the point of no return. */
export const REVERSIBLE: readonly Status[] = ['exploring', 'drafted', 'adopted', 'published', 'approved', 'ready'];
