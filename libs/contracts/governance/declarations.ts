import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, remarkSchema, uuidSchema } from '../shared.ts';

/** The most changes that one declaration names: a correction carries them twice. */
export const CHANGES_MAX = 50;

/** What is declared to the prefecture (loi du 1er juillet 1901, art. 5): who administers, the statutes, name and seat. */
export const changeKindSchema = z.enum(['mandate', 'mandate-end', 'statutes', 'name', 'seat']);

/** A change with its day as it was known when it was declared; what goes with which kind is said by the commands. */
export const declaredChangeSchema = z.strictObject({
  kind: changeKindSchema,
  /** Of a mandate or of its end. */
  mandateId: uuidSchema.optional(),
  /** Of a seat held ex officio: the mandate in the other office. */
  byMandateId: uuidSchema.optional(),
  /** Of statutes. */
  statutesVersion: z.int().min(1).optional(),
  /** Of a name: the new one. */
  name: nameSchema.optional(),
  /** Of a seat: the new one. */
  seat: nameSchema.optional(),
  day: dateSchema,
});

const declaration = { declarationId: uuidSchema, clusterId: uuidSchema };

export const declarationEvents = correctable({
  DeclarationFiled: event(
    'Changes of an association were declared to the prefecture: from that day on they can be held against third parties.',
    {
      ...declaration,
      changes: z.array(declaredChangeSchema).min(1).max(CHANGES_MAX),
      remark: remarkSchema.optional(),
      on: dateSchema,
    },
  ),
  DeclarationReceipted: event('The prefecture gave its receipt for a declaration.', {
    ...declaration,
    /** As it stands on the receipt. */
    number: nameSchema.optional(),
    on: dateSchema,
  }),
  DeclarationRefused: event('The prefecture did not take a declaration: what it named is not declared by it.', {
    ...declaration,
    reason: remarkSchema,
    on: dateSchema,
  }),
});
