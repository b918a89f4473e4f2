import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, LIST_MAX, nameSchema, personSchema, quantitySchema, uuidSchema } from '../shared.ts';
import { genderSchema } from './bodies.ts';
import { appliedClauseSchema, irregularitySchema, reckoningSchema } from './clauses.ts';

/** The most candidacies of one election: a correction of its tally names each of them four times. */
export const CANDIDACIES_MAX = 60;

const election = { electionId: uuidSchema, officeId: uuidSchema, bodyId: uuidSchema, clusterId: uuidSchema };
const candidacyIds = z.array(uuidSchema).max(CANDIDACIES_MAX);
const round = z.int().min(1);

/** Who stands, as the mandate will bear it. */
export const candidateSchema = z.strictObject({
  person: personSchema,
  representing: nameSchema.optional(),
  organisationId: uuidSchema.optional(),
  antennaId: uuidSchema.optional(),
  gender: genderSchema.optional(),
});

/** Numbers only: a secret ballot is never stored per voter. A ballot counts once, however many names are on it. */
export const electionTallySchema = z.strictObject({
  members: quantitySchema,
  present: quantitySchema,
  represented: quantitySchema,
  /** All that were cast, blank and invalid ones among them. */
  ballots: quantitySchema,
  /** Ballots that name nobody. Default: 0. */
  blank: quantitySchema.optional(),
  /** Ballots that count for nothing. Default: 0. */
  invalid: quantitySchema.optional(),
  /** Voters who cast no ballot, and said so. Default: 0. */
  abstentions: quantitySchema.optional(),
  /** Where one candidacy is voted on by yes or no: the ballots against it. Default: 0. */
  against: quantitySchema.optional(),
  votes: z.array(z.strictObject({ candidacyId: uuidSchema, votes: quantitySchema })).max(CANDIDACIES_MAX),
  ballot: z.enum(['open', 'secret']).optional(),
});

/** What a candidacy needs beside a quorum: the majority of the clause, or more votes than the others. */
export const electionNeedSchema = z.enum(['majority', 'plurality']);

export const electionOutcomeSchema = z.enum(['elected', 'partly-elected', 'tied', 'none', 'inquorate']);

/** Those with as many votes, of whom not all have a place. There is one limit, so that one tie at most touches it. */
export const tieSchema = z.strictObject({ candidacyIds: candidacyIds.min(2), places: z.int().min(1) });

/** How a place was reckoned: the quorum, and what the votes of each candidacy are measured against. */
export const electionReckoningSchema = reckoningSchema.pick({ convocation: true, quorum: true }).extend({
  /** Absent where more votes than the others suffice. */
  majority: reckoningSchema.shape.majority.omit({ inFavour: true, against: true }).optional(),
});

export const tieRuleSchema = z.enum(['age', 'seniority', 'lot', 'withdrawal']);

export const electionEvents = correctable({
  ElectionCalled: event('A body is to elect: for which office, and how many candidacies have a place.', {
    ...election,
    places: z.int().min(1).max(CANDIDACIES_MAX),
    /** The meeting that is to vote, where it has been convened. */
    meetingId: uuidSchema.optional(),
    /** The item of its agenda, counted from 1. */
    agendaItem: z.int().min(1).optional(),
    on: dateSchema,
  }),
  CandidacyFiled: event('A person stands in an election, or two together, of whom both are elected or neither is.', {
    ...election,
    candidacyId: uuidSchema,
    candidates: z.array(candidateSchema).min(1).max(2),
    on: dateSchema,
  }),
  CandidacyWithdrawn: event('A candidacy was taken back before the vote.', {
    ...election,
    candidacyId: uuidSchema,
    on: dateSchema,
  }),
  ElectionHeld: event(
    'A round of an election was held and judged under the statutes in force that day; nobody elected is an outcome, and so is a tie.',
    {
      ...election,
      meetingId: uuidSchema,
      round,
      /** How many were open in this round. */
      places: z.int().min(1).max(CANDIDACIES_MAX),
      tally: electionTallySchema,
      need: electionNeedSchema,
      rule: appliedClauseSchema,
      reckoning: electionReckoningSchema,
      outcome: electionOutcomeSchema,
      /** Those who have a place, by their votes. */
      elected: candidacyIds,
      tie: tieSchema.optional(),
      irregularities: z.array(irregularitySchema).min(1).max(LIST_MAX).optional(),
      on: dateSchema,
    },
  ),
  TieResolved: event('A tie was resolved by a rule, or by drawing lots. It is never drawn again.', {
    ...election,
    round,
    by: tieRuleSchema,
    elected: candidacyIds.min(1),
    /** Before whom lots were drawn. */
    witness: personSchema.optional(),
    on: dateSchema,
  }),
});
