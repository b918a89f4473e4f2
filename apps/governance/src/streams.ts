import { step } from '#libs/commands';
import { streamName } from '#libs/kernel';
import { body, type BodyCommand } from './domain/body/body.decide.ts';
import { meeting, type MeetingCommand } from './domain/meeting/meeting.decide.ts';
import type { OfficeCommand } from './domain/office/office.commands.ts';
import { office } from './domain/office/office.decide.ts';
import { resolution, type ResolutionCommand } from './domain/resolution/resolution.decide.ts';
import { role, type RoleCommand } from './domain/role/role.decide.ts';
import { statutes, type StatutesCommand } from './domain/statutes/statutes.decide.ts';

/** The streams of governance: one for each body, office, role, meeting and resolution, and one for a cluster's statutes. */
export const bodyStream = (bodyId: string) => streamName('governance', 'body', bodyId);
export const officeStream = (officeId: string) => streamName('governance', 'office', officeId);
export const roleStream = (roleId: string) => streamName('governance', 'role', roleId);
export const statutesStream = (clusterId: string) => streamName('governance', 'statutes', clusterId);
export const meetingStream = (meetingId: string) => streamName('governance', 'meeting', meetingId);
export const resolutionStream = (resolutionId: string) => streamName('governance', 'resolution', resolutionId);

/** The part of an aggregate in a command. */
export const onBody = (bodyId: string, command: BodyCommand) => step(body, bodyStream(bodyId), command);
export const onOffice = (officeId: string, command: OfficeCommand) => step(office, officeStream(officeId), command);
export const onRole = (roleId: string, command: RoleCommand) => step(role, roleStream(roleId), command);
export const onStatutes = (clusterId: string, command: StatutesCommand) =>
  step(statutes, statutesStream(clusterId), command);
export const onMeeting = (meetingId: string, command: MeetingCommand) =>
  step(meeting, meetingStream(meetingId), command);
export const onResolution = (resolutionId: string, command: ResolutionCommand) =>
  step(resolution, resolutionStream(resolutionId), command);
