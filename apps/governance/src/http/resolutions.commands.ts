import { statutesInForceOn, type Tally } from '#libs/ballot';
import { command, type CommandServices, type CommandTable } from '#libs/commands';
import { onMeeting, onResolution, onStatutes } from '../streams.ts';
import { clusterOfMeeting, clusterOfResolution, meetingOf, resolutionOf, statutesOf } from './lookups.ts';
import { governanceRefusals } from './refusals.table.ts';
import { recordTallySchema, tableResolutionSchema } from './requests.ts';

export const resolutionCommands: CommandTable = {
  context: 'governance',
  resource: 'resolutions',
  refusals: governanceRefusals,
  rows: [
    command({
      summary: 'Put a resolution on the table of a meeting, under the clause of the statutes that it needs.',
      body: tableResolutionSchema,
      roles: ['admin', 'operator'],
      scope: async ({ body, services }) => await clusterOfMeeting({ id: body.meetingId, body, services }),
      refusals: ['GOV_RESOLUTION_EXISTS', 'GOV_MEETING_NOT_FOUND'],
      steps: async ({ id, body, services }) => {
        const there = onMeeting(body.meetingId, { type: 'RequireMeeting' });
        const found = await meetingOf(body.meetingId, services);
        if (found.status === 'absent') return [there];
        const { bodyId, clusterId } = found.convened;
        return [onResolution(id, { type: 'TableResolution', resolutionId: id, bodyId, clusterId, ...body }), there];
      },
    }),
    command({
      verb: 'record-tally',
      summary:
        'Record the tally of a vote; it is judged under the statutes in force that day. Adopted, rejected and inquorate are outcomes.',
      body: recordTallySchema,
      roles: ['admin', 'operator'],
      scope: (request) => clusterOfResolution(request),
      refusals: [
        'GOV_RESOLUTION_NOT_FOUND',
        'GOV_RESOLUTION_DECIDED',
        'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
        'GOV_VOTES_EXCEED_ATTENDANCE',
        'GOV_STATUTES_NOT_IN_FORCE',
        'GOV_MEETING_NOT_HELD_THAT_DAY',
        'GOV_STATUTES_CHANGED',
      ],
      steps: async ({ id, body: { tally }, effectiveAt, services }) =>
        await tallySteps(id, tally, effectiveAt, services),
    }),
  ],
};

/** The numbers that decide go into the event, and its stream tells that they were those of the statutes when it was written. */
async function tallySteps(resolutionId: string, tally: Tally, on: string, services: CommandServices) {
  const found = await resolutionOf(resolutionId, services);
  const record = { type: 'RecordTally', resolutionId, tally, on, statutes: undefined } as const;
  if (found.status !== 'tabled') return [onResolution(resolutionId, record)];
  const { clusterId, meetingId } = found.tabled;
  const statutes = statutesInForceOn((await statutesOf(clusterId, services)).versions, on);
  if (statutes === undefined) return [onResolution(resolutionId, record)];
  const { statutesVersion } = statutes;
  return [
    onResolution(resolutionId, { ...record, statutes }),
    onMeeting(meetingId, { type: 'RequireMeeting', heldOn: on }),
    onStatutes(clusterId, { type: 'RequireStatutes', statutesVersion, on }),
  ];
}
