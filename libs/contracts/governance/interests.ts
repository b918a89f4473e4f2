import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, personSchema, quantitySchema, remarkSchema, uuidSchema } from '../shared.ts';

/** The most persons whom one agreement concerns: a correction carries them twice. */
export const CONCERNED_MAX = 40;

/** What somebody is to an organisation. */
export const interestNatureSchema = z.enum(['director', 'partner', 'shareholder', 'employee', 'family', 'other-tie']);

/** An organisation of the register by its id, or another one by its name. */
const organisation = { organisationId: uuidSchema.optional(), name: nameSchema.optional() };
const interest = { interestId: uuidSchema, clusterId: uuidSchema };
const agreement = { agreementId: uuidSchema, clusterId: uuidSchema };

export const interestEvents = correctable({
  InterestDeclared: event('Somebody who administers an association declared an interest in another organisation.', {
    ...interest,
    person: personSchema,
    organisation: z.strictObject(organisation),
    nature: interestNatureSchema,
    detail: remarkSchema.optional(),
    /** Since when there is one. */
    since: dateSchema,
    declaredOn: dateSchema,
  }),
  InterestEnded: event('A declared interest ended. The day is the first one without it.', {
    ...interest,
    on: dateSchema,
  }),
  RegulatedAgreementReported: event(
    'An agreement between an association and somebody who administers it, or an organisation in which one has an interest, was entered for the report on such agreements.',
    {
      ...agreement,
      /** The other party: an organisation, or a person who administers the association. */
      party: z.strictObject({ ...organisation, person: personSchema.optional() }),
      /** Whoever administers the association and has an interest in it, as it was reported. */
      concerned: z.array(personSchema).max(CONCERNED_MAX),
      subject: remarkSchema,
      /** Absent where it is not known, or where the agreement has none. */
      amountCents: quantitySchema.optional(),
      /** The day of the agreement. */
      on: dateSchema,
    },
  ),
  RegulatedAgreementDecided: event('The report on an agreement was put to a vote, without those whom it concerns.', {
    ...agreement,
    resolutionId: uuidSchema,
    /** The persons who took no part in the vote. */
    abstainedIds: z.array(uuidSchema).max(CONCERNED_MAX),
    /** The day of the vote. */
    on: dateSchema,
  }),
});
