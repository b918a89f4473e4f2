import { z } from 'zod';
import { fractionSchema, LIST_MAX, nameSchema, quantitySchema } from '../shared.ts';
import { bodyKindSchema } from './bodies.ts';

/**
 * The kinds of decision that statutes may have a clause for. The first three are in all statutes; another one without a clause of its own is
 * decided as an ordinary decision, a merger as a dissolution (loi 1901, art. 9 bis).
 */
export const clauseKindSchema = z.enum([
  'ordinary',
  'amendment',
  'dissolution',
  'merger',
  'election',
  'revocation',
  'admission',
  'exclusion',
  'accounts',
  'budget',
  'fees',
  'internal-rules',
  'property',
  'agreement',
]);

/** Numerator and denominator of a weight, which may be more than 1. */
const weightSchema = z.strictObject({ numerator: z.int().min(0), denominator: z.int().min(1) });

const weighedGroupSchema = z.strictObject({ group: nameSchema, weight: weightSchema });

/** How votes are counted otherwise than by head. */
const countingSchema = z.strictObject({
  /** `weight`: each member of a group has so many votes. `college`: each college has so many votes, however many members it has. */
  by: z.enum(['college', 'weight']),
  /**
   * What a college carries with its weight: a part for each side as its members voted (default), the whole for the side with more votes, or
   * nothing: each college has to adopt under the clause by itself. Without meaning by weight.
   */
  carried: z.enum(['proportionally', 'winner-takes-all', 'each-adopts']).optional(),
  groups: z.array(weighedGroupSchema).min(1).max(LIST_MAX),
});

/** What a meeting needs that was convened again because the first one had no quorum. */
const secondConvocationSchema = z.strictObject({
  /** Default: none. */
  quorum: fractionSchema.optional(),
  /** At least so many days after the first meeting. Default: none. */
  daysAfter: quantitySchema.optional(),
});

/** Quorum over the electorate, majority over its base. An optional member that is absent says what statutes say as a rule. */
export const clauseSchema = z.strictObject({
  quorum: fractionSchema,
  majority: fractionSchema,
  /** Abstentions are no votes cast. */
  majorityOf: z.enum(['votes-cast', 'present-and-represented', 'members']),
  /** True where the votes have to exceed the share (half plus one), false where reaching it suffices (two thirds). */
  strict: z.boolean(),
  /** Whose presence makes the quorum. Default: those present and represented. */
  quorumOf: z.enum(['present', 'present-and-represented']).optional(),
  /** True where the quorum has to exceed its share (half plus one). Default: reaching it suffices. */
  quorumStrict: z.boolean().optional(),
  /** Whether blank votes are votes cast; invalid ones never are. Default: no. */
  blankVotesCast: z.boolean().optional(),
  /** Whether the chair decides a tie of an open ballot. Default: no. */
  castingVote: z.boolean().optional(),
  /** What a second convocation needs. Default: what the first one needs. */
  second: secondConvocationSchema.optional(),
  /** Of an election: the first round in which more votes than the others suffice. Default: a majority in each round. */
  pluralityFromRound: z.int().min(1).optional(),
  /** How long before the meeting its members are called for such a decision. Default: as the statutes say for all. */
  convocationDays: quantitySchema.optional(),
  /** Default: each member has one vote. */
  counting: countingSchema.optional(),
});

/** The clause of a kind of decision, at all bodies or at those of one kind. */
const specialClauseSchema = z.strictObject({
  kind: clauseKindSchema,
  bodyKind: bodyKindSchema.optional(),
  clause: clauseSchema,
});

/** What statutes say: a clause for each kind of decision, and rules of all meetings and mandates. */
export const statutesRules = {
  clauses: z.strictObject({ ordinary: clauseSchema, amendment: clauseSchema, dissolution: clauseSchema }),
  /** Beside the three: for other kinds of decision, or for decisions of one kind of body. */
  specialClauses: z.array(specialClauseSchema).min(1).max(LIST_MAX).optional(),
  /** The bodies that take each kind of decision; of a kind that is not named, any body does. */
  decidedBy: z
    .array(z.strictObject({ kind: clauseKindSchema, bodyKinds: z.array(bodyKindSchema).min(1).max(10) }))
    .min(1)
    .max(LIST_MAX)
    .optional(),
  /** How many members one who is present may represent. Default: without a limit. */
  proxiesPerHolder: quantitySchema.optional(),
  /** How many days before a meeting its members are called. Default: none. */
  convocationDays: quantitySchema.optional(),
  /** Whether members in default of their fees vote. Default: yes. */
  membersInDefaultVote: z.boolean().optional(),
  /** Whether holders of offices stay past their term until they are replaced. Default: no. */
  untilReplaced: z.boolean().optional(),
};

const attendance = { members: quantitySchema, present: quantitySchema, represented: quantitySchema };
const votes = {
  for: quantitySchema,
  against: quantitySchema,
  abstentions: quantitySchema,
  /** Ballots without a choice. Default: 0. */
  blank: quantitySchema.optional(),
  /** Ballots that count for nothing. Default: 0. */
  invalid: quantitySchema.optional(),
};

/** The numbers of one college, or of one group of members with the same number of votes. */
const groupTallySchema = z.strictObject({ group: nameSchema, ...attendance, ...votes });

/** Numbers only: a secret ballot is never stored per voter. */
export const tallySchema = z.strictObject({
  ...attendance,
  ...votes,
  ballot: z.enum(['open', 'secret']).optional(),
  /** How the chair decided a tie. */
  castingVote: z.enum(['for', 'against']).optional(),
  /** The same numbers by college or group, where votes are not counted by head. */
  groups: z.array(groupTallySchema).min(1).max(LIST_MAX).optional(),
});

export const outcomeSchema = z.enum(['adopted', 'rejected', 'inquorate']);

/** The clause that decided, with the version of the statutes it stands in; `kind` and `bodyKind` as it stands there. */
export const appliedClauseSchema = clauseSchema.extend({
  kind: clauseKindSchema,
  statutesVersion: z.int().min(1),
  bodyKind: bodyKindSchema.optional(),
});

/** An exact number of votes: an integer, or as text what is none (`7/3`) or too large for JSON. */
const exactVotesSchema = z.union([
  quantitySchema,
  z
    .string()
    .max(20_000)
    .regex(/^(0|[1-9]\d*)(\/[1-9]\d*)?$/, 'an integer or a fraction of integers'),
]);

const sides = { inFavour: exactVotesSchema, against: exactVotesSchema, base: exactVotesSchema };

/** How an outcome was reckoned: whoever prints it prints the same base. */
export const reckoningSchema = z.strictObject({
  convocation: z.enum(['first', 'second']),
  quorum: z.strictObject({
    of: z.enum(['present', 'present-and-represented']),
    /** Those whose presence counts, of so many members. */
    found: quantitySchema,
    members: quantitySchema,
    /** The least number that makes the quorum. */
    needed: quantitySchema,
  }),
  majority: z.strictObject({
    of: z.enum(['votes-cast', 'present-and-represented', 'members', 'colleges']),
    ...sides,
    /** The share of the base that the clause asks for. */
    threshold: exactVotesSchema,
    /** Whether it has to be exceeded; a casting vote in favour makes reaching it enough. */
    exceeded: z.boolean(),
    /** The least number of votes that adopts, where votes are whole numbers. */
    needed: quantitySchema.optional(),
  }),
  /** The vote of the chair that decided a tie. */
  castingVote: z.enum(['for', 'against']).optional(),
  /** What each college or group brought to it. */
  groups: z
    .array(z.strictObject({ group: nameSchema, ...sides, adopts: z.boolean().optional() }))
    .max(LIST_MAX)
    .optional(),
});

/** What was not as the statutes or the convocation ask; what was decided is recorded all the same. */
export const irregularitySchema = z.strictObject({
  kind: z.enum([
    'decided-by-other-body',
    'not-on-agenda',
    'not-convened',
    'convened-late',
    'held-on-other-day',
    'second-convocation-early',
    'proxies-over-limit',
  ]),
  found: z.string().max(100).optional(),
  required: z.string().max(100).optional(),
});
