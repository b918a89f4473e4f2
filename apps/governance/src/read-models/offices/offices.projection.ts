import { z } from 'zod';
import { catalog, dateSchema, officeEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { withMandateEnded } from '#libs/contracts/facts';
import { holdsOn, withFact } from '#libs/kernel';
import { creates, projection, updates } from '#libs/projections';
import type { Tenure } from '../../domain/office/office.ts';

const { OfficeCreated, MandateStarted, MandateEnded } = officeEvents;

const mandateView = MandateStarted.schema
  .omit({ officeId: true, bodyId: true, clusterId: true })
  .extend({
    until: dateSchema.optional().describe('The first day after the mandate.'),
    cause: MandateEnded.schema.shape.cause.optional(),
    operationId: uuidSchema.optional(),
  })
  .meta({ id: 'Mandate', description: 'A person in an office.' });

export const officeView = OfficeCreated.schema
  .omit({ maxHolders: true })
  .extend({
    capacities: z
      .array(OfficeCreated.schema.pick({ since: true, maxHolders: true }))
      .describe('How many persons may hold the office, from which day on.'),
    mandates: z.array(mandateView),
  })
  .meta({ id: 'Office', description: 'An office with its mandates.' });

export const holdersView = z
  .strictObject({ officeId: uuidSchema, validAt: dateSchema, holders: z.array(mandateView) })
  .meta({ id: 'OfficeHolders', description: 'Whoever held an office on a day.' });

export type MandateView = Immutable<z.infer<typeof mandateView>>;
export type OfficeDocument = Immutable<z.infer<typeof officeView>>;

export const offices = projection<GrappeEvents, OfficeDocument>({
  name: 'governance.offices',
  version: 6,
  order: catalog.order,
  subject: 'governance.office',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    body_id: { type: 'text', from: 'bodyId' },
    kind: { type: 'text', from: 'kind' },
  },
  indexes: [['cluster_id', 'kind'], ['body_id']],
  key: 'officeId',
  on: {
    'governance.OfficeCreated': creates(({ data: { maxHolders, ...office } }) => ({
      ...office,
      capacities: [{ since: office.since, maxHolders }],
      mandates: [],
    })),
    'governance.OfficeMaxHoldersSet': updates((office, { data: { since, maxHolders } }) => ({
      ...office,
      capacities: withFact(office.capacities, { since, maxHolders }),
    })),
    'governance.MandateStarted': updates(
      (office, { data: { officeId: _office, bodyId: _body, clusterId: _cluster, ...mandate } }) => ({
        ...office,
        mandates: [...office.mandates, mandate],
      }),
    ),
    'governance.MandateEnded': updates((office, { data }) => ({
      ...office,
      mandates: withMandateEnded(office.mandates, data),
    })),
  },
});

/** When the person of a mandate holds the office. */
export function tenureOf(
  mandate: Pick<MandateView, 'mandateId' | 'person' | 'since' | 'limit'> & { readonly until?: string | undefined },
): Tenure {
  const { mandateId, person, since, limit, until } = mandate;
  return { mandateId, personId: person.personId, since, limit, until };
}

/** Whoever holds an office on a day; a mandate past its limit is not held, whether its end was recorded or not. */
export function holdersOf(office: OfficeDocument, day: string): readonly MandateView[] {
  return office.mandates.filter((mandate) => holdsOn(mandate, day));
}
