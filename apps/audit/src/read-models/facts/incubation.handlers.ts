import type { GrappeEvents } from '#libs/contracts';
import { creates, keyed, updates, type Handlers } from '#libs/projections';
import { factId, type Fact } from './fact.ts';
import { changes, ends, states } from './statements.ts';

/** Incubators, and the seats of their partners as a chain of holders. */
export const incubationHandlers: Handlers<GrappeEvents, Fact> = {
  'incubation.IncubatorOpened': keyed(
    ({ data }) => factId('incubator', data.incubatorId),
    creates((event) => {
      const { incubatorId: id, name, site, since } = event.data;
      return states(undefined, { kind: 'incubator', id, subjectId: id }, since, { name, site }, event);
    }),
  ),
  'incubation.IncubatorRenamed': keyed(
    ({ data }) => factId('incubator', data.incubatorId),
    updates((fact, event) => changes(fact, 'incubator', event.data.since, { name: event.data.name }, event)),
  ),
  'incubation.IncubatorDissolved': keyed(
    ({ data }) => factId('incubator', data.incubatorId),
    updates((fact, event) => ends(fact, 'incubator', event.data.on, { cause: 'dissolution' }, event)),
  ),
  'incubation.PartnerJoined': keyed(
    ({ data }) => factId('seat', data.partnerId),
    creates((event) => {
      const { partnerId, incubatorId, class: partnerClass, holder, founding, since } = event.data;
      const identity = { kind: 'seat', id: partnerId, subjectId: incubatorId, objectId: holder.id } as const;
      return states(undefined, identity, since, { holder, class: partnerClass, founding }, event);
    }),
  ),
  'incubation.SeatGranted': keyed(
    ({ data }) => factId('seat', data.partnerId),
    updates((fact, event) => changes(fact, 'seat', event.data.since, { seatId: event.data.seatId }, event)),
  ),
  'incubation.PartnershipPassed': keyed(
    ({ data }) => factId('seat', data.partnerId),
    updates((fact, event) => {
      const { to: holder, operationId, seatId, on } = event.data;
      const difference = { holder, operationId, ...(seatId === undefined ? {} : { seatId }) };
      return { ...changes(fact, 'seat', on, difference, event), objectId: holder.id };
    }),
  ),
  'incubation.PartnerLeft': keyed(
    ({ data }) => factId('seat', data.partnerId),
    updates((fact, event) => ends(fact, 'seat', event.data.on, { cause: 'left' }, event)),
  ),
};
