import { communityEvents } from './communities.ts';
import { gatheringEvents } from './gathering.ts';

/** Everything that the events context publishes. */
export const eventsContract = { ...communityEvents, ...gatheringEvents };
