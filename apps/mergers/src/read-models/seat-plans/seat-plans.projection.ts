import { catalog, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import type { SeatPlan } from '../../domain/dry-run/holdings.ts';

/** How the seats of bodies are shared between antennas and other units, with what decided. */
export const seatPlans = projection<GrappeEvents, SeatPlan>({
  name: 'mergers.seat-plans',
  version: 1,
  order: catalog.order,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'planId',
  on: {
    'governance.SeatsApportioned': upserts((_known, { data }) => {
      const { planId, bodyId, clusterId, house, method, figuresOn, units, seats, criteria, since } = data;
      const shared = units.map(({ unit, antennaId, figures }) => {
        const { seats: count = 0, reserved = 0 } = seats.find((each) => each.unit === unit) ?? {};
        return {
          unit,
          ...(antennaId === undefined ? {} : { antennaId }),
          seats: count,
          reserved,
          figures: figures.map(String),
        };
      });
      const weighed = criteria.map(({ name, weight: { numerator, denominator } }) => ({
        name,
        weight: `${numerator}/${denominator}`,
      }));
      return { planId, bodyId, clusterId, house, method, figuresOn, since, criteria: weighed, units: shared };
    }),
    'governance.SeatLotsDrawn': upserts((known, { data: { planId, bodyId, clusterId, seats, on } }) => {
      const drawn = (unit: string) => seats.find((each) => each.unit === unit);
      const units = (known?.units ?? []).map((each) => ({ ...each, seats: drawn(each.unit)?.seats ?? each.seats }));
      const nothing = { house: 0, method: 'hamilton' as const, figuresOn: on, since: on, criteria: [] };
      return { ...nothing, ...known, planId, bodyId, clusterId, units };
    }),
  },
});
