import { catalog, type GrappeEvents } from '#libs/contracts';
import { keyed, projection, upserts } from '#libs/projections';
import type { SignedAgreement } from '../../domain/dry-run/holdings.ts';

type Act = GrappeEvents['membership.AgreementSigned'];
type Terms = GrappeEvents['membership.AgreementDrawnUp'];

/** The days on which a party is bound by an agreement, which its signature begins. */
function acts(after: (days: SignedAgreement['days'], on: string) => SignedAgreement['days']) {
  return keyed<Act, SignedAgreement>(
    ({ data: { agreementId, clusterId } }) => `${agreementId}/${clusterId}`,
    upserts((known, { data: { agreementId, clusterId, on } }) => {
      return { ...known, agreementId, clusterId, days: after(known?.days ?? [], on) };
    }),
  );
}

/** Which clusters have signed which agreements: a line for each party. */
export const agreements = projection<GrappeEvents, SignedAgreement>({
  name: 'mergers.agreements',
  version: 1,
  order: catalog.order,
  columns: { agreement_id: { type: 'text', from: 'agreementId' }, cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['agreement_id'], ['cluster_id']],
  on: {
    'membership.AgreementDrawnUp': keyed<Terms, SignedAgreement>(
      ({ data: { agreementId, parties } }) => parties.map((clusterId) => `${agreementId}/${clusterId}`),
      upserts((known, { data: { agreementId, kind, since, until } }, key) => {
        const terms = { kind, since, ...(until === undefined ? {} : { until }) };
        return { agreementId, clusterId: key.slice(agreementId.length + 1), terms, days: known?.days ?? [] };
      }),
    ),
    'membership.AgreementSigned': acts((days, since) => [...days, { since }]),
    'membership.AgreementLeft': acts((days, until) => {
      const last = days.at(-1);
      return last === undefined ? days : days.with(-1, { ...last, until });
    }),
  },
});
