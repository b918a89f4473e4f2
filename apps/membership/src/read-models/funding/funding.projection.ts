import { z } from 'zod';
import { catalog, fundingEvents, uuidSchema, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import { evolveFunding, noFunding, type Funding, type FundingFact } from '../../domain/funding/funding.ts';

const { FinancialYearSet, FundingRuleSet, FundingRecorded, AccountsPublished, AccountsReminded } = fundingEvents;

export const fundingRecordView = z
  .strictObject({
    clusterId: uuidSchema,
    years: z.array(FinancialYearSet.schema.omit({ clusterId: true })),
    rules: z.array(FundingRuleSet.schema.omit({ clusterId: true })),
    entries: z.array(FundingRecorded.schema.omit({ clusterId: true })),
    accounts: z.array(AccountsPublished.schema.omit({ clusterId: true })),
    reminders: z.array(AccountsReminded.schema.omit({ clusterId: true })),
  })
  .meta({
    id: 'FundingRecord',
    description: 'What was recorded of the money of a cluster, each in the order of days.',
  });

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
