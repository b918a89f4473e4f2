import { z } from 'zod';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';
import { successionProcessEvents } from '../succession.ts';

export const partnerClassSchema = z.enum(['public-authority', 'private-group', 'sector-body', 'education-research']);

/** Who holds something: an organisation or a cluster, by its id. */
export const holderSchema = z.strictObject({ kind: z.enum(['organisation', 'cluster']), id: uuidSchema });

export const incubatorEvents = {
  IncubatorOpened: event({
    version: 1,
    summary: 'An incubator exists from a day on.',
    schema: z.strictObject({ incubatorId: uuidSchema, name: nameSchema, site: nameSchema, since: dateSchema }),
  }),
  IncubatorRenamed: event({
    version: 1,
    summary: 'An incubator bears another name from a day on.',
    schema: z.strictObject({ incubatorId: uuidSchema, name: nameSchema, since: dateSchema }),
  }),
  IncubatorDissolved: event({
    version: 1,
    summary: 'An incubator was dissolved; its history stays.',
    schema: z.strictObject({ incubatorId: uuidSchema, on: dateSchema }),
  }),
};

const partner = { partnerId: uuidSchema, incubatorId: uuidSchema };

export const partnerEvents = {
  PartnerJoined: event({
    version: 1,
    summary: 'An organisation or a cluster is a partner of an incubator, in a class.',
    schema: z.strictObject({
      ...partner,
      class: partnerClassSchema,
      holder: holderSchema,
      founding: z.boolean(),
      since: dateSchema,
    }),
  }),
  SeatGranted: event({
    version: 1,
    summary: 'A partner holds a seat in the steering body.',
    schema: z.strictObject({ ...partner, seatId: uuidSchema, holder: holderSchema, since: dateSchema }),
  }),
  PartnershipPassed: event({
    version: 1,
    summary: 'A partnership, with its seat if it has one, passed to the successor of its holder.',
    schema: z.strictObject({
      ...partner,
      seatId: uuidSchema.optional(),
      from: holderSchema,
      to: holderSchema,
      operationId: uuidSchema,
      on: dateSchema,
    }),
  }),
  PartnerLeft: event({
    version: 1,
    summary: 'A partner left; its seat, if it had one, is free.',
    schema: z.strictObject({ ...partner, seatId: uuidSchema.optional(), holder: holderSchema, on: dateSchema }),
  }),
};

/** Everything that the incubation context publishes. */
export const incubationContract = { ...incubatorEvents, ...partnerEvents, ...successionProcessEvents };
