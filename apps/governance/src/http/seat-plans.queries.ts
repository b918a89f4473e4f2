import {
  dayOf,
  documentOf,
  equals,
  idParameter,
  resource,
  validAtParameter,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { bodies } from '../read-models/bodies/bodies.projection.ts';
import { ENDING, withEndings } from '../read-models/offices/office-ends.ts';
import { offices } from '../read-models/offices/offices.projection.ts';
import {
  bodySeatsView,
  otherwise,
  reasonsOf,
  seatReasonsView,
  seatsOn,
  whatIfBody,
  whatIfView,
  type WhatIf,
} from '../read-models/seat-plans/seat-plan.reader.ts';
import { seatPlans, seatPlanView } from '../read-models/seat-plans/seat-plans.projection.ts';

const id = idParameter('The seat plan.');

/** How the seats of bodies are shared, and why. */
export const seatPlanQueries: readonly QueryRow[] = [
  ...resource(seatPlans, {
    shows: 'register',
    list: 'Seat plans in a stable order.',
    document: 'A seat plan: figures, method, seats, and the lots that were drawn.',
    id: 'The seat plan.',
    filters: {
      clusterId: equals(idParameter('Of this cluster.')),
      bodyId: equals(idParameter('Of this body.')),
      status: equals(wordParameter(seatPlanView.shape.status, 'With this status.', 'tied')),
    },
    item: seatPlanView,
  }),
  documentOf(seatPlans, {
    path: ':id/reasons',
    summary: 'Why the seats of a plan are as they are: quotas, winning quotients, margins, ties, power.',
    shows: 'register',
    parameters: { id },
    answers: seatReasonsView,
    view: reasonsOf,
  }),
  documentOf(seatPlans, {
    path: ':id/what-if',
    summary: 'What the seats of a plan would be by other weights, another method or another size; nothing is recorded.',
    shows: 'register',
    parameters: { id },
    body: whatIfBody,
    answers: whatIfView,
    view: (plan, call) => otherwise(plan, call.body as WhatIf),
  }),
  documentOf(bodies, {
    path: ':id/seats',
    summary: 'The seats of a body on a day, by the plan in force, and how many of them are filled.',
    shows: 'register',
    parameters: { id: idParameter('The body.'), validAt: validAtParameter },
    also: [...ENDING.filter((model) => model !== bodies), seatPlans, offices],
    answers: bodySeatsView,
    view: async (body, call) => {
      const { models } = call;
      const [plans, held] = await Promise.all([
        models.of(seatPlans).all({ body_id: body.bodyId }),
        models.of(offices).all({ body_id: body.bodyId }),
      ]);
      const known = await Promise.all(held.map((office) => withEndings(office, models)));
      return seatsOn(body, { plans, offices: known, day: dayOf(call) });
    },
  }),
];
