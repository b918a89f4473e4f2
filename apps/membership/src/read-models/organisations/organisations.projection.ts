import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { OrganisationDocument } from './organisation.view.ts';

export type { OrganisationDocument };

/** Every organisation with its names as dated facts. */
export const organisations = projection<GrappeEvents, OrganisationDocument>({
  name: 'membership.organisations',
  version: 1,
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
