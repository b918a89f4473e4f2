import { z } from 'zod';
import { catalog, nameSchema, organisationEvents, type GrappeEvents, type Immutable } from '#libs/contracts';
import { nameOn } from '#libs/kernel';
import { creates, projection, updates } from '#libs/projections';

const { OrganisationRegistered, OrganisationRenamed, OrganisationFigureDeclared } = organisationEvents;

const organisationDocument = OrganisationRegistered.schema.omit({ name: true }).extend({
  names: z.array(OrganisationRenamed.schema.omit({ organisationId: true })).describe('In the order of their days.'),
  figures: z.array(OrganisationFigureDeclared.schema.shape.figure).describe('What each source declared, side by side.'),
});

export const organisationView = organisationDocument
  .partial({ figures: true })
  .extend({ name: nameSchema.nullable().describe('The name in force on the requested day.') })
  .meta({ id: 'Organisation', description: 'An organisation with its dated names.' });

export type OrganisationDocument = Immutable<z.infer<typeof organisationDocument>>;
export type OrganisationView = Immutable<z.infer<typeof organisationView>>;

/** Names of organisations are public at once, so every reader sees the same. */
export function viewOfOrganisation(document: OrganisationDocument, day: string): OrganisationView {
  return { ...document, name: nameOn(document.names, day)?.name ?? null };
}

/** Every organisation with its names as dated facts. */
export const organisations = projection<GrappeEvents, OrganisationDocument>({
  name: 'membership.organisations',
  version: 4,
  order: catalog.order,
  subject: 'membership.organisation',
  columns: {
    organisation_id: { type: 'text', from: 'organisationId' },
    siren: { type: 'text', from: 'siren' },
  },
  indexes: [['organisation_id'], ['siren']],
  key: 'organisationId',
  on: {
    'membership.OrganisationRegistered': creates(({ data: { name, ...facts } }) => ({
      ...facts,
      names: [{ name, since: facts.since }],
      figures: [],
    })),
    'membership.OrganisationRenamed': updates((organisation, { data: { name, since } }) => ({
      ...organisation,
      names: [...organisation.names, { name, since }],
    })),
    'membership.OrganisationFigureDeclared': updates((organisation, { data: { figure } }) => ({
      ...organisation,
      figures: [...organisation.figures, figure],
    })),
  },
});
