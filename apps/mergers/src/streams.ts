import { streamName, type StreamName } from '#libs/kernel';

export const operationStream = (operationId: string): StreamName => streamName('mergers', 'operation', operationId);

/** One for each body, whatever the operation: where two operations that want the same body meet. */
export const engagementStream = (clusterId: string): StreamName => streamName('mergers', 'engagement', clusterId);
