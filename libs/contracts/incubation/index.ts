import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';
import { annulment, successionProcessEvents } from '../succession.ts';
import { occupancyEvents } from './occupancy.ts';

export const partnerClassSchema = z.enum(['public-authority', 'private-group', 'sector-body', 'education-research']);

/** Who holds something: an organisation or a cluster, by its id. */
export const holderSchema = z.strictObject({ kind: z.enum(['organisation', 'cluster']), id: uuidSchema });

/** On the day of the dissolution nothing begins any more: of one day it counts before the other facts. */
export const incubatorEvents = correctable({
  IncubatorOpened: event('An incubator exists from a day on.', {
    incubatorId: uuidSchema,
    name: nameSchema,
    site: nameSchema,
    since: dateSchema,
  }),
  IncubatorDissolved: event('An incubator was dissolved; its history stays.', {
    incubatorId: uuidSchema,
    on: dateSchema,
  }),
  IncubatorRenamed: event('An incubator bears another name from a day on.', {
    incubatorId: uuidSchema,
    name: nameSchema,
    since: dateSchema,
  }),
});

const partner = { partnerId: uuidSchema, incubatorId: uuidSchema };

/** On the day on which a partner leaves no seat begins, and nothing passes. */
export const partnerEvents = correctable({
  PartnerJoined: event('An organisation or a cluster is a partner of an incubator, in a class.', {
    ...partner,
    class: partnerClassSchema,
    holder: holderSchema,
    founding: z.boolean(),
    since: dateSchema,
  }),
  PartnerLeft: event('A partner left; its seat, if it had one, is free.', {
    ...partner,
    seatId: uuidSchema.optional(),
    holder: holderSchema,
    on: dateSchema,
  }),
  SeatGranted: event('A partner holds a seat in the steering body.', {
    ...partner,
    seatId: uuidSchema,
    holder: holderSchema,
    since: dateSchema,
  }),
  PartnershipPassed: event('A partnership, with its seat if it has one, passed to the successor of its holder.', {
    ...partner,
    seatId: uuidSchema.optional(),
    from: holderSchema,
    to: holderSchema,
    operationId: uuidSchema,
    annulment,
    on: dateSchema,
  }),
});

/** Everything that the incubation context publishes. */
export const incubationContract = {
  ...incubatorEvents,
  ...partnerEvents,
  ...occupancyEvents,
  ...successionProcessEvents,
};
