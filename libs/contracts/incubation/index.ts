import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, personSchema, uuidSchema } from '../shared.ts';
import { annulment, successionProcessEvents } from '../succession.ts';
import { accompanimentEvents } from './accompaniment.ts';
import { funderIntroductionEvents } from './introductions.ts';
import { callEvents, selectionEvents } from './calls.ts';
import { holderSchema } from './holder.ts';
import { occupancyEvents } from './occupancy.ts';
import { supportEvents } from './support.ts';

export const partnerClassSchema = z.enum(['public-authority', 'private-group', 'sector-body', 'education-research']);

/** Open to the public, with services that all share, or for the companies that were admitted. */
export const spaceKindSchema = z.enum(['public', 'admitted']);

/** What somebody on the staff is appointed for. */
export const staffRoleSchema = z.enum(['director', 'start-up-adviser', 'community-manager', 'team-member']);

const SERVICES_MAX = 50;

const space = { incubatorId: uuidSchema, spaceId: uuidSchema };
const appointment = { incubatorId: uuidSchema, appointmentId: uuidSchema };

/** On the day of the dissolution nothing begins any more: of one day it counts before the other facts, and after what ends. */
export const incubatorEvents = correctable({
  SpaceClosed: event('A space of an incubator was closed: the day is the first one after it.', {
    ...space,
    on: dateSchema,
  }),
  AppointmentEnded: event(
    'Somebody is no longer on the staff of an incubator in a role: the day is the first one after it.',
    {
      ...appointment,
      on: dateSchema,
    },
  ),
  IncubatorOpened: event('An incubator exists from a day on.', {
    incubatorId: uuidSchema,
    name: nameSchema,
    site: nameSchema,
    since: dateSchema,
  }),
  IncubatorDissolved: event('An incubator was dissolved; its history stays.', {
    incubatorId: uuidSchema,
    on: dateSchema,
  }),
  IncubatorRenamed: event('An incubator bears another name from a day on.', {
    incubatorId: uuidSchema,
    name: nameSchema,
    since: dateSchema,
  }),
  SpaceOpened: event('An incubator has a space from a day on: open to the public, or for admitted companies.', {
    ...space,
    kind: spaceKindSchema,
    name: nameSchema,
    services: z
      .array(nameSchema)
      .max(SERVICES_MAX)
      .describe('What is shared there: meeting rooms, network, reception.'),
    since: dateSchema,
  }),
  AppointmentStarted: event('Somebody was appointed to a role on the staff of an incubator; it is not a mandate.', {
    ...appointment,
    role: staffRoleSchema,
    person: personSchema,
    since: dateSchema,
  }),
});

const partner = { partnerId: uuidSchema, incubatorId: uuidSchema };

/** In what a partner carries an incubator: money, rooms, equipment, somebody of its staff, or work that it does. */
export const contributionFormSchema = z.enum(['money', 'premises', 'equipment', 'staff', 'services']);
const [CENTS_MOST, YEARS_FROM, YEARS_TO] = [9_007_199_254_740_991, 1800, 2200];

/** On the day on which a partner leaves no seat begins, and nothing passes. */
export const partnerEvents = correctable({
  PartnerJoined: event('An organisation or a cluster is a partner of an incubator, in a class.', {
    ...partner,
    class: partnerClassSchema,
    holder: holderSchema,
    founding: z.boolean(),
    since: dateSchema,
  }),
  PartnerLeft: event('A partner left; its seat, if it had one, is free.', {
    ...partner,
    seatId: uuidSchema.optional(),
    holder: holderSchema,
    on: dateSchema,
  }),
  SeatGranted: event('A partner holds a seat in the steering body.', {
    ...partner,
    seatId: uuidSchema,
    holder: holderSchema,
    since: dateSchema,
  }),
  PartnerClassDeclared: event(
    'A source declares of which class a partner is; the class in which it joined stays, and so does what other sources say.',
    { ...partner, class: partnerClassSchema, source: nameSchema, on: dateSchema },
  ),
  PartnerContributionDeclared: event(
    'A source declares what a partner contributes in a year, and of which value; an unknown value is not nought. What other sources say stays.',
    {
      ...partner,
      form: contributionFormSchema,
      year: z.int().min(YEARS_FROM).max(YEARS_TO),
      amountCents: z.int().min(0).max(CENTS_MOST).nullable().describe('Null: nobody says of which value it is.'),
      source: nameSchema,
      on: dateSchema,
    },
  ),
  PartnershipPassed: event('A partnership, with its seat if it has one, passed to the successor of its holder.', {
    ...partner,
    seatId: uuidSchema.optional(),
    from: holderSchema,
    to: holderSchema,
    operationId: uuidSchema,
    annulment,
    on: dateSchema,
  }),
});

/** Everything that the incubation context publishes. */
export const incubationContract = {
  ...incubatorEvents,
  ...partnerEvents,
  ...occupancyEvents,
  ...supportEvents,
  ...funderIntroductionEvents,
  ...accompanimentEvents,
  ...callEvents,
  ...selectionEvents,
  ...successionProcessEvents,
};
