import { z } from 'zod';
import { catalog, dateSchema, officeEvents, personSchema, uuidSchema } from '#libs/contracts';
import type { GrappeEvents, Immutable } from '#libs/contracts';
import { withMandateEnded } from '#libs/contracts/facts';
import { holdsOn, withFact } from '#libs/kernel';
import { changeItem, creates, projection, updates } from '#libs/projections';
import type { Tenure } from '../../domain/office/office.ts';

const { OfficeCreated, MandateStarted, MandateEnded, MandateExtended, MandateHolderMoved } = officeEvents;
const { RepresentationStarted, RepresentationEnded } = officeEvents;

export const notElectedSchema = z
  .enum(['not-elected'])
  .describe('By what is known today of the election that it rests on, its holder was not elected.');

const mandateView = MandateStarted.schema
  .omit({ officeId: true, bodyId: true, clusterId: true })
  .extend({
    until: dateSchema.optional().describe('The first day after the mandate.'),
    cause: MandateEnded.schema.shape.cause.optional(),
    operationId: uuidSchema.optional(),
    extensions: z
      .array(
        MandateExtended.schema
          .pick({ on: true, limit: true, decision: true, resolutionId: true })
          .extend({ before: dateSchema.optional().describe('The limit until then.') }),
      )
      .optional()
      .describe('The decisions that have set its limit anew.'),
    moves: z
      .array(MandateHolderMoved.schema.pick({ since: true, representing: true, organisationId: true }))
      .optional()
      .describe('Whom its holder represents since a later day than the first.'),
    byMandateId: uuidSchema.optional().describe('Ex officio: the mandate in the other office.'),
    carriedOver: z
      .strictObject({ since: dateSchema, by: uuidSchema.optional().describe('The mandate that took its place.') })
      .optional()
      .describe('Its holder stays in office past the limit until replaced.'),
    opposableFrom: dateSchema
      .optional()
      .describe(
        'In a board or a bureau: the day from which it can be held against third parties. Absent until it was declared.',
      ),
    endOpposableFrom: dateSchema
      .optional()
      .describe('The day from which its end can be held against third parties. Absent until that was declared.'),
    differs: notElectedSchema.optional(),
  })
  .meta({ id: 'Mandate', description: 'A person in an office.' });

export const representationView = RepresentationStarted.schema
  .omit({ officeId: true, bodyId: true, clusterId: true })
  .extend({
    person: personSchema.optional().describe('Whoever holds the mandate.'),
    until: dateSchema.optional().describe('The first day without it: by its own end, or by that of the mandate.'),
    reason: RepresentationEnded.schema.shape.reason,
    underMandates: z
      .array(z.strictObject({ mandateId: uuidSchema, since: dateSchema }))
      .optional()
      .describe('The mandates under which it went on: re-elections of its holder without a day in between.'),
  })
  .meta({ id: 'Representation', description: 'A seat elsewhere that is held because of a mandate.' });

export const officeView = OfficeCreated.schema
  .omit({ maxHolders: true })
  .extend({
    capacities: z
      .array(OfficeCreated.schema.pick({ since: true, maxHolders: true }))
      .describe('How many persons may hold the office, from which day on.'),
    mandates: z.array(mandateView),
    representations: z
      .array(representationView)
      .optional()
      .describe('Where holders sit because of a mandate of this office.'),
  })
  .meta({ id: 'Office', description: 'An office with its mandates.' });

export const holdersView = z
  .strictObject({
    officeId: uuidSchema,
    validAt: dateSchema,
    holders: z.array(mandateView),
    expired: z
      .array(mandateView)
      .describe('Mandates past their limit to which nobody has succeeded: acts under them are refused.'),
  })
  .meta({ id: 'OfficeHolders', description: 'Whoever held an office on a day.' });

export type MandateView = Immutable<z.infer<typeof mandateView>>;
export type RepresentationView = Immutable<z.infer<typeof representationView>>;
export type OfficeDocument = Immutable<z.infer<typeof officeView>>;

export const offices = projection<GrappeEvents, OfficeDocument>({
  name: 'governance.offices',
  version: 8,
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
    'governance.MandateExtended': updates((office, { data }) => ({
      ...office,
      mandates: changeItem(office.mandates, isOf(data), (mandate) => extended(mandate, data)),
    })),
    'governance.MandateHolderMoved': updates((office, { data }) => {
      const { since, representing, organisationId } = data;
      const move = {
        since,
        ...(representing === undefined ? {} : { representing }),
        ...(organisationId === undefined ? {} : { organisationId }),
      };
      const moved = (mandate: MandateView) => ({ ...mandate, moves: withFact(mandate.moves ?? [], move) });
      return { ...office, mandates: changeItem(office.mandates, isOf(data), moved) };
    }),
    'governance.RepresentationStarted': updates(
      (office, { data: { officeId: _office, bodyId: _body, clusterId: _cluster, ...representation } }) => ({
        ...office,
        representations: [...(office.representations ?? []), representation],
      }),
    ),
    'governance.RepresentationEnded': updates((office, { data: { representationId, on: until, reason } }) => ({
      ...office,
      representations: changeItem(
        office.representations ?? [],
        (each) => each.representationId === representationId,
        (each) => ({ ...each, until, ...(reason === undefined ? {} : { reason }) }),
      ),
    })),
    'governance.MandateEnded': updates((office, { data }) => ({
      ...office,
      mandates: withMandateEnded(office.mandates, data),
    })),
  },
});

type Extended = GrappeEvents['governance.MandateExtended'];

function isOf({ mandateId }: { readonly mandateId: string }): (mandate: MandateView) => boolean {
  return (mandate) => mandate.mandateId === mandateId;
}

function extended(mandate: MandateView, { on, limit, decision, resolutionId }: Extended): MandateView {
  const before = mandate.limit === undefined ? {} : { before: mandate.limit };
  const by = resolutionId === undefined ? {} : { resolutionId };
  return { ...mandate, limit, extensions: [...(mandate.extensions ?? []), { on, limit, ...before, decision, ...by }] };
}

type OfMandate = Pick<MandateView, 'mandateId' | 'person' | 'since' | 'limit' | 'follows' | 'carriedOver'>;

/** When the person of a mandate holds the office; carried over, it is held past its limit. */
export function tenureOf(mandate: OfMandate & { readonly until?: string | undefined }): Tenure {
  const { mandateId, person, since, limit, until, follows, carriedOver } = mandate;
  const own = carriedOver === undefined ? { limit } : {};
  return { mandateId, personId: person.personId, since, ...own, until, follows };
}

/** Whoever holds an office on a day; a mandate past its limit is held only where it is carried over. */
export function holdersOf(office: OfficeDocument, day: string): readonly MandateView[] {
  return office.mandates.filter((mandate) => holdsOn(tenureOf(mandate), day));
}
