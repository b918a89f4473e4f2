import { catalog, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import type { Reciprocal } from '../../domain/registrations/rights.ts';

type DrawnUp = GrappeEvents['membership.AgreementDrawnUp'];

/** An agreement between clusters, as far as it opens gatherings: its terms, and who was bound by it from when until when. */
export interface KnownAgreement {
  readonly agreementId: string;
  readonly terms?: Pick<DrawnUp, 'kind' | 'services' | 'since' | 'until'> | undefined;
  readonly signatures: readonly { readonly clusterId: string; readonly since: string; readonly until?: string }[];
}

/** An own copy of the agreements between clusters; the key is their id. */
export const agreements = projection<GrappeEvents, KnownAgreement>({
  name: 'events.agreements',
  version: 1,
  order: catalog.order,
  columns: {},
  indexes: [],
  key: 'agreementId',
  on: {
    'membership.AgreementDrawnUp': upserts((known, { data: { agreementId, kind, services, since, until } }) => ({
      agreementId,
      terms: { kind, services, since, ...(until === undefined ? {} : { until }) },
      signatures: known?.signatures ?? [],
    })),
    'membership.AgreementSigned': upserts((known, { data: { agreementId, clusterId, on } }) => ({
      ...known,
      agreementId,
      signatures: [...(known?.signatures ?? []), { clusterId, since: on }],
    })),
    'membership.AgreementLeft': upserts((known, { data: { agreementId, clusterId, on } }) => ({
      ...known,
      agreementId,
      signatures: (known?.signatures ?? []).map((each) =>
        each.clusterId === clusterId && each.until === undefined ? { ...each, until: on } : each,
      ),
    })),
  },
});

/** The agreement as it binds on a day, each party by whoever goes on with what binds it; undefined where it opens nothing: it is a partnership, or fewer than two are bound. */
export function reciprocalOn(
  { agreementId, terms, signatures }: KnownAgreement,
  day: string,
  headOf: (clusterId: string) => string = (clusterId) => clusterId,
): Reciprocal | undefined {
  if (terms?.kind !== 'reciprocity') return undefined;
  if (day < terms.since || (terms.until !== undefined && terms.until <= day)) return undefined;
  const bound = signatures.filter(({ since, until }) => since <= day && (until === undefined || day < until));
  const clusterIds = [...new Set(bound.map(({ clusterId }) => headOf(clusterId)))];
  return clusterIds.length < 2 ? undefined : { agreementId, clusterIds, services: terms.services };
}
