import { z } from 'zod';
import { explain, type ApportionmentInput, type Explained } from '#libs/apportionment';
import {
  bodyKindSchema,
  dateSchema,
  nameSchema,
  quantitySchema,
  seatOutcome,
  seatQuestion,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import { inForceOn } from '#libs/kernel';
import { apportionmentOf, resultOf } from '../../domain/seat-plan/seat-plan.ts';
import type { BodyDocument } from '../bodies/bodies.projection.ts';
import { holdersOf, type OfficeDocument } from '../offices/offices.projection.ts';
import { asShown, explanationView } from './explanation.view.ts';
import type { SeatPlanDocument } from './seat-plans.projection.ts';

const answered = z.strictObject({
  seats: seatOutcome.seats,
  ties: seatOutcome.ties,
  vacant: seatOutcome.vacant,
  refused: z
    .array(z.strictObject({ code: z.string(), of: z.string().optional(), found: z.string(), required: z.string() }))
    .optional()
    .describe('Why the seats cannot be shared; then there are none.'),
  explanation: explanationView.nullable(),
});

export const seatReasonsView = z
  .strictObject({ planId: uuidSchema, ...answered.shape })
  .meta({ id: 'SeatReasons', description: 'The seats of a plan, and why they are so.' });

/** What a question asks otherwise than the plan; what is absent is as in the plan. */
export const whatIfBody = z
  .strictObject({
    house: seatQuestion.house,
    method: seatQuestion.method,
    weights: z
      .array(seatQuestion.criteria.element.pick({ name: true, weight: true }))
      .describe('Of the criteria of the plan by their names; one that is not named has none.'),
    ...{ minimum: seatQuestion.minimum, maximum: seatQuestion.maximum, cap: seatQuestion.cap },
    ...{ base: seatQuestion.base, degression: seatQuestion.degression, tieRule: seatQuestion.tieRule },
  })
  .partial()
  .meta({ id: 'SeatPlanWhatIf', description: 'What a seat plan is asked otherwise than it was decided.' });

export const whatIfView = z
  .strictObject({
    planId: uuidSchema,
    planned: answered.describe('As decided.'),
    otherwise: answered.describe('As asked.'),
    moved: z
      .array(z.strictObject({ unit: z.string(), planned: quantitySchema, otherwise: quantitySchema }))
      .describe('Units with another number of seats.'),
  })
  .meta({
    id: 'SeatPlanOtherwise',
    description: 'The seats of a plan beside those of another question; nothing is recorded.',
  });

const setAside = z.array(seatQuestion.reserved.unwrap().element);

export const bodySeatsView = z
  .strictObject({
    ...{ bodyId: uuidSchema, clusterId: uuidSchema, kind: bodyKindSchema, name: nameSchema, validAt: dateSchema },
    planId: uuidSchema.optional().describe('The plan in force on that day; absent where there is none.'),
    units: z.array(
      z.strictObject({
        unit: z.string(),
        antennaId: uuidSchema.optional(),
        seats: quantitySchema,
        reserved: quantitySchema.describe('Of these, set aside for it.'),
        filled: quantitySchema
          .optional()
          .describe('Mandates of that day for its antenna; absent where the plan names none.'),
        vacant: quantitySchema.optional(),
      }),
    ),
    reserved: setAside.describe('Seats that are set aside on that day.'),
    lapsed: setAside.describe('Seats that were set aside until a day before: they are to be shared anew.'),
  })
  .meta({
    id: 'BodySeats',
    description: 'The seats of a body on a day, by its plan, and how many of them are filled.',
  });

export type WhatIf = Immutable<z.infer<typeof whatIfBody>>;
type Answered = Immutable<z.infer<typeof answered>>;

/** The seats of a plan and why: from the question and the lots that are recorded, so that it is the same at every reading. */
export function reasonsOf(plan: SeatPlanDocument): Immutable<z.infer<typeof seatReasonsView>> {
  return { planId: plan.planId, ...answerTo(apportionmentOf(plan, plan.lots)) };
}

/** The seats of a plan beside those of another question. */
export function otherwise(plan: SeatPlanDocument, asked: WhatIf): Immutable<z.infer<typeof whatIfView>> {
  const { weights, ...changes } = asked;
  const criteria = plan.criteria.map((each) => ({ ...each, weight: weightIn(weights, each) }));
  const planned = answerTo(apportionmentOf(plan, plan.lots));
  const other = answerTo({ ...apportionmentOf({ ...plan, criteria }, []), ...definedOf(changes) });
  const moved = planned.seats.flatMap(({ unit, seats }) => {
    const there = other.seats.find((each) => each.unit === unit)?.seats ?? 0;
    return there === seats ? [] : [{ unit, planned: seats, otherwise: there }];
  });
  return { planId: plan.planId, planned, otherwise: other, moved };
}

const NO_WEIGHT = { numerator: '0', denominator: '1' };

function weightIn(weights: WhatIf['weights'], { name, weight }: SeatPlanDocument['criteria'][number]) {
  return weights === undefined ? weight : (weights.find((each) => each.name === name)?.weight ?? NO_WEIGHT);
}

function definedOf(changes: Omit<WhatIf, 'weights'>): Partial<ApportionmentInput> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function answerTo(input: ApportionmentInput): Answered {
  const { outcome, explanation }: Explained = explain(input);
  if (outcome.kind === 'refused')
    return { seats: [], ties: [], vacant: 0, refused: outcome.refusals, explanation: null };
  return { ...resultOf(outcome), explanation: explanation === null ? null : asShown(explanation) };
}

/** The plan that was made last for a day or one before it. */
export function planOn(plans: readonly SeatPlanDocument[], day: string): SeatPlanDocument | undefined {
  return inForceOn(
    plans.toSorted((a, b) => (a.since < b.since ? -1 : 1)),
    day,
  );
}

/** The seats of a body on a day: those of the plan that was made last for that day. */
export function seatsOn(
  body: BodyDocument,
  {
    plans,
    offices,
    day,
  }: { readonly plans: readonly SeatPlanDocument[]; readonly offices: readonly OfficeDocument[]; readonly day: string },
): Immutable<z.infer<typeof bodySeatsView>> {
  const { bodyId, clusterId, kind } = body;
  const about = { bodyId, clusterId, kind, name: inForceOn(body.names ?? [], day)?.name ?? body.name, validAt: day };
  const plan = planOn(plans, day);
  if (plan === undefined) return { ...about, units: [], reserved: [], lapsed: [] };
  const isOver = ({ until }: { readonly until?: string | undefined }) => until !== undefined && until < day;
  const reserved = plan.reserved ?? [];
  return {
    ...{ ...about, planId: plan.planId },
    units: plan.seats.map((each) => unitOn(each, plan, { offices, day })),
    reserved: reserved.filter((each) => !isOver(each)),
    lapsed: reserved.filter(isOver),
  };
}

function unitOn(
  { unit, seats, reserved }: SeatPlanDocument['seats'][number],
  { units }: SeatPlanDocument,
  { offices, day }: { readonly offices: readonly OfficeDocument[]; readonly day: string },
) {
  const antennaId = units.find((each) => each.unit === unit)?.antennaId;
  if (antennaId === undefined) return { unit, seats, reserved };
  const holders = offices.flatMap((office) => holdersOf(office, day)).filter((each) => each.antennaId === antennaId);
  const filled = new Set(holders.map(({ person }) => person.personId)).size;
  return { unit, antennaId, seats, reserved, filled, vacant: Math.max(0, seats - filled) };
}
