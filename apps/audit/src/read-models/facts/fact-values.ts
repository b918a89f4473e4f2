import { z } from 'zod';
import {
  bodyKindSchema,
  dateSchema,
  governanceContract,
  nameKindSchema,
  nameSchema,
  officeKindSchema,
  operationKindSchema,
  partnerEvents,
  quantitySchema,
  roleEvents,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';

const operationId = uuidSchema.optional();

/** What each kind of fact says of a stretch of days. */
export const factValues = {
  member: z.strictObject({
    how: z.enum(['admission', 'succession']),
    operationId,
    college: nameSchema.optional(),
    antennaId: uuidSchema.optional(),
  }),
  cluster: z.strictObject({ state: z.enum(['active', 'dormant', 'dissolved', 'succeeded']), operationId }),
  'cluster-name': z.strictObject({ name: nameSchema, nameKind: nameKindSchema }),
  'organisation-name': z.strictObject({ name: nameSchema }),
  antenna: z.strictObject({ clusterId: uuidSchema, name: nameSchema, brand: nameSchema.optional(), operationId }),
  body: z.strictObject({ bodyKind: bodyKindSchema, name: nameSchema, size: quantitySchema.optional() }),
  office: z.strictObject({
    officeKind: officeKindSchema,
    title: nameSchema,
    maxHolders: z.int().min(1),
    bodyId: uuidSchema,
  }),
  mandate: governanceContract.MandateStarted.schema.omit({ mandateId: true, clusterId: true, since: true }),
  role: roleEvents.RoleAssigned.schema.pick({ title: true, person: true }),
  incubator: z.strictObject({ name: nameSchema, site: nameSchema }),
  seat: partnerEvents.PartnerJoined.schema.pick({ holder: true, class: true, founding: true }).extend({
    seatId: uuidSchema.optional(),
    operationId: operationId.describe('By which it came to this holder.'),
  }),
  succession: z.strictObject({
    operationId: uuidSchema,
    operationKind: operationKindSchema,
    successorName: nameSchema,
    created: z.boolean(),
  }),
};

export type FactKind = keyof typeof factValues;
export type FactValues = { [Kind in FactKind]: Immutable<z.infer<(typeof factValues)[Kind]>> };

/** A stretch of days; `to` is the first day on which it holds no more, null without an end. */
export const span = { from: dateSchema, to: dateSchema.nullable() };
export const spanView = z.strictObject(span).meta({ id: 'Span', description: 'A stretch of days.' });
