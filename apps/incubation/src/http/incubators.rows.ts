import { commandOf, commandTable, factCommands } from '#libs/commands';
import { incubatorEvents, nameSchema, uuidSchema } from '#libs/contracts';
import { incubator } from '../domain/incubator/incubator.ts';
import { FACT_REFUSALS, incubationRefusals } from './refusals.table.ts';

export const INCUBATOR_ABSENT = ['INC_INCUBATOR_NOT_FOUND', 'INC_INCUBATOR_DISSOLVED', 'INC_BEFORE_OPENING'] as const;

const { spaceId, kind, name, services } = incubatorEvents.SpaceOpened.schema.shape;
const { appointmentId, role, person } = incubatorEvents.AppointmentStarted.schema.shape;

export const incubatorCommands = commandTable('incubation.incubators', incubationRefusals, [
  commandOf(incubator, 'OpenIncubator', {
    summary: 'Open an incubator.',
    body: { name: nameSchema, site: nameSchema },
    refusals: ['INC_INCUBATOR_EXISTS'],
    decide: ({ id, body, effectiveAt }) => ({ incubatorId: id, ...body, since: effectiveAt }),
  }),
  commandOf(incubator, 'RenameIncubator', {
    verb: 'rename',
    summary: 'Rename an incubator from a day on.',
    body: { name: nameSchema },
    refusals: INCUBATOR_ABSENT,
    decide: ({ id, body, effectiveAt }) => ({ incubatorId: id, ...body, since: effectiveAt }),
  }),
  commandOf(incubator, 'DissolveIncubator', {
    verb: 'dissolve',
    summary: 'Dissolve an incubator; its history stays.',
    refusals: INCUBATOR_ABSENT,
    decide: ({ id, effectiveAt }) => ({ incubatorId: id, on: effectiveAt }),
  }),
  commandOf(incubator, 'OpenSpace', {
    verb: 'open-space',
    summary:
      'Record that an incubator has a space from a day on: open to the public, with services that all share, or for admitted companies.',
    body: { spaceId: uuidSchema.optional(), kind, name, services: services.default([]) },
    reports: { SpaceOpened: incubatorEvents.SpaceOpened.schema.pick({ spaceId: true }) },
    refusals: [...INCUBATOR_ABSENT, 'INC_SPACE_EXISTS'],
    decide: ({ id, body, effectiveAt: since, ids }) => ({
      ...{ incubatorId: id, ...body, spaceId: body.spaceId ?? ids.next(), since },
    }),
  }),
  commandOf(incubator, 'CloseSpace', {
    verb: 'close-space',
    summary: 'Close a space of an incubator: the day is the first one after it.',
    body: { spaceId },
    refusals: ['INC_INCUBATOR_NOT_FOUND', 'INC_SPACE_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ incubatorId: id, ...body, on }),
  }),
  commandOf(incubator, 'AppointStaff', {
    verb: 'appoint',
    summary: 'Appoint somebody to a role on the staff of an incubator from a day on; it is not a mandate.',
    body: { appointmentId: uuidSchema.optional(), role, person },
    reports: { AppointmentStarted: incubatorEvents.AppointmentStarted.schema.pick({ appointmentId: true }) },
    refusals: [...INCUBATOR_ABSENT, 'INC_APPOINTMENT_EXISTS'],
    decide: ({ id, body, effectiveAt: since, ids }) => ({
      ...{ incubatorId: id, ...body, appointmentId: body.appointmentId ?? ids.next(), since },
    }),
  }),
  commandOf(incubator, 'EndAppointment', {
    verb: 'end-appointment',
    summary: 'Record that somebody is no longer on the staff in a role: the day is the first one after it.',
    body: { appointmentId },
    refusals: ['INC_INCUBATOR_NOT_FOUND', 'INC_APPOINTMENT_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ incubatorId: id, ...body, on }),
  }),
  ...factCommands(incubator, { refusals: FACT_REFUSALS }),
]);
