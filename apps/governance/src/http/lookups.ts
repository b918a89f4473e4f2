import type { CommandServices } from '#libs/commands';
import { body } from '../domain/body/body.decide.ts';
import { meeting } from '../domain/meeting/meeting.decide.ts';
import { office } from '../domain/office/office.decide.ts';
import { resolution } from '../domain/resolution/resolution.decide.ts';
import { role } from '../domain/role/role.decide.ts';
import { statutes } from '../domain/statutes/statutes.decide.ts';
import { bodyStream, meetingStream, officeStream, resolutionStream, roleStream, statutesStream } from '../streams.ts';

/** What commands fetch before they are decided: from the streams, because a read model may be behind. */
interface About<Body> {
  readonly id: string;
  readonly body: Body;
  readonly services: CommandServices;
}

export async function bodyOf(bodyId: string, { runner }: CommandServices) {
  return (await runner.load(body, bodyStream(bodyId))).state;
}
export async function officeOf(officeId: string, { runner }: CommandServices) {
  return (await runner.load(office, officeStream(officeId))).state;
}
export async function meetingOf(meetingId: string, { runner }: CommandServices) {
  return (await runner.load(meeting, meetingStream(meetingId))).state;
}
export async function resolutionOf(resolutionId: string, { runner }: CommandServices) {
  return (await runner.load(resolution, resolutionStream(resolutionId))).state;
}
export async function statutesOf(clusterId: string, { runner }: CommandServices) {
  return (await runner.load(statutes, statutesStream(clusterId))).state;
}

/** The clusters for which an operator acts by a command: none where the thing is not there. */
export async function clusterOfBody({ id, services }: About<object>): Promise<readonly string[]> {
  const state = await bodyOf(id, services);
  return state.status === 'absent' ? [] : [state.created.clusterId];
}
export async function clusterOfOffice({ id, services }: About<object>): Promise<readonly string[]> {
  const state = await officeOf(id, services);
  return state.status === 'absent' ? [] : [state.created.clusterId];
}
export async function clusterOfRole({ id, services: { runner } }: About<object>): Promise<readonly string[]> {
  const { state } = await runner.load(role, roleStream(id));
  return state.status === 'absent' ? [] : [state.assigned.clusterId];
}
export async function clusterOfMeeting({ id, services }: About<object>): Promise<readonly string[]> {
  const state = await meetingOf(id, services);
  return state.status === 'absent' ? [] : [state.convened.clusterId];
}
export async function clusterOfResolution({ id, services }: About<object>): Promise<readonly string[]> {
  const state = await resolutionOf(id, services);
  return state.status === 'absent' ? [] : [state.tabled.clusterId];
}
