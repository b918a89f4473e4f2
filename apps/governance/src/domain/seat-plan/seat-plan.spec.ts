import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { METHODS } from '#libs/apportionment';
import { ANTENNAS } from '#libs/apportionment/testing';
import { seatMethodSchema } from '#libs/contracts';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { body as bodies, type BodyState } from '../body/body.ts';
import {
  seatPlan,
  type ApportionSeats,
  type DrawLots,
  type SeatLotsDrawn,
  type SeatsApportioned,
} from './seat-plan.ts';

const [planId, bodyId, clusterId] = [countedUuid(1), countedUuid(2), countedUuid(3)];
const created = {
  type: 'BodyCreated',
  bodyId,
  clusterId,
  kind: 'board',
  name: 'Conseil',
  since: '2017-03-28',
} as const;
const body: BodyState = bodies.evolve(bodies.initial, created);
const bodyOf25 = bodies.evolve(bodies.initial, { ...created, size: 25 });
const one = { numerator: '1', denominator: '1' };
const third = { numerator: '1', denominator: '3' };
const since = '2017-03-28';

/** The board of 25 of the six antennas on jobs alone, by d'Hondt: its last seat is a tie. */
const jobs: ApportionSeats = {
  ...{ type: 'ApportionSeats', planId, bodyId, body, house: 25, method: 'd-hondt', figuresOn: '2017-01-31', since },
  criteria: [{ name: 'jobs', weight: one }],
  units: ANTENNAS.map(([unit, figure]) => ({ unit, figures: [figure] })),
};
const seatsOf = (...numbers: readonly number[]) =>
  ANTENNAS.map(([unit], index) => ({ unit, seats: numbers[index] ?? 0, reserved: 0 }));
const tie = { units: ['Saint-Étienne-Roanne', 'Valence-Romans'], seats: 1, byRule: [], byLot: [] };
const { body: _state, ...question } = jobs;
const tied: SeatsApportioned = {
  ...{ ...question, type: 'SeatsApportioned', clusterId, seats: seatsOf(13, 3, 5, 2, 0, 1), vacant: 0 },
  ties: [{ ...tie, open: { units: tie.units, seats: 1 } }],
};
const witness = { personId: countedUuid(4), name: 'Maître Durand' };
const draw: DrawLots = {
  type: 'DrawLots',
  planId,
  drawn: ['Valence-Romans', 'Saint-Étienne-Roanne'],
  witness,
  on: since,
};
const drawn: SeatLotsDrawn = {
  ...{ ...draw, type: 'SeatLotsDrawn', bodyId, clusterId, seats: seatsOf(13, 3, 5, 2, 1, 1), vacant: 0 },
  ties: [{ ...tie, byLot: ['Valence-Romans'] }],
};
/** In equal thirds by Sainte-Laguë: nothing is left to lots. */
const thirds: ApportionSeats = {
  ...{ ...jobs, method: 'sainte-lague' },
  criteria: ['jobs', 'funding', 'members'].map((name) => ({ name, weight: third })),
  units: ANTENNAS.map(([unit, ...figures]) => ({ unit, figures: [...figures] })),
};

const { given } = specification(seatPlan);

describe('a seat plan', () => {
  it('names a tie on the last seat and leaves it to lots', () => {
    given().when(jobs).then(tied);
  });
  it('is decided by the lots that were drawn', () => {
    given(tied).when(draw).then(drawn);
  });
  it('the same lots again are already so', () => {
    given(tied, drawn).when(draw).then();
  });
  it('made again with the same figures is already so, also after lots were drawn', () => {
    given(tied, drawn).when(jobs).then();
  });
  it('shares a board of 25 in equal thirds 9 6 4 3 2 1', () => {
    const { body: _body, ...asked } = thirds;
    given()
      .when(thirds)
      .then({ ...asked, type: 'SeatsApportioned', clusterId, seats: seatsOf(9, 6, 4, 3, 2, 1), ties: [], vacant: 0 });
  });
  it('keeps reserved seats apart, for a unit or for others, until a day', () => {
    const reserved = [{ name: 'RhôneAlley', unit: 'Valence-Romans', seats: 10, until: '2018-03-28' }];
    const decision = seatPlan.decide({ ...thirds, house: 40, reserved }, seatPlan.initial);
    const [plan] = decision.ok ? decision.events : [];
    expect(plan).toMatchObject({ reserved, vacant: 0 });
    const seats = (plan as SeatsApportioned).seats.find(({ unit }) => unit === 'Valence-Romans');
    expect(seats).toMatchObject({ reserved: 10 });
    expect(seats?.seats).toBeGreaterThan(10);
  });
  it('knows the methods of the apportionment', () => {
    expect(seatMethodSchema.options).toEqual([...METHODS]);
  });
});

describe('refusals of a seat plan, in their precedence', () => {
  const [first, ...others] = jobs.units;
  const refused = (more: Partial<ApportionSeats>): ApportionSeats => ({ ...jobs, ...more });
  it.each([
    ['GOV_BODY_NOT_FOUND', [], refused({ body: bodies.initial })],
    ['GOV_SEAT_PLAN_IMPOSSIBLE', [], refused({ units: [{ unit: 'Lyon', figures: [1, 2] }] })],
    ['GOV_SEAT_PLAN_IMPOSSIBLE', [], refused({ criteria: [{ name: 'jobs', weight: third }] })],
    ['GOV_SEAT_PLAN_IMPOSSIBLE', [], refused({ minimum: 5 })],
    ['GOV_SEAT_PLAN_IMPOSSIBLE', [], refused({ units: [first!, first!, ...others] })],
    ['GOV_SEAT_PLAN_EXISTS', [tied], refused({ house: 24 })],
    ['GOV_BODY_BEFORE_CREATION', [], refused({ since: '2017-03-27' })],
    ['GOV_SEAT_PLAN_OF_OTHER_SIZE', [], refused({ body: bodyOf25, house: 24 })],
    ['GOV_SEAT_PLAN_NOT_FOUND', [], draw],
    ['GOV_LOT_BEFORE_PLAN', [tied], { ...draw, on: '2017-03-27' }],
    ['GOV_LOT_NOT_OF_TIE', [tied], { ...draw, drawn: ['Lyon', 'Grenoble'] }],
    ['GOV_LOT_NOT_OF_TIE', [tied, drawn], { ...draw, drawn: tie.units }],
  ] as const)('%s', (type, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });
  it('says what the lots may be between', () => {
    const decision = seatPlan.decide({ ...draw, drawn: ['Lyon'] }, seatPlan.evolve(seatPlan.initial, tied));
    expect(decision).toMatchObject({ ok: false, rejection: { found: 'Lyon' } });
  });
});

describe('the history of a seat plan', () => {
  const anyCommand = fc.constantFrom(jobs, thirds, { ...jobs, house: 15 }, draw, { ...draw, drawn: tie.units });
  deciderIsIdempotent('seat-plan', seatPlan, fc.array(anyCommand, { maxLength: 6 }));
});

factsInAnyOrder(seatPlan, {
  SeatsApportioned: {
    fact: { ...tied, decision: 'Délibération du 7 septembre 2016', resolutionId: countedUuid(5) },
    other: {
      ...{ figuresOn: '2016-12-31', decision: 'Délibération', resolutionId: countedUuid(6) },
      since: '2017-03-29',
    },
    after: [{ ...drawn, on: '2017-04-01' }],
    carries: true,
    command: { ...jobs, decision: 'Délibération du 7 septembre 2016', resolutionId: countedUuid(5) },
    overlap: 'the seats of a plan are shared once, under an id of its own',
  },
  SeatLotsDrawn: {
    before: [tied],
    fact: drawn,
    other: { witness: { ...witness, name: 'Maître Durant' }, on: '2017-03-30' },
    after: 'further lots are about another tie',
    command: draw,
    overlap: 'each tie has its own lots',
  },
});
