import { z } from 'zod';

/** A whole number as a text gives it: digits alone, so that one number has one spelling (not `1e2`, `0x10`, ` 1`, `+1` or `01`). */
export const DECIMAL = /^(?:0|[1-9]\d{0,17})$/;
const NEEDED = 'a whole number in decimal digits is required, without sign, blanks or leading zeros';

/** A number that comes as text, in a query or an environment: `decimal(z.int().min(1))`. In documents it is the number. */
export function decimal<Schema extends z.ZodType<number>>(schema: Schema) {
  return z.preprocess((text, context) => {
    if (typeof text !== 'string') return text;
    if (DECIMAL.test(text)) return Number(text);
    context.addIssue({ code: 'custom', message: NEEDED });
    return z.NEVER;
  }, schema);
}

/** A position or a revision that comes as text, of which a number would lose the last digits. */
export const positionParameter = z
  .string()
  .regex(DECIMAL, NEEDED)
  .transform((text) => BigInt(text));
