import type { GrappeEvents } from '#libs/contracts';
import type { DatedName } from '#libs/kernel';
import { projection } from '#libs/projections';

export interface NamedOrganisation {
  readonly organisationId: string;
  /** In the order in which they were recorded. */
  readonly names: readonly DatedName[];
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
      evolve: (_document, { data: { organisationId, name, since } }) => ({
        organisationId,
        names: [{ name, since }],
      }),
    },
    'membership.OrganisationRenamed': {
      keys: ({ data }) => data.organisationId,
      evolve: (document, { data: { organisationId, name, since } }) => ({
        organisationId,
        names: [...(document?.names ?? []), { name, since }],
      }),
    },
  },
});
