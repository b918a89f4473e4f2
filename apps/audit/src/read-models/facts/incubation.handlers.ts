import type { GrappeEvents } from '#libs/contracts';
import { updates, type Handlers } from '#libs/projections';
import type { Fact } from './fact.ts';
import { changes, factsOf } from './statements.ts';

const incubator = factsOf('incubator', 'incubatorId');
const seat = factsOf('seat', 'partnerId');

/** Incubators, and the seats of their partners as a chain of holders. */
export const incubationHandlers: Handlers<GrappeEvents, Fact> = {
  'incubation.IncubatorOpened': incubator.begins(({ incubatorId: subjectId, name, site, since: on }) => {
    return { subjectId, on, value: { name, site } };
  }),
  'incubation.IncubatorRenamed': incubator.changes(({ name }) => ({ name })),
  'incubation.IncubatorDissolved': incubator.ends(() => ({ cause: 'dissolution' })),
  'incubation.PartnerJoined': seat.begins(({ incubatorId, class: partnerClass, holder, founding, since: on }) => {
    return { subjectId: incubatorId, objectId: holder.id, on, value: { holder, class: partnerClass, founding } };
  }),
  'incubation.SeatGranted': seat.changes(({ seatId }) => ({ seatId })),
  'incubation.PartnershipPassed': seat.under(
    updates((fact, event) => {
      const { to: holder, operationId, seatId, on } = event.data;
      const difference = { holder, operationId, ...(seatId === undefined ? {} : { seatId }) };
      return { ...changes(fact, 'seat', on, difference, event), objectId: holder.id };
    }),
  ),
  'incubation.PartnerLeft': seat.ends(() => ({ cause: 'left' })),
};
