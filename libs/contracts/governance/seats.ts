import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, personSchema, quantitySchema, remarkSchema, uuidSchema } from '../shared.ts';

/** How many seats and units one plan has at most: it stands in one event, with everything that decided. */
export const HOUSE_MAX = 10_000;
const UNITS_MAX = 60;
const CRITERIA_MAX = 6;

const DIVISOR_METHODS = ['sainte-lague', 'd-hondt', 'huntington-hill', 'adams', 'dean'] as const;
/** What seats may be shared by, as `libs/apportionment` knows it. */
export const seatMethodSchema = z.enum([...DIVISOR_METHODS, 'hamilton', 'quota-method', 'base-and-proportion']);

const digits = z.string().regex(/^\d{1,40}$/, 'an integer as text');
const exactFraction = z.strictObject({
  numerator: digits,
  denominator: z.string().regex(/^[1-9]\d{0,39}$/, 'an integer above 0 as text'),
});
const figureSchema = z.union([
  quantitySchema,
  z.string().regex(/^\d{1,40}(?:\.\d{1,20})?$/, 'a decimal number from 0 on'),
]);
const unitName = nameSchema.max(100);
const seatsSchema = z.int().min(0).max(HOUSE_MAX);

/** What seats are shared by, and nothing else: the same question has the same answer for ever. */
export const seatQuestion = {
  house: z.int().min(1).max(HOUSE_MAX),
  method: seatMethodSchema,
  /** The weights sum to exactly 1; one without weight serves the rule of ties only. */
  criteria: z
    .array(z.strictObject({ name: unitName, weight: exactFraction, source: remarkSchema.optional() }))
    .min(1)
    .max(CRITERIA_MAX),
  units: z
    .array(
      z.strictObject({
        unit: unitName,
        antennaId: uuidSchema.optional(),
        /** One for each criterion, in their order. */
        figures: z.array(figureSchema).min(1).max(CRITERIA_MAX),
        minimum: seatsSchema.optional(),
        maximum: seatsSchema.optional(),
      }),
    )
    .min(1)
    .max(UNITS_MAX),
  /** Of `base-and-proportion` only. */
  base: z.strictObject({ seats: seatsSchema, rounding: z.enum(DIVISOR_METHODS) }).optional(),
  degression: z.enum(['none', 'square-root']).optional(),
  minimum: seatsSchema.optional(),
  maximum: seatsSchema.optional(),
  /** No unit has more than this share of the house. */
  cap: exactFraction.optional(),
  /** Seats that are set aside, for a unit or for others, and the last day on which they are. */
  reserved: z
    .array(
      z.strictObject({
        name: unitName,
        unit: unitName.optional(),
        seats: seatsSchema,
        until: dateSchema.optional(),
      }),
    )
    .min(1)
    .max(UNITS_MAX)
    .optional(),
  /** What a tie goes by before lots are drawn: `weight`, or a criterion by its name. */
  tieRule: z.array(unitName).min(1).max(CRITERIA_MAX).optional(),
  vacancies: z.boolean().optional(),
};

const units = z.array(unitName).max(UNITS_MAX);

/** Who has how many seats, and what is left to lots. */
export const seatOutcome = {
  seats: z.array(z.strictObject({ unit: unitName, seats: seatsSchema, reserved: seatsSchema })).max(UNITS_MAX),
  ties: z
    .array(
      z.strictObject({
        units,
        seats: seatsSchema,
        byRule: units,
        byLot: units,
        /** What lots are still to decide. */
        open: z.strictObject({ units, seats: seatsSchema }).optional(),
      }),
    )
    .max(UNITS_MAX),
  vacant: seatsSchema,
};

const plan = { planId: uuidSchema, bodyId: uuidSchema, clusterId: uuidSchema };

export const seatPlanEvents = correctable({
  SeatsApportioned: event(
    'The seats of a body were shared between units from a day on, with the figures and the method that decided.',
    {
      ...plan,
      ...seatQuestion,
      ...seatOutcome,
      /** The day of which the figures are. */
      figuresOn: dateSchema,
      decision: remarkSchema.optional(),
      resolutionId: uuidSchema.optional(),
      since: dateSchema,
    },
    { opens: true },
  ),
  SeatLotsDrawn: event('Lots decided a tie of a seat plan: what was drawn is recorded, and never drawn again.', {
    ...plan,
    /** The units of the tie in the order in which they were drawn; the seats go to the first of them. */
    drawn: units.min(1),
    witness: personSchema,
    ...seatOutcome,
    on: dateSchema,
  }),
});
