import { communityEvents } from './communities.ts';

/** Everything that the events context publishes. */
export const eventsContract = { ...communityEvents };
