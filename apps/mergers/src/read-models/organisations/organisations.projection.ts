import { catalog, type GrappeEvents } from '#libs/contracts';
import type { DatedName } from '#libs/kernel';
import { creates, projection, updates } from '#libs/projections';

export interface NamedOrganisation {
  readonly organisationId: string;
  /** In the order of their days. */
  readonly names: readonly DatedName[];
}

/** What organisations are called, for the lists of a dry run. */
export const organisationNames = projection<GrappeEvents, NamedOrganisation>({
  name: 'mergers.organisations',
  version: 5,
  order: catalog.order,
  columns: { organisation_id: { type: 'text', from: 'organisationId' } },
  indexes: [['organisation_id']],
  key: 'organisationId',
  on: {
    'membership.OrganisationRegistered': creates(({ data: { organisationId, name, since } }) => ({
      organisationId,
      names: [{ name, since }],
    })),
    'membership.OrganisationRenamed': updates((organisation, { data: { name, since } }) => ({
      ...organisation,
      names: [...organisation.names, { name, since }],
    })),
  },
});
