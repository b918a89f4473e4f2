import { WrongUse } from '../failures.ts';
import { isTimeZone } from '#libs/kernel';
import type { Complaint } from '../imports/complaint.ts';
import { GATHERING_COLUMNS, judgeGathering } from '../imports/gathering-line.ts';
import { importLines } from '../imports/import-lines.ts';
import { OrganisationsByIdentifier } from '../imports/organisations.ts';
import {
  judgeRegistration,
  keysOfRegistration,
  REGISTRATION_COLUMNS,
  type RegistrationBody,
} from '../imports/registration-line.ts';
import { sendLine, type Sent } from '../imports/send-line.ts';
import type { CommandContext, Verdict } from './console.ts';
import { antennasOf, openFile, type ImportOptions } from './import.command.ts';

export interface GatheringImportOptions extends ImportOptions {
  readonly zone: string;
}

/** So many lines are under way at once; of registrations more, because those for one gathering wait for each other. */
const [GATHERINGS_AT_ONCE, REGISTRATIONS_AT_ONCE] = [16, 512];

/** Enters the gatherings of a file, a line at a time. 1 where lines were refused. @throws WrongUse */
export async function importGatherings(
  context: CommandContext,
  file: string,
  options: GatheringImportOptions,
): Promise<Verdict> {
  const { api } = context;
  const { zone, keepRecorded = false } = options;
  if (!isTimeZone(zone))
    throw new WrongUse(`--zone ${zone}: a region of the time zone database is needed, as Europe/Paris`);
  const { importing, ...opened } = await openFile(context, file, options, GATHERING_COLUMNS);
  const { clusterId, dryRun } = importing;
  const rules = { ...opened, clusterId, zone, antennas: await antennasOf(api, clusterId) };
  return await importLines(context, importing, {
    judge: (row) => judgeGathering(row, rules),
    keysOf: ({ gatheringId }) => [gatheringId],
    send: ({ gatheringId, body }) => {
      const path = `/api/v1/events/gatherings/${gatheringId}/import`;
      return sendLine(api, {
        path,
        body: keepRecorded ? { ...body, keepRecorded } : body,
        dryRun,
        outcomeOf: ofGathering,
      });
    },
    atOnce: GATHERINGS_AT_ONCE,
    outcomes: { planned: 'gatherings entered', completed: 'with what was missing' },
    leftOutAtNone: ['completed'],
  });
}

function ofGathering(types: readonly string[]): 'planned' | 'completed' {
  return types.includes('events.GatheringPlanned') ? 'planned' : 'completed';
}

/** Enters the registrations of a file, a line at a time. 1 where lines were refused. @throws WrongUse */
export async function importRegistrations(
  context: CommandContext,
  file: string,
  options: ImportOptions,
): Promise<Verdict> {
  const { api } = context;
  const { importing, ...opened } = await openFile(context, file, options, REGISTRATION_COLUMNS);
  const { clusterId, dryRun } = importing;
  const { keepRecorded = false } = options;
  const organisations = new OrganisationsByIdentifier(api);
  const send = async (line: RegistrationBody): Promise<Sent<'registered' | 'completed'>> => {
    const organisationId = line.identifiers.length === 0 ? undefined : await organisations.of(line.identifiers);
    if (typeof organisationId === 'object') return { outcome: 'refused', complaint: organisationId };
    const path = `/api/v1/events/registrations/${line.gatheringId}/import`;
    const body = { ...line.body, clusterId, organisationId: line.organisationId ?? organisationId, keepRecorded };
    const sent = await sendLine(api, { path, body, dryRun, outcomeOf: ofRegistration });
    return sent.outcome === 'refused' ? { ...sent, complaint: named(sent.complaint, line) } : sent;
  };
  return await importLines(context, importing, {
    judge: (row) => judgeRegistration(row, { ...opened, clusterId }),
    keysOf: keysOfRegistration,
    send,
    atOnce: REGISTRATIONS_AT_ONCE,
    outcomes: { registered: 'registrations entered', completed: 'with what was missing' },
    leftOutAtNone: ['completed'],
  });
}

function ofRegistration(types: readonly string[]): 'registered' | 'completed' {
  return types.includes('events.RegistrationReceived') ? 'registered' : 'completed';
}

/** A file names a gathering by its reference, and not by the id that follows from it. */
function named(complaint: Complaint, { gatheringId, gathering }: RegistrationBody): Complaint {
  if (complaint.found !== gatheringId || gathering === gatheringId) return complaint;
  return {
    ...complaint,
    found: gathering,
    reason: `${complaint.reason} Import the gathering of this reference first.`,
  };
}
