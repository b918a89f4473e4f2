import { z } from 'zod';
import { DIVISOR_METHODS, METHODS } from '#libs/apportionment';
import { WrongUse } from '../failures.ts';
import { readFraction } from './numbers.ts';

const fractionSchema = z
  .union([z.strictObject({ numerator: z.string(), denominator: z.string() }), z.string()])
  .transform((value, context) => {
    if (typeof value !== 'string') return value;
    const fraction = readFraction(value);
    if (fraction !== undefined) return fraction;
    context.addIssue({ code: 'custom', message: `a fraction such as 1/3 is needed, found ${value}` });
    return z.NEVER;
  });
const figureSchema = z.union([z.number(), z.string()]);
const count = z.int().min(0);
/** The input of an apportionment; what options say may be absent. */
export const unitsQuestionSchema = z.strictObject({
  house: count.optional(),
  method: z.enum(METHODS).optional(),
  criteria: z.array(z.strictObject({ name: z.string(), weight: fractionSchema })).optional(),
  units: z.array(
    z.strictObject({
      unit: z.string(),
      figures: z.record(z.string(), figureSchema),
      minimum: count.optional(),
      maximum: count.optional(),
    }),
  ),
  base: z.strictObject({ seats: count, rounding: z.enum(DIVISOR_METHODS) }).optional(),
  degression: z.enum(['none', 'square-root']).optional(),
  minimum: count.optional(),
  maximum: count.optional(),
  cap: fractionSchema.optional(),
  reserved: z.array(z.strictObject({ name: z.string(), unit: z.string().optional(), seats: count })).optional(),
  tieRule: z.array(z.string()).optional(),
  lots: z.array(z.strictObject({ drawn: z.array(z.string()) })).optional(),
  vacancies: z.boolean().optional(),
});

/** @throws WrongUse */
export function jsonOf(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'text that is no UTF-8';
    throw new WrongUse(`${name}: JSON is needed, found ${reason}`);
  }
}

/** @throws WrongUse with each place and what is needed there */
export function parsed<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const complaints = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new WrongUse([`${name}:`, ...complaints].join('\n  '));
}
