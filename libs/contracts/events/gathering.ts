import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { localTimeSchema, occurrenceSchema } from '../local-time.ts';
import { dateSchema, LIST_MAX, nameSchema, quantitySchema, remarkSchema, uuidSchema } from '../shared.ts';
import { passingShape } from './passing.ts';

export const gatheringFormatSchema = z.enum([
  'conference',
  'master-class',
  'symposium',
  'seminar',
  'business-lunch',
  'challenge',
  'training-night',
  'tech-event',
  'workshop',
]);

/** Who organises or hosts a gathering with others. */
export const hostSchema = z.strictObject({
  kind: z.enum(['cluster', 'antenna', 'network', 'incubator']),
  id: uuidSchema,
});

/** Whom a gathering is for: members, members of a cluster that has reciprocity with the organiser, everybody. */
export const audienceSchema = z.enum(['member', 'reciprocal', 'public']);

/**
 * From when until when, by the clocks of the place: local times, or whole days of which the last one is included. What was entered is kept, so that a change
 * of the law on clocks moves the instant and not the hour (RFC 5545, 3.3.5).
 */
export const scheduleSchema = z.strictObject({
  from: z.union([localTimeSchema, dateSchema]),
  to: z.union([localTimeSchema, dateSchema]),
  fromOccurrence: occurrenceSchema.optional(),
  toOccurrence: occurrenceSchema.optional(),
});

export const placeSchema = z.strictObject({
  name: nameSchema,
  zone: z.string().min(1).max(60).describe('Time zone of the place by its region (IANA), as `Europe/Paris`.'),
});

export const gatheringPartSchema = z.strictObject({ title: nameSchema, ...scheduleSchema.shape });

/** What a gathering is, as it is planned. */
export const gatheringShape = {
  title: nameSchema,
  format: gatheringFormatSchema,
  organiser: hostSchema,
  coHosts: z.array(hostSchema).max(50),
  place: placeSchema,
  schedule: scheduleSchema,
  parts: z.array(gatheringPartSchema).max(100),
  audience: z.array(audienceSchema).min(1).max(3),
};

/** What is said of who came to a gathering. Null is unknown: nobody counted, or kept a list. */
export const attendanceShape = {
  participants: quantitySchema.nullable(),
  organisationIds: z
    .array(uuidSchema)
    .max(LIST_MAX)
    .refine((ids) => new Set(ids).size === ids.length, 'each organisation once')
    .nullable(),
};

const ofGathering = { gatheringId: uuidSchema, clusterId: uuidSchema };

/** In the order in which those of one day count. */
export const gatheringEvents = correctable({
  GatheringPlanned: event(
    'A gathering is planned: what it is, who organises it, where and when; it is a draft until it is announced.',
    { ...ofGathering, ...gatheringShape, on: dateSchema },
    { opens: true },
  ),
  GatheringAnnounced: event('A gathering was announced.', { ...ofGathering, on: dateSchema }),
  GatheringPostponed: event('A gathering was put off: to another time, or without one.', {
    ...ofGathering,
    schedule: scheduleSchema.optional(),
    reason: remarkSchema.optional(),
    on: dateSchema,
  }),
  GatheringHeld: event('A gathering took place.', { ...ofGathering, on: dateSchema }),
  AttendanceCounted: event('Whoever organised a gathering counted who came. Null is unknown, and not nobody.', {
    ...ofGathering,
    ...attendanceShape,
    on: dateSchema,
  }),
  GatheringCancelled: event('A gathering was cancelled; it is in no count of what was held.', {
    ...ofGathering,
    reason: remarkSchema,
    /** The edition of a series with which it fell out; absent where it was cancelled by itself. */
    editionId: uuidSchema.optional(),
    on: dateSchema,
  }),
  GatheringPassed: event(
    'A gathering that was still to come passed to the successor of a cluster that organised it or was one of its hosts.',
    { gatheringId: uuidSchema, ...passingShape },
  ),
});
