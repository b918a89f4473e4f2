import { expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { given } from '#libs/projections/testing';
import { seatPlans } from './seat-plans.projection.ts';

const [planId, bodyId, clusterId, antennaId] = [countedUuid(1), countedUuid(2), countedUuid(3), countedUuid(4)];
const of = { planId, bodyId, clusterId };
const apportioned = {
  type: 'governance.SeatsApportioned' as const,
  data: {
    ...{ ...of, house: 3, method: 'hamilton' as const, figuresOn: '2015-12-31', since: '2016-01-01' },
    criteria: [{ name: 'members', weight: { numerator: '1', denominator: '1' } }],
    units: [
      { unit: 'Loire', antennaId, figures: [40] },
      { unit: 'Rhône', figures: [40] },
    ],
    seats: [
      { unit: 'Loire', seats: 1, reserved: 0 },
      { unit: 'Rhône', seats: 1, reserved: 0 },
    ],
    ...{ ties: [], vacant: 1 },
  },
};

it('a seat plan says who has how many seats by which figures, and what lots have decided', () => {
  const drawn = {
    type: 'governance.SeatLotsDrawn' as const,
    data: {
      ...{ ...of, drawn: ['Loire'], witness: { personId: countedUuid(5), name: 'A witness' }, on: '2016-01-02' },
      seats: [{ unit: 'Loire', seats: 2, reserved: 0 }],
      ...{ ties: [], vacant: 0 },
    },
  };
  const seatsAfter = (...events: readonly (typeof apportioned | typeof drawn)[]) =>
    given(seatPlans, events)
      .documents()
      .get(planId)
      ?.units.map(({ unit, seats, figures }) => [unit, seats, ...figures]);
  expect(seatsAfter(apportioned)).toEqual([
    ['Loire', 1, '40'],
    ['Rhône', 1, '40'],
  ]);
  expect(seatsAfter(apportioned, drawn)).toEqual([
    ['Loire', 2, '40'],
    ['Rhône', 1, '40'],
  ]);
});
