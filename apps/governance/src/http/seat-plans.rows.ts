import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import { dateSchema, seatPlanEvents, seatQuestion, uuidSchema } from '#libs/contracts';
import { body } from '../domain/body/body.ts';
import { seatPlan } from '../domain/seat-plan/seat-plan.ts';
import { BODY_ABSENT, clusterOf, clusterOfBody } from './bodies.rows.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

const clusterOfPlan = clusterOf(seatPlan, ({ plan }) => plan);
const { SeatsApportioned, SeatLotsDrawn } = seatPlanEvents;
const outcome = { seats: true, ties: true, vacant: true } as const;

export const seatPlanCommands = commandTable('governance.seat-plans', governanceRefusals, [
  commandOf(seatPlan, 'ApportionSeats', {
    summary:
      'Share the seats of a body between units from a day on, exactly, by figures and weights that were decided.',
    body: {
      bodyId: uuidSchema,
      ...seatQuestion,
      figuresOn: dateSchema.describe('The day of which the figures are.'),
      decision: SeatsApportioned.schema.shape.decision.describe('By which decision.'),
      resolutionId: uuidSchema.optional().describe('The resolution, where it is recorded here.'),
    },
    reports: { SeatsApportioned: SeatsApportioned.schema.pick(outcome) },
    scope: ({ body: { bodyId } }, tx) => clusterOfBody(tx, bodyId),
    refusals: [
      'GOV_BODY_NOT_FOUND',
      'GOV_SEAT_PLAN_IMPOSSIBLE',
      'GOV_SEAT_PLAN_EXISTS',
      ...BODY_ABSENT.slice(1),
      'GOV_SEAT_PLAN_OF_OTHER_SIZE',
    ],
    decide: async ({ id, body: facts, effectiveAt: since }, tx) => {
      return { planId: id, ...facts, since, body: await tx.read(body, facts.bodyId) };
    },
  }),
  commandOf(seatPlan, 'DrawLots', {
    verb: 'draw-lots',
    summary: 'Record a drawing of lots between the units of a tie, in the order in which they were drawn.',
    body: { drawn: SeatLotsDrawn.schema.shape.drawn, witness: SeatLotsDrawn.schema.shape.witness },
    reports: { SeatLotsDrawn: SeatLotsDrawn.schema.pick(outcome) },
    scope: ({ id }, tx) => clusterOfPlan(tx, id),
    refusals: ['GOV_SEAT_PLAN_NOT_FOUND', 'GOV_LOT_BEFORE_PLAN', 'GOV_LOT_NOT_OF_TIE'],
    happened: onItsDay,
    decide: ({ id, body: facts, effectiveAt: on }) => ({ planId: id, ...facts, on }),
  }),
  ...factCommands(seatPlan, { scope: ({ id }, tx) => clusterOfPlan(tx, id), refusals: FACT_REFUSALS }),
]);
