import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import {
  dateSchema,
  fractionSchema,
  LIST_MAX,
  quantitySchema,
  remarkSchema,
  sha256Schema,
  uuidSchema,
} from '../shared.ts';

/** Which clause of the statutes a resolution is judged under. */
export const clauseKindSchema = z.enum(['ordinary', 'amendment', 'dissolution']);

/** Quorum over the electorate; majority over the votes cast (abstentions are not votes cast) or over those present and represented. */
export const clauseSchema = z.strictObject({
  quorum: fractionSchema,
  majority: fractionSchema,
  majorityOf: z.enum(['votes-cast', 'present-and-represented']),
  /** True where the votes have to exceed the share (half plus one), false where reaching it suffices (two thirds). */
  strict: z.boolean(),
});

/** Numbers only: a secret ballot is never stored per voter. */
export const tallySchema = z.strictObject({
  members: quantitySchema,
  present: quantitySchema,
  represented: quantitySchema,
  for: quantitySchema,
  against: quantitySchema,
  abstentions: quantitySchema,
});

export const outcomeSchema = z.enum(['adopted', 'rejected', 'inquorate']);

/** The clause that decided, with the version of the statutes it stands in. */
export const appliedClauseSchema = clauseSchema.extend({ kind: clauseKindSchema, statutesVersion: z.int().min(1) });

const meeting = { meetingId: uuidSchema, bodyId: uuidSchema, clusterId: uuidSchema };
const resolution = { resolutionId: uuidSchema, ...meeting };

export const statutesEvents = correctable({
  StatutesAdopted: event(
    'A version of the statutes is in force from a day on, with the quorum and majority of each kind of decision.',
    {
      clusterId: uuidSchema,
      statutesVersion: z.int().min(1),
      inForceFrom: dateSchema,
      clauses: z.strictObject({ ordinary: clauseSchema, amendment: clauseSchema, dissolution: clauseSchema }),
      documentSha256: sha256Schema.optional(),
    },
  ),
});

export const meetingEvents = correctable({
  MeetingConvened: event('A meeting of a body was convened with its agenda.', {
    ...meeting,
    convenedOn: dateSchema,
    scheduledFor: dateSchema,
    agenda: z.array(remarkSchema).max(LIST_MAX).min(1),
  }),
  MeetingHeld: event('A meeting was held, with the numbers present and represented.', {
    ...meeting,
    members: quantitySchema,
    present: quantitySchema,
    represented: quantitySchema,
    on: dateSchema,
  }),
});

export const resolutionEvents = correctable({
  ResolutionTabled: event('A resolution was put on the table of a meeting.', {
    ...resolution,
    clause: clauseKindSchema,
    subject: remarkSchema,
    on: dateSchema,
  }),
  ResolutionDecided: event(
    'A resolution was voted on and judged under the statutes in force that day; inquorate is an outcome.',
    { ...resolution, tally: tallySchema, rule: appliedClauseSchema, outcome: outcomeSchema, on: dateSchema },
  ),
});
