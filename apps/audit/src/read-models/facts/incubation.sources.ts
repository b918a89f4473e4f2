import type { GrappeEvents } from '#libs/contracts';
import { factsOf, type FactSources } from './sources.ts';

const incubator = factsOf('incubator', 'incubatorId');
const seat = factsOf('seat', 'partnerId');

/** Incubators, and the seats of their partners as a chain of holders. */
export const incubationSources: FactSources<GrappeEvents> = {
  'incubation.IncubatorOpened': incubator.begins(({ incubatorId: subjectId, name, site, since: on }) => {
    return { subjectId, on, value: { name, site } };
  }),
  'incubation.IncubatorRenamed': incubator.changes(({ name }) => ({ name })),
  'incubation.IncubatorDissolved': incubator.ends(() => ({ cause: 'dissolution' })),
  'incubation.PartnerJoined': seat.begins(({ incubatorId, class: partnerClass, holder, founding, since: on }) => {
    return { subjectId: incubatorId, objectId: holder.id, on, value: { holder, class: partnerClass, founding } };
  }),
  'incubation.SeatGranted': seat.changes(({ seatId }) => ({ seatId })),
  // The seat goes on as it was granted: a correction of that is none of the passing.
  'incubation.PartnershipPassed': seat.source('updates', ({ to: holder, operationId, on }) => {
    return { sayings: [{ on, differs: { holder, operationId } }] };
  }),
  'incubation.PartnerLeft': seat.ends(() => ({ cause: 'left' })),
};
