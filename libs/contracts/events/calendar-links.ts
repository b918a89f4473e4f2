import { event } from '../definition.ts';
import { dateSchema, sha256Schema, uuidSchema } from '../shared.ts';
import { passingShape } from './passing.ts';

const ofLink = { linkId: uuidSchema, clusterId: uuidSchema };

export const calendarLinkEvents = {
  CalendarLinkIssued: event(
    'A member has a private link to the calendar of its cluster. Whoever has the secret reads by it, as long as the member is one.',
    { ...ofLink, organisationId: uuidSchema, secretHash: sha256Schema, on: dateSchema },
    { opens: true },
  ),
  CalendarLinkRevoked: event('A private link to a calendar is no more.', { ...ofLink, on: dateSchema }),
  CalendarLinkPassed: event('A private link leads to the calendar of the successor of its cluster.', {
    linkId: uuidSchema,
    ...passingShape,
  }),
};
