import { exportEvents } from '../exports.ts';
import { calendarLinkEvents } from './calendar-links.ts';
import { communityEvents } from './communities.ts';
import { gatheringEvents } from './gathering.ts';
import { introductionEvents } from './introductions.ts';
import { programmeEvents } from './programmes.ts';
import { seriesEvents } from './series.ts';
import { registrationEvents } from './registrations.ts';
import { successionProcessEvents } from '../succession.ts';

/** Everything that the events context publishes. */
export const eventsContract = {
  ...communityEvents,
  ...gatheringEvents,
  ...programmeEvents,
  ...introductionEvents,
  ...seriesEvents,
  ...calendarLinkEvents,
  ...registrationEvents,
  ...exportEvents,
  ...successionProcessEvents,
};
