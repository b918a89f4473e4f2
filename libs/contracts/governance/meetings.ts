import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import {
  dateSchema,
  LIST_MAX,
  nameSchema,
  personSchema,
  quantitySchema,
  remarkSchema,
  sha256Schema,
  uuidSchema,
} from '../shared.ts';

/** The most voters of one roll: they stand in one event, by name of nobody, so that its hash can be checked against them. */
export const ROLL_MAX = 1_000;
/** The most voters that one event of a sheet names. A correction carries them twice. */
export const MOVED_MAX = 400;

/** A time of the day of a meeting, `HH:MM`. After midnight the hours go on: 25:30 is half past one of the next morning. */
export const meetingTimeSchema = z.string().regex(/^(?:[01]\d|2\d):[0-5]\d$/, 'a time from 00:00 to 29:59');

/**
 * Voters by their ids, of those with the same group together: organisations where members vote, persons where holders of seats do. A group is
 * what the statutes count apart: a college, or members with the same weight.
 */
export const votersSchema = z
  .array(z.strictObject({ group: nameSchema.optional(), voterIds: z.array(uuidSchema).min(1).max(ROLL_MAX) }))
  .min(1)
  .max(100);

/** How many voters there are, and the SHA-256 of the RFC 8785 text of their groups, sorted. */
const frozen = { voters: votersSchema, count: z.int().min(1).max(ROLL_MAX), sha256: sha256Schema };
const roll = { rollId: uuidSchema, bodyId: uuidSchema, clusterId: uuidSchema };
const meeting = { meetingId: uuidSchema, bodyId: uuidSchema, clusterId: uuidSchema };
const moved = {
  ...meeting,
  voterIds: z.array(uuidSchema).min(1).max(MOVED_MAX),
  at: meetingTimeSchema,
  on: dateSchema,
};

/** Whose vote it is, and who casts it. */
export const proxySchema = z.strictObject({ principalId: uuidSchema, holderId: uuidSchema });

export const rollEvents = correctable({
  RollFrozen: event(
    'The electorate of a body was frozen as it was on a day, with its count and its hash.',
    { ...roll, ...frozen, on: dateSchema },
    { opens: true },
  ),
  RollAmended: event('A roll was wrong: a further version counts from now on, with its reason; the one before stays.', {
    ...roll,
    rollVersion: z.int().min(2),
    ...frozen,
    reason: remarkSchema,
    on: dateSchema,
  }),
});

export const meetingEvents = correctable({
  MeetingConvened: event('A meeting of a body was convened with its agenda.', {
    ...meeting,
    convenedOn: dateSchema,
    scheduledFor: dateSchema,
    agenda: z.array(remarkSchema).max(LIST_MAX).min(1),
    /** The meeting that found no quorum, where this is its second convocation. */
    secondOf: uuidSchema.optional(),
    /** How the members were called, and how many; the hash is that of the proof. */
    notice: z
      .strictObject({
        by: z.enum(['post', 'electronic-mail', 'hand', 'publication']),
        sentTo: quantitySchema,
        sha256: sha256Schema.optional(),
      })
      .optional(),
  }),
  SheetOpened: event('The attendance sheet of a meeting was opened, under a version of a roll.', {
    ...meeting,
    rollId: uuidSchema,
    rollVersion: z.int().min(1),
    members: quantitySchema,
    /** How many proxies one holder may have by the statutes of that day; absent where they set no limit. */
    proxiesPerHolder: quantitySchema.optional(),
    on: dateSchema,
  }),
  VotersArrived: event('Voters came to a meeting.', moved),
  ProxiesGiven: event(
    'Voters gave their votes to others: each counts while its holder is there and its principal is not.',
    {
      ...meeting,
      proxies: z
        .array(proxySchema)
        .min(1)
        .max(MOVED_MAX / 2),
      /** Absent where they were given before the meeting. */
      at: meetingTimeSchema.optional(),
      on: dateSchema,
    },
  ),
  ProxiesWithdrawn: event('Voters took their proxies back.', moved),
  VotersLeft: event('Voters left a meeting before its end; the proxies that they hold count no more meanwhile.', moved),
  MeetingHeld: event('A meeting was held, with the numbers present and represented.', {
    ...meeting,
    members: quantitySchema,
    present: quantitySchema,
    represented: quantitySchema,
    /** Whoever presided and whoever wrote the minutes. */
    chair: personSchema.optional(),
    secretary: personSchema.optional(),
    on: dateSchema,
  }),
});
