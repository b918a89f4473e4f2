import { exportEvents } from '../exports.ts';
import { successionProcessEvents } from '../succession.ts';
import { bodyEvents, officeEvents, roleEvents } from './bodies.ts';
import { declarationEvents } from './declarations.ts';
import { resolutionEvents, statutesEvents } from './decisions.ts';
import { electionEvents } from './elections.ts';
import { interestEvents } from './interests.ts';
import { mandateReminderEvents } from './reminders.ts';
import { meetingEvents, rollEvents } from './meetings.ts';
import { seatPlanEvents } from './seats.ts';

/** Everything that the governance context publishes. */
export const governanceContract = {
  ...bodyEvents,
  ...officeEvents,
  ...roleEvents,
  ...statutesEvents,
  ...seatPlanEvents,
  ...rollEvents,
  ...meetingEvents,
  ...resolutionEvents,
  ...declarationEvents,
  ...electionEvents,
  ...interestEvents,
  ...mandateReminderEvents,
  ...successionProcessEvents,
  ...exportEvents,
};
