import { catalog, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import { evolveFunding, noFunding, type Funding, type FundingFact } from '../../domain/funding/funding.ts';

export interface FundingDocument extends Funding {
  readonly clusterId: string;
}

type Names = FundingFact['type'];

/** What an event of the domain makes of the document: what it makes of the funding of the cluster. */
function follows<Name extends Names>(type: Name) {
  return upserts<GrappeEvents[`membership.${Name}`], FundingDocument>((document, { data }) => ({
    clusterId: data.clusterId,
    ...evolveFunding(document ?? noFunding, { type, ...data } as FundingFact),
  }));
}

/** What each cluster lives of; the key is the id of the cluster. Shares are computed when they are read. */
export const funding = projection<GrappeEvents, FundingDocument>({
  name: 'membership.funding',
  version: 2,
  order: catalog.order,
  subject: 'membership.funding',
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'membership.FinancialYearSet': follows('FinancialYearSet'),
    'membership.FundingRuleSet': follows('FundingRuleSet'),
    'membership.FundingRecorded': follows('FundingRecorded'),
    'membership.AccountsPublished': follows('AccountsPublished'),
    'membership.AccountsReminded': follows('AccountsReminded'),
  },
});
