import type { RefusalTable } from '#libs/commands';
import type { BodyRejection } from '../domain/body/body.ts';
import type { MeetingRejection } from '../domain/meeting/meeting.ts';
import type { OfficeRejection } from '../domain/office/office.decide.ts';
import type { ResolutionRejection } from '../domain/resolution/resolution.ts';
import type { RoleRejection } from '../domain/role/role.ts';
import type { StatutesRejection } from '../domain/statutes/statutes.ts';

export type GovernanceRefusal = (
  BodyRejection | OfficeRejection | RoleRejection | StatutesRejection | MeetingRejection | ResolutionRejection
)['type'];

export const governanceRefusals: RefusalTable<GovernanceRefusal> = {
  GOV_BODY_NOT_FOUND: { status: 404, title: 'There is no such body.' },
  GOV_BODY_EXISTS: { status: 409, title: 'Under this id stands a body with other facts.' },
  GOV_BODY_BEFORE_CREATION: { status: 409, title: 'The body does not exist yet on that day.' },
  GOV_BODY_ABOLISHED: { status: 409, title: 'The body exists no more on that day.' },
  GOV_BODY_RESERVED_EXCEEDS_SIZE: { status: 409, title: 'More seats are reserved than there are.' },
  GOV_OFFICE_NOT_FOUND: { status: 404, title: 'There is no such office.' },
  GOV_OFFICE_EXISTS: { status: 409, title: 'Under this id stands an office with other facts.' },
  GOV_OFFICE_BEFORE_CREATION: { status: 409, title: 'The office does not exist yet on that day.' },
  GOV_OFFICE_FULL: { status: 409, title: 'On some day more persons would hold the office than may.' },
  GOV_MANDATE_NOT_FOUND: { status: 404, title: 'The office has no such mandate.' },
  GOV_MANDATE_EXISTS: { status: 409, title: 'Under this id stands a mandate with other facts.' },
  GOV_MANDATE_LIMIT_REQUIRED: { status: 409, title: 'A transitional mandate needs a limit.' },
  GOV_MANDATE_LIMIT_BEFORE_START: { status: 409, title: 'The limit of the mandate lies before its start.' },
  GOV_MANDATE_FOLLOWS_UNKNOWN: { status: 409, title: 'The mandate it follows is not one of the same office.' },
  GOV_MANDATE_ENDED: { status: 409, title: 'The mandate has ended already, with other facts.' },
  GOV_MANDATE_END_BEFORE_START: { status: 409, title: 'A mandate cannot end before it started.' },
  GOV_MANDATE_NOT_EXPIRED: { status: 409, title: 'A mandate expires after its limit only, and not without one.' },
  GOV_MANDATE_PERSON_HOLDS_OFFICE: { status: 409, title: 'The person holds this office on one of these days already.' },
  GOV_ROLE_NOT_FOUND: { status: 404, title: 'There is no such role.' },
  GOV_ROLE_EXISTS: { status: 409, title: 'Under this id stands a role with other facts.' },
  GOV_ROLE_ENDED: { status: 409, title: 'The role has ended already, with other facts.' },
  GOV_ROLE_END_BEFORE_START: { status: 409, title: 'A role cannot end before it started.' },
  GOV_STATUTES_VERSION_EXISTS: { status: 409, title: 'Under this number stands a version with other facts.' },
  GOV_STATUTES_VERSION_NOT_RISING: { status: 409, title: 'The numbers of the versions rise.' },
  GOV_STATUTES_DAY_NOT_RISING: { status: 409, title: 'A version is not in force before the one before it.' },
  GOV_STATUTES_MAJORITY_UNATTAINABLE: { status: 409, title: 'More than all of the votes can never be reached.' },
  GOV_STATUTES_NOT_IN_FORCE: { status: 409, title: 'The cluster has no statutes in force on that day.' },
  GOV_MEETING_NOT_FOUND: { status: 404, title: 'There is no such meeting.' },
  GOV_MEETING_EXISTS: { status: 409, title: 'Under this id stands a meeting with other facts.' },
  GOV_MEETING_BEFORE_CONVOCATION: { status: 409, title: 'A meeting is not held before it is convened.' },
  GOV_MEETING_HELD: { status: 409, title: 'The meeting was held already, with other facts.' },
  GOV_MEETING_NOT_HELD_THAT_DAY: { status: 409, title: 'The meeting was not held on the day of the vote.' },
  GOV_ATTENDANCE_EXCEEDS_MEMBERS: { status: 409, title: 'More are present and represented than there are members.' },
  GOV_VOTES_EXCEED_ATTENDANCE: { status: 409, title: 'There are more votes than present and represented.' },
  GOV_RESOLUTION_NOT_FOUND: { status: 404, title: 'There is no such resolution.' },
  GOV_RESOLUTION_EXISTS: { status: 409, title: 'Under this id stands a resolution with other facts.' },
  GOV_RESOLUTION_DECIDED: { status: 409, title: 'The resolution was decided already, with other facts.' },
};
