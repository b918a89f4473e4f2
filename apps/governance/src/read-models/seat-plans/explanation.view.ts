import { z } from 'zod';
import type { Explanation } from '#libs/apportionment';
import { quantitySchema, type Immutable } from '#libs/contracts';

const unit = z.string();
const units = z.array(unit);
const fraction = z
  .strictObject({ numerator: z.string(), denominator: z.string() })
  .meta({ id: 'ExactFraction', description: 'Integers as texts of any length, in lowest terms.' });
const move = z.strictObject({
  by: z.string().describe('In units of the figure.'),
  units: units.describe('Whose seat moves to or from; with a lot, those that it is between.'),
  lot: z.boolean(),
});

/** Why the seats are as they are (`libs/apportionment`, Explanation). */
export const explanationView = z
  .strictObject({
    quotas: z.array(z.strictObject({ unit, share: fraction, quota: fraction })),
    winning: z
      .strictObject({
        by: z.enum(['quotient', 'squared-quotient', 'remainder']),
        before: quantitySchema.describe('Seats that are given before any claim is compared.'),
        shown: z.array(z.strictObject({ seat: z.int().min(1), unit, quotient: fraction })),
        omitted: quantitySchema,
      })
      .describe('By what each seat was won, in order.'),
    nextInLine: z
      .array(z.strictObject({ unit, quotient: fraction }))
      .describe('Who would have the seat after the last.'),
    margins: z
      .strictObject({
        shown: z.array(z.strictObject({ unit, criterion: z.string(), loses: move.nullable(), gains: move.nullable() })),
        omitted: quantitySchema,
      })
      .describe('How far one figure of one unit may move before a seat does.'),
    largestShare: z.strictObject({ units, share: fraction }),
    power: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('banzhaf'),
          decide: quantitySchema,
          indexes: z.array(z.strictObject({ group: z.string(), seats: quantitySchema, index: fraction })),
        }),
        z.strictObject({ kind: z.literal('not-computed'), found: z.string(), required: z.string() }),
      ])
      .describe('The Banzhaf index: how often each group of seats decides.'),
    quotaViolations: z.array(
      z.strictObject({ unit, seats: quantitySchema, lower: quantitySchema, upper: quantitySchema }),
    ),
    neighbours: z
      .array(
        z.strictObject({ house: quantitySchema, gains: units, loses: units, paradox: units, refused: z.boolean() }),
      )
      .describe('The house with a seat less and with a seat more.'),
  })
  .meta({
    id: 'SeatExplanation',
    description: 'Quotas, winning quotients, margins, power: why the seats are as they are.',
  });

/** What the library says is what the view shows. */
export const asShown = (explanation: Explanation): Immutable<z.infer<typeof explanationView>> => explanation;
