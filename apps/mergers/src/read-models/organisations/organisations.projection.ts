import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

export interface NamedOrganisation {
  readonly organisationId: string;
  /** The name with the latest day. */
  readonly name: string;
  readonly namedSince: string;
}

/** What organisations are called, for the lists of a dry run. */
export const organisationNames = projection<GrappeEvents, NamedOrganisation>({
  name: 'mergers.organisations',
  version: 1,
  columns: { organisation_id: { type: 'text', from: 'organisationId' } },
  indexes: [['organisation_id']],
  on: {
    'membership.OrganisationRegistered': {
      keys: ({ data }) => data.organisationId,
      evolve: (_document, { data: { organisationId, name, since } }) => ({ organisationId, name, namedSince: since }),
    },
    'membership.OrganisationRenamed': {
      keys: ({ data }) => data.organisationId,
      evolve: (document, { data: { organisationId, name, since } }) =>
        document !== undefined && document.namedSince > since ? document : { organisationId, name, namedSince: since },
    },
  },
});
