import { catalog, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import type { KnownScheme } from '../../domain/dry-run/holdings.ts';

/** What the schemes of labels say of the succession of a holder, in the order of days. */
export const labelSchemes = projection<GrappeEvents, KnownScheme>({
  name: 'mergers.label-schemes',
  version: 2,
  order: catalog.order,
  columns: { scheme_id: { type: 'text', from: 'schemeId' }, issuer_id: { type: 'text', from: 'issuerId' } },
  indexes: [['scheme_id'], ['issuer_id']],
  key: 'schemeId',
  on: {
    'membership.LabelSchemeSet': upserts((known, { data }) => {
      const { schemeId, issuerId, name, since, onHolderSuccession, onIssuerSuccession } = data;
      const version = { name, since, onHolderSuccession, onIssuerSuccession };
      return { ...known, schemeId, issuerId, versions: [...(known?.versions ?? []), version] };
    }),
    'membership.LabelSchemeWithdrawn': upserts((known, { data: { schemeId, issuerId, on } }) => {
      return { schemeId, issuerId, versions: known?.versions ?? [], withdrawnOn: on };
    }),
  },
});
