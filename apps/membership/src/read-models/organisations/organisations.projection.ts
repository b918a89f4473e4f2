import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import type { OrganisationDocument } from './organisation.view.ts';

export type { OrganisationDocument };

/** Every organisation with its names as dated facts. Key: organisationId. */
export const organisations = projection<GrappeEvents, OrganisationDocument>({
  name: 'membership.organisations',
  version: 1,
  columns: {
    organisation_id: { type: 'text', from: 'organisationId' },
    siren: { type: 'text', from: 'siren' },
  },
  indexes: [['organisation_id'], ['siren']],
  on: {
    'membership.OrganisationRegistered': {
      keys: ({ data }) => data.organisationId,
      evolve: (_document, { data: { name, ...facts } }) => ({
        ...facts,
        names: [{ name, since: facts.since }],
        figures: [],
      }),
    },
    'membership.OrganisationRenamed': {
      keys: ({ data }) => data.organisationId,
      evolve: (document, { data: { name, since } }) =>
        document === undefined ? undefined : { ...document, names: [...document.names, { name, since }] },
    },
    'membership.OrganisationFigureDeclared': {
      keys: ({ data }) => data.organisationId,
      evolve: (document, { data: { figure } }) =>
        document === undefined ? undefined : { ...document, figures: [...document.figures, figure] },
    },
  },
});
