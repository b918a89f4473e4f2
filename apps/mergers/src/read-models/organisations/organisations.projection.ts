import { catalog, type GrappeEvents } from '#libs/contracts';
import type { DatedName } from '#libs/kernel';
import { creates, projection, updates } from '#libs/projections';
import type { KnownCompany } from '#libs/succession';

export interface NamedOrganisation extends KnownCompany {
  readonly organisationId: string;
  /** In the order of their days. */
  readonly names: readonly DatedName[];
}

/** The first day that there is: two entries of one company are one on all days. */
const FIRST_DAY = '0001-01-01';

/** What organisations are called, for the lists of a dry run, and who goes on with them. */
export const organisationNames = projection<GrappeEvents, NamedOrganisation>({
  name: 'mergers.organisations',
  version: 6,
  order: catalog.order,
  columns: { organisation_id: { type: 'text', from: 'organisationId' } },
  indexes: [['organisation_id']],
  key: 'organisationId',
  on: {
    'membership.OrganisationRegistered': creates(({ data: { organisationId, name, kind, since } }) => ({
      ...{ organisationId, kind },
      names: [{ name, since }],
    })),
    'membership.OrganisationRenamed': updates((organisation, { data: { name, since } }) => ({
      ...organisation,
      names: [...organisation.names, { name, since }],
    })),
    'membership.OrganisationCeased': updates((organisation, { data: { on } }) => ({ ...organisation, ended: { on } })),
    'membership.OrganisationSucceeded': updates((organisation, { data: { continuation, on } }) => ({
      ...organisation,
      ended: { on, heirId: continuation.heirId },
    })),
    'membership.OrganisationDuplicateRecorded': updates((organisation, { data: { pivotId } }) => ({
      ...organisation,
      ended: { on: FIRST_DAY, heirId: pivotId },
    })),
  },
});
