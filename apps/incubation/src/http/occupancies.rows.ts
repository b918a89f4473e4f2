import { commandOf, commandTable, factCommands } from '#libs/commands';
import type { CommandRequest, CorrectionBody, Transaction } from '#libs/commands';
import { dateSchema, occupancyEvents, remarkSchema, residencyExitSchema, uuidSchema } from '#libs/contracts';
import { calendarDate } from '#libs/kernel';
import { organisationAbsence } from '#libs/process-managers';
import { call } from '../domain/call/call.ts';
import { incubator } from '../domain/incubator/incubator.ts';
import { selectionUnfit, type TrackUnfit } from '../domain/occupancy/admission-tracks.ts';
import type { CompanyAdmitted } from '../domain/occupancy/occupancy.state.ts';
import { occupancy } from '../domain/occupancy/occupancy.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { relationsIn } from '../read-models/selections/relations.ts';
import { INCUBATOR_ABSENT } from './incubators.rows.ts';
import { FACT_REFUSALS, incubationRefusals, type CompanyRefusal } from './refusals.table.ts';

const { places, waiting } = occupancyEvents.CapacityDecided.schema.shape;
const { track } = occupancyEvents.CompanyAdmitted.schema.shape;
const { admissionId, organisationId } = occupancyEvents.CompanyAdmitted.schema.shape;

const reports = {
  CompanyAdmitted: occupancyEvents.CompanyAdmitted.schema.pick({ admissionId: true, number: true }),
  ResidencyStarted: occupancyEvents.ResidencyStarted.schema.pick({ admissionId: true, on: true }),
};
/** Of an admission: where there was room, from when on it is inside. */
const admissionReports = {
  CompanyAdmitted: reports.CompanyAdmitted,
  ResidencyStarted: occupancyEvents.ResidencyStarted.schema.pick({ on: true }),
};

const ADMISSION_UNFIT = [
  ...INCUBATOR_ABSENT,
  'INC_CAPACITY_UNDECIDED',
  'INC_TRACK_UNFIT',
  'INC_RESIDENCY_OVERLAPS',
  'INC_INCUBATOR_FULL',
] as const;

/** Whatever the command is, nobody is given a place in an incubator that has ended. */
async function inIncubator({ id }: Pick<CommandRequest<unknown>, 'id'>, tx: Transaction) {
  return { incubatorId: id, incubator: await tx.read(incubator, id) };
}

async function absentCompany({
  body,
  copies,
}: CommandRequest<{ readonly organisationId: string }>): Promise<CompanyRefusal | undefined> {
  const known = await (await copies.of(organisations)).get(body.organisationId);
  return organisationAbsence('INC_COMPANY_ABSENT', body.organisationId, known);
}

type Admitting = Pick<CompanyAdmitted, 'organisationId' | 'track'>;

/** Why a company is not the one that is selected by the call that its admission names. */
async function notSelected(
  { id: incubatorId, effectiveAt: on, copies }: Pick<CommandRequest<unknown>, 'id' | 'effectiveAt' | 'copies'>,
  { organisationId, track }: Admitting,
  tx: Transaction,
): Promise<TrackUnfit | undefined> {
  const { selection } = track;
  if (selection === undefined) return undefined;
  const { heirsOf } = await relationsIn(copies, incubatorId, on);
  return selectionUnfit({ organisationId, incubatorId, track, on }, await tx.read(call, selection.callId), heirsOf);
}

async function notAdmissible(request: CommandRequest<Admitting>, tx: Transaction) {
  return (await absentCompany(request)) ?? (await notSelected(request, request.body, tx));
}

/** Why an admission cannot be corrected to another selection. */
async function correctionUnfit(
  changes: object,
  request: CommandRequest<unknown>,
  tx: Transaction,
): Promise<TrackUnfit | undefined> {
  const { fact } = request.body as CorrectionBody;
  const state = await tx.read(occupancy, request.id);
  const known = state.facts.find(({ id }) => id === fact)?.event;
  if (known?.type !== 'CompanyAdmitted') return undefined;
  const { on: effectiveAt, track, organisationId } = { ...known, ...(changes as Partial<CompanyAdmitted>) };
  return await notSelected({ ...request, effectiveAt: calendarDate(effectiveAt) }, { organisationId, track }, tx);
}

const admissionBody = {
  admissionId: uuidSchema.optional(),
  organisationId,
  track,
};

/** The occupancy of an incubator has the id of the incubator. */
export const occupancyCommands = commandTable('incubation.occupancies', incubationRefusals, [
  commandOf(occupancy, 'DecideCapacity', {
    verb: 'decide-capacity',
    summary:
      'Decide how many places an incubator has from a day on. A higher number lets in those who wait, a lower one puts nobody out.',
    body: { places, waiting: waiting.default('first-come') },
    reports: { ResidencyStarted: reports.ResidencyStarted },
    refusals: INCUBATOR_ABSENT,
    decide: async (request, tx) => ({
      ...request.body,
      since: request.effectiveAt,
      ...(await inIncubator(request, tx)),
    }),
  }),
  commandOf(occupancy, 'AdmitCompany', {
    verb: 'admit',
    summary:
      'Admit a company by one of three tracks. It has a place from the first day from which one is free, and waits in order until then.',
    body: admissionBody,
    unless: notAdmissible,
    reports: admissionReports,
    refusals: ['INC_COMPANY_ABSENT', 'INC_ADMISSION_EXISTS', ...ADMISSION_UNFIT],
    decide: async (request, tx) => {
      const { body, effectiveAt: on, ids } = request;
      return { ...body, admissionId: body.admissionId ?? ids.next(), on, ...(await inIncubator(request, tx)) };
    },
  }),
  commandOf(occupancy, 'RecordResidency', {
    verb: 'record-residency',
    summary: 'Record a residency that is over, from its first day up to its end, whatever was recorded before.',
    body: {
      ...admissionBody,
      until: dateSchema.describe('The first day on which the company was no longer inside.'),
      cause: residencyExitSchema,
    },
    unless: notAdmissible,
    happened: ({ body, effectiveAt }) => [effectiveAt, body.until],
    reports: admissionReports,
    refusals: ['INC_COMPANY_ABSENT', 'INC_ADMISSION_EXISTS', 'INC_BEFORE_ADMISSION', ...ADMISSION_UNFIT],
    decide: async (request, tx) => {
      const { body, effectiveAt: on, ids } = request;
      return { ...body, admissionId: body.admissionId ?? ids.next(), on, ...(await inIncubator(request, tx)) };
    },
  }),
  commandOf(occupancy, 'LeaveIncubator', {
    verb: 'leave',
    summary:
      'Record that a company leaves: the day is the first one on which it is no longer inside. Who waits has its place.',
    body: { admissionId, cause: residencyExitSchema },
    reports: { ResidencyStarted: reports.ResidencyStarted },
    refusals: ['INC_ADMISSION_NOT_FOUND', 'INC_ADMISSION_ENDED', 'INC_COMPANY_NOT_INSIDE'],
    decide: async (request, tx) => ({ ...request.body, on: request.effectiveAt, ...(await inIncubator(request, tx)) }),
  }),
  commandOf(occupancy, 'WithdrawAdmission', {
    verb: 'withdraw',
    summary: 'Record that a company waits no more.',
    body: { admissionId },
    reports: { ResidencyStarted: reports.ResidencyStarted },
    refusals: ['INC_ADMISSION_NOT_FOUND', 'INC_ADMISSION_ENDED', 'INC_COMPANY_INSIDE', 'INC_BEFORE_ADMISSION'],
    decide: async (request, tx) => ({ ...request.body, on: request.effectiveAt, ...(await inIncubator(request, tx)) }),
  }),
  commandOf(occupancy, 'CorrectStart', {
    verb: 'correct-start',
    summary:
      'Correct the day on which a residency began, which follows from the free places, to the one on which the company came.',
    body: { admissionId, reason: remarkSchema },
    refusals: ['INC_ADMISSION_NOT_FOUND', 'INC_INCUBATOR_FULL'],
    decide: async (request, tx) => ({ ...request.body, on: request.effectiveAt, ...(await inIncubator(request, tx)) }),
  }),
  ...factCommands(occupancy, {
    knowing: inIncubator,
    unless: correctionUnfit,
    refusals: [...FACT_REFUSALS, 'INC_TRACK_UNFIT', 'INC_RESIDENCY_OVERLAPS', 'INC_INCUBATOR_FULL'],
  }),
]);
