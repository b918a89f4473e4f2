import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';

export const admissionTrackKindSchema = z.enum(['call', 'start-up', 'existing-company']);

/** Why a company is admitted: by exactly one of three tracks, with what that rests on. */
export const admissionTrackSchema = z.strictObject({
  kind: admissionTrackKindSchema,
  basis: z
    .strictObject({
      reference: nameSchema.describe(
        'The selection decision, the assessment of the innovation, or the dormant project.',
      ),
      on: dateSchema.describe('The day of the decision or the assessment; since when the project has been dormant.'),
    })
    .describe(
      'Of a call: the selection. Of a start-up: the assessment of its innovation. Of an existing company: its dormant project.',
    ),
  foundedOn: dateSchema.optional().describe('When the company was founded. Of a start-up and an existing company.'),
  selection: z
    .strictObject({ callId: uuidSchema, applicationId: uuidSchema })
    .optional()
    .describe('Of a call that is recorded here: the application that its published results select.'),
});

/** What happens when no place is free: whoever is admitted waits in the order of admission, or nobody is admitted. */
export const incubatorWaitingSchema = z.enum(['first-come', 'no-list']);

export const residencyExitSchema = z.enum(['graduated', 'moved', 'stopped']);

const placesSchema = z.int().min(0).max(100_000);

const admission = { incubatorId: uuidSchema, admissionId: uuidSchema, organisationId: uuidSchema };

/** Who is inside an incubator, who waits, and how many places there are. */
export const occupancyEvents = correctable({
  CapacityDecided: event('An incubator has so many places from a day on, and this policy for who finds none free.', {
    incubatorId: uuidSchema,
    places: placesSchema,
    waiting: incubatorWaitingSchema,
    since: dateSchema,
  }),
  CompanyAdmitted: event(
    'A company was admitted to an incubator by one of three tracks; it waits until it has a place.',
    {
      ...admission,
      number: z.int().min(1).describe('The order of admissions in the incubator, in which they were recorded.'),
      track: admissionTrackSchema,
      on: dateSchema,
    },
  ),
  ResidencyStarted: event('An admitted company has a place in the incubator from a day on.', {
    ...admission,
    on: dateSchema,
  }),
  AdmissionWithdrawn: event('A company that waited waits no more, and has had no place.', {
    ...admission,
    on: dateSchema,
  }),
  ResidencyEnded: event('A company left the incubator: the day is the first one on which it was no longer inside.', {
    ...admission,
    cause: residencyExitSchema,
    on: dateSchema,
  }),
});
