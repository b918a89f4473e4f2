import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, personSchema, remarkSchema, uuidSchema } from '../shared.ts';

const ofMember = {
  membershipId: uuidSchema,
  clusterId: uuidSchema,
  organisationId: uuidSchema,
  designationId: uuidSchema,
};

/** Who speaks and votes for a member: one titular, and substitutes in the order of their ranks. */
export const representativeRoleSchema = z.enum(['titular', 'substitute']);
export const representativeRankSchema = z.int().min(1).max(20);

/** Why somebody represents a member no more; the end of the membership needs no reason of its own. */
export const representativeEndSchema = z.enum(['change-of-job', 'resignation', 'revocation', 'death', 'replacement']);

/** In the order in which those of one day count: who takes a place on the day on which it is left takes it. */
export const representativeEvents = correctable({
  RepresentativeEnded: event('A person represents a member no more, from a day on.', {
    ...ofMember,
    cause: representativeEndSchema,
    reason: remarkSchema.optional(),
    on: dateSchema,
  }),
  RepresentativeDesignated: event('A member is represented by a person from a day on, as titular or as substitute.', {
    ...ofMember,
    person: personSchema,
    role: representativeRoleSchema,
    /** Of a substitute: the first one speaks where there is no titular. */
    rank: representativeRankSchema.optional(),
    since: dateSchema,
  }),
});
