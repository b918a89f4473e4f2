import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, LIST_MAX, remarkSchema, sha256Schema, uuidSchema } from '../shared.ts';
import {
  appliedClauseSchema,
  clauseKindSchema,
  irregularitySchema,
  outcomeSchema,
  reckoningSchema,
  statutesRules,
  tallySchema,
} from './clauses.ts';

const meeting = { meetingId: uuidSchema, bodyId: uuidSchema, clusterId: uuidSchema };
const resolution = { resolutionId: uuidSchema, ...meeting };

export const statutesEvents = correctable({
  StatutesAdopted: event(
    'A version of the statutes is in force from a day on, with the quorum and majority of each kind of decision.',
    {
      clusterId: uuidSchema,
      statutesVersion: z.int().min(1),
      inForceFrom: dateSchema,
      ...statutesRules,
      documentSha256: sha256Schema.optional(),
    },
  ),
});

export const resolutionEvents = correctable({
  ResolutionTabled: event('A resolution was put on the table of a meeting.', {
    ...resolution,
    clause: clauseKindSchema,
    subject: remarkSchema,
    /** The item of the agenda that it belongs to, counted from 1. Default: the one that bears its subject. */
    agendaItem: z.int().min(1).optional(),
    on: dateSchema,
  }),
  ResolutionDecided: event(
    'A resolution was voted on and judged under the statutes in force that day; inquorate is an outcome.',
    {
      ...resolution,
      tally: tallySchema,
      rule: appliedClauseSchema,
      outcome: outcomeSchema,
      reckoning: reckoningSchema.optional(),
      irregularities: z.array(irregularitySchema).min(1).max(LIST_MAX).optional(),
      on: dateSchema,
    },
  ),
});
