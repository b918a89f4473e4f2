import { commandOf, commandTable, factCommands, type CommandRequest, type Transaction } from '#libs/commands';
import { dateSchema, occupancyEvents, remarkSchema, residencyExitSchema, uuidSchema } from '#libs/contracts';
import { organisationAbsence } from '#libs/process-managers';
import { incubator } from '../domain/incubator/incubator.ts';
import { occupancy } from '../domain/occupancy/occupancy.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
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
    unless: absentCompany,
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
    unless: absentCompany,
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
    refusals: [...FACT_REFUSALS, 'INC_TRACK_UNFIT', 'INC_RESIDENCY_OVERLAPS', 'INC_INCUBATOR_FULL'],
  }),
]);
