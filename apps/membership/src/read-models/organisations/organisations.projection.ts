import { z } from 'zod';
import {
  catalog,
  dateSchema,
  identifierEndSchema,
  identifierSchema,
  nameSchema,
  organisationEvents,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { holdsOn, inForceOn, nameOn, withFact } from '#libs/kernel';
import { creates, projection, updates } from '#libs/projections';
import {
  registeredWith,
  withIdentifier,
  withIdentifierEnded,
} from '../../domain/organisation/organisation.identifiers.ts';

const { OrganisationRegistered, OrganisationRenamed, OrganisationLocated, OrganisationFigureDeclared } =
  organisationEvents;

const organisationDocument = OrganisationRegistered.schema.omit({ name: true }).extend({
  names: z.array(OrganisationRenamed.schema.omit({ organisationId: true })).describe('In the order of their days.'),
  locations: z
    .array(OrganisationLocated.schema.omit({ organisationId: true }))
    .describe('The departments of its seat, in the order of their days.'),
  identifiers: z
    .array(
      z.strictObject({
        identifier: identifierSchema,
        since: dateSchema,
        until: dateSchema.optional().describe('The first day after it.'),
        cause: identifierEndSchema.optional(),
      }),
    )
    .describe('Every identifier that it bears or bore, in the order of their days.'),
  figures: z.array(OrganisationFigureDeclared.schema.shape.figure).describe('What each source declared, side by side.'),
});

export const organisationView = organisationDocument
  .partial({ figures: true, identifiers: true })
  .extend({
    name: nameSchema.nullable().describe('The name in force on the requested day.'),
    department: OrganisationLocated.schema.shape.department
      .optional()
      .describe('That of its seat on the requested day.'),
  })
  .meta({ id: 'Organisation', description: 'An organisation with its dated names.' });

export type OrganisationDocument = Immutable<z.infer<typeof organisationDocument>>;
export type OrganisationView = Immutable<z.infer<typeof organisationView>>;

/** Names of organisations are public at once, so every reader sees the same. */
export function viewOfOrganisation(document: OrganisationDocument, day: string): OrganisationView {
  const borne = (scheme: 'siren' | 'rna') =>
    document.identifiers.findLast((each) => each.identifier.scheme === scheme && holdsOn(each, day))?.identifier.value;
  const [siren, rna] = [borne('siren') ?? document.siren, borne('rna') ?? document.rna];
  const department = inForceOn(document.locations, day)?.department;
  return {
    ...document,
    ...(department === undefined ? {} : { department }),
    ...(siren === undefined ? {} : { siren }),
    ...(rna === undefined ? {} : { rna }),
    name: nameOn(document.names, day)?.name ?? null,
  };
}

/** Every organisation with its names as dated facts. */
export const organisations = projection<GrappeEvents, OrganisationDocument>({
  name: 'membership.organisations',
  version: 7,
  order: catalog.order,
  subject: 'membership.organisation',
  columns: {
    organisation_id: { type: 'text', from: 'organisationId' },
  },
  indexes: [['organisation_id']],
  key: 'organisationId',
  on: {
    'membership.OrganisationRegistered': creates(({ data: { name, ...facts } }) => ({
      ...facts,
      names: [{ name, since: facts.since }],
      locations: [],
      identifiers: registeredWith(facts),
      figures: [],
    })),
    'membership.OrganisationRenamed': updates((organisation, { data: { name, since } }) => ({
      ...organisation,
      names: [...organisation.names, { name, since }],
    })),
    'membership.OrganisationLocated': updates((organisation, { data: { department, since } }) => ({
      ...organisation,
      locations: withFact(organisation.locations, { department, since }),
    })),
    'membership.OrganisationIdentified': updates((organisation, { data }) => ({
      ...organisation,
      identifiers: withIdentifier(organisation.identifiers, data),
    })),
    'membership.OrganisationIdentifierEnded': updates((organisation, { data }) => ({
      ...organisation,
      identifiers: withIdentifierEnded(organisation.identifiers, data),
    })),
    'membership.OrganisationFigureDeclared': updates((organisation, { data: { figure } }) => ({
      ...organisation,
      figures: [...organisation.figures, figure],
    })),
  },
});
