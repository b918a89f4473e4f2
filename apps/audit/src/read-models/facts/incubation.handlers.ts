import type { GrappeEvents } from '#libs/contracts';
import type { Projection } from '#libs/projections';
import { factId, type Fact } from './fact.ts';
import { changes, ends, states } from './statements.ts';

/** Incubators, and the seats of their partners as a chain of holders. */
export const incubationHandlers: Projection<GrappeEvents, Fact>['on'] = {
  'incubation.IncubatorOpened': {
    keys: ({ data }) => factId('incubator', data.incubatorId),
    evolve: (fact, event) => {
      const { incubatorId: id, name, site, since } = event.data;
      return states(fact, { kind: 'incubator', id, subjectId: id }, since, { name, site }, event);
    },
  },
  'incubation.IncubatorRenamed': {
    keys: ({ data }) => factId('incubator', data.incubatorId),
    evolve: (fact, event) => changes(fact, 'incubator', event.data.since, { name: event.data.name }, event),
  },
  'incubation.IncubatorDissolved': {
    keys: ({ data }) => factId('incubator', data.incubatorId),
    evolve: (fact, event) => ends(fact, 'incubator', event.data.on, { cause: 'dissolution' }, event),
  },
  'incubation.PartnerJoined': {
    keys: ({ data }) => factId('seat', data.partnerId),
    evolve: (fact, event) => {
      const { partnerId, incubatorId, class: partnerClass, holder, founding, since } = event.data;
      const identity = { kind: 'seat', id: partnerId, subjectId: incubatorId, objectId: holder.id } as const;
      return states(fact, identity, since, { holder, class: partnerClass, founding }, event);
    },
  },
  'incubation.SeatGranted': {
    keys: ({ data }) => factId('seat', data.partnerId),
    evolve: (fact, event) => changes(fact, 'seat', event.data.since, { seatId: event.data.seatId }, event),
  },
  'incubation.PartnershipPassed': {
    keys: ({ data }) => factId('seat', data.partnerId),
    evolve: (fact, event) => {
      const { to: holder, operationId, seatId, on } = event.data;
      const difference = { holder, operationId, ...(seatId === undefined ? {} : { seatId }) };
      const passed = changes(fact, 'seat', on, difference, event);
      return passed === undefined ? undefined : { ...passed, objectId: holder.id };
    },
  },
  'incubation.PartnerLeft': {
    keys: ({ data }) => factId('seat', data.partnerId),
    evolve: (fact, event) => ends(fact, 'seat', event.data.on, { cause: 'left' }, event),
  },
};
