import { exportEvents } from '../exports.ts';
import { successionProcessEvents } from '../succession.ts';
import { bodyEvents, officeEvents, roleEvents } from './bodies.ts';
import { meetingEvents, resolutionEvents, statutesEvents } from './decisions.ts';

/** Everything that the governance context publishes. */
export const governanceContract = {
  ...bodyEvents,
  ...officeEvents,
  ...roleEvents,
  ...statutesEvents,
  ...meetingEvents,
  ...resolutionEvents,
  ...successionProcessEvents,
  ...exportEvents,
};
