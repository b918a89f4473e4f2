import { catalog, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import type { KnownScheme } from '../../domain/dry-run/holdings.ts';

/** What the schemes of labels say of the succession of a holder, in the order of days. */
export const labelSchemes = projection<GrappeEvents, KnownScheme>({
  name: 'mergers.label-schemes',
  version: 1,
  order: catalog.order,
  columns: { scheme_id: { type: 'text', from: 'schemeId' } },
  indexes: [['scheme_id']],
  key: 'schemeId',
  on: {
    'membership.LabelSchemeSet': upserts((known, { data }) => {
      const { schemeId, name, since, onHolderSuccession, onIssuerSuccession } = data;
      const version = { name, since, onHolderSuccession, onIssuerSuccession };
      return { ...known, schemeId, versions: [...(known?.versions ?? []), version] };
    }),
    'membership.LabelSchemeWithdrawn': upserts((known, { data: { schemeId, on } }) => {
      return { schemeId, versions: known?.versions ?? [], withdrawnOn: on };
    }),
  },
});
