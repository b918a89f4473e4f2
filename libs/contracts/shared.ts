import { z } from 'zod';

/** Shapes that several contexts publish. */

export const uuidSchema = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'a UUID in lower case');

/** A civil day, `YYYY-MM-DD`. */
export const dateSchema = z.iso.date();

export const nameSchema = z.string().trim().min(1).max(300);

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal');

export const evidenceSchema = z.strictObject({
  title: nameSchema,
  date: dateSchema.optional(),
  sha256: sha256Schema.optional(),
  /** Readers follow it, so only web addresses are allowed: no script and no file. */
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});

/** A person as the domain needs it: an id and a name, nothing else. */
export const personSchema = z.strictObject({ personId: uuidSchema, name: nameSchema });

/** A share as two integers: quorum and majority are never floating-point numbers. */
export const fractionSchema = z
  .strictObject({ numerator: z.int().min(0), denominator: z.int().min(1) })
  .refine((share) => share.numerator <= share.denominator, 'a share is at most 1');

export const quantitySchema = z.int().min(0);
