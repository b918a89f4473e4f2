import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, personSchema, quantitySchema, remarkSchema, uuidSchema } from '../shared.ts';
import { appliedClauseSchema } from './decisions.ts';

const election = { electionId: uuidSchema, clusterId: uuidSchema };
/** Candidacies of one election. */
const CANDIDACIES_MAX = 100;
const candidacyIds = z.array(uuidSchema).max(CANDIDACIES_MAX);

/** Numbers only. A ballot counts once, whatever the number of names on it; with one candidacy the ballots against it count as well. */
export const electionTallySchema = z.strictObject({
  members: quantitySchema,
  present: quantitySchema,
  represented: quantitySchema,
  /** Valid ballots. */
  ballots: quantitySchema,
  blank: quantitySchema,
  invalid: quantitySchema,
  votes: z
    .array(z.strictObject({ candidacyId: uuidSchema, votes: quantitySchema }))
    .min(1)
    .max(CANDIDACIES_MAX),
});

/** What a candidacy needs beside a quorum: the majority of the clause, or more votes than the others. */
export const electionNeedSchema = z.enum(['majority', 'plurality']);

export const electionEvents = correctable({
  ElectionCalled: event('A body is to elect: for which office, and how many candidacies can be elected.', {
    ...election,
    bodyId: uuidSchema,
    officeId: uuidSchema,
    places: z.int().min(1).max(CANDIDACIES_MAX),
    on: dateSchema,
  }),
  CandidacyFiled: event('A person stands for an election, or two together as a pair.', {
    ...election,
    candidacyId: uuidSchema,
    persons: z.array(personSchema).min(1).max(2),
    on: dateSchema,
  }),
  CandidacyWithdrawn: event('A candidacy was taken back before the vote.', {
    ...election,
    candidacyId: uuidSchema,
    on: dateSchema,
  }),
  ElectionHeld: event('An election was held: whoever has a place is elected; nobody is an outcome, and so is a tie.', {
    ...election,
    meetingId: uuidSchema,
    tally: electionTallySchema,
    need: electionNeedSchema,
    rule: appliedClauseSchema,
    outcome: z.enum(['elected', 'partly-elected', 'tied', 'none', 'inquorate']),
    elected: candidacyIds,
    /** Those with as many votes, of whom not all have a place. */
    tied: z.strictObject({ candidacyIds, places: z.int().min(1) }).optional(),
    on: dateSchema,
  }),
  TieResolved: event(
    'A tie was resolved by a rule, or by a drawing of lots before a witness. It is never drawn again.',
    {
      ...election,
      by: z.enum(['age', 'seniority', 'lot']),
      elected: candidacyIds.min(1),
      witness: personSchema.optional(),
      remark: remarkSchema.optional(),
      on: dateSchema,
    },
  ),
});
