import { z } from 'zod';
import {
  centsSchema,
  fundingBoundSchema,
  fundingClassSchema,
  fundingEvents,
  fundingResourceSchema,
  subsidyEvents,
  uuidSchema,
  yearSchema,
  type Immutable,
} from '#libs/contracts';
import { inForceOn } from '#libs/kernel';
import { financialYear } from '../../domain/funding/financial-years.ts';
import { fundingMix } from '#libs/succession';
import { imbalancesOf } from '../../domain/funding/funding-mix.ts';
import type { Funding, FundingEntry } from '../../domain/funding/funding.ts';
import { dedicatedFunds } from '../../domain/subsidies/dedicated-funds.ts';
import type { SubsidyFact } from '../../domain/subsidies/subsidy.ts';
import { volunteerValueIn } from '../../domain/volunteering/volunteer-value.ts';
import type { Volunteering } from '../../domain/volunteering/volunteering.ts';
import { financialYearView, viewOfYear, volunteerValueView } from '../volunteering/volunteering.projection.ts';

const share = z
  .string()
  .regex(/^\d{1,3}\.\d\d$/)
  .describe('In percent; the shares of a mix sum to exactly 100.00.');

const mixView = z
  .strictObject({
    totalCents: centsSchema,
    classes: z.array(
      z.strictObject({
        class: fundingClassSchema,
        amountCents: centsSchema,
        share: share.optional().describe('In percent; absent where the total is 0.'),
      }),
    ),
  })
  .meta({ id: 'FundingMix', description: 'Amounts by class with shares that sum to exactly 100 %.' });

const amount = centsSchema.nullable().describe('Null where it is unknown.');
const dedicatedFund = z
  .strictObject({
    subsidyId: uuidSchema,
    ...subsidyEvents.SubsidyRequested.schema.pick({ granterId: true, purpose: true, year: true }).shape,
    grantedCents: amount,
    spentCents: centsSchema,
    unspentCents: amount,
  })
  .meta({ id: 'DedicatedFund', description: 'What is left of a subsidy, and stays dedicated to its purpose.' });

export const fundingView = z
  .strictObject({
    clusterId: uuidSchema,
    year: yearSchema,
    period: financialYearView,
    cash: mixView.describe('What was recorded, without volunteering.'),
    withVolunteering: mixView.describe('With the value of volunteering among the resources of its own.'),
    volunteering: volunteerValueView,
    resources: z.array(z.strictObject({ resource: fundingResourceSchema, amountCents: centsSchema })),
    imbalances: z
      .array(fundingBoundSchema.extend({ share }))
      .describe('What the rule of the cluster, in force on the last day reported, asks and the year does not keep.'),
    dedicatedFunds: z
      .array(dedicatedFund)
      .describe('What is not spent of subsidies at the end of the year, or on the day where it has not ended.'),
    entries: z.array(fundingEvents.FundingRecorded.schema.omit({ clusterId: true })),
  })
  .meta({ id: 'Funding', description: 'The funding of a financial year of a cluster.' });

export type FundingView = Immutable<z.infer<typeof fundingView>>;

/** What the funding of a year is made of. */
export interface FundingSources {
  readonly clusterId: string;
  readonly funding: Funding;
  readonly volunteering: Volunteering;
  /** The facts of each subsidy that it may have. */
  readonly subsidies: readonly (readonly SubsidyFact[])[];
}

/** The funding of a financial year by what had come by the end of a day. */
export function viewOfFunding(
  { clusterId, funding, volunteering, subsidies }: FundingSources,
  { year, day }: { readonly year: number; readonly day: string },
): FundingView {
  const days = financialYear(funding.years, year);
  const period = viewOfYear(days);
  const entries = funding.entries.filter(({ on }) => on <= day && days.since <= on && on < days.until);
  const times = volunteering.times.filter(({ on }) => on <= day);
  const value = volunteerValueIn({ ...volunteering, times }, days);
  const [cash, all] = [fundingMix(entries), fundingMix(entries, value.valueCents ?? 0)];
  const last = day < period.lastDay ? day : period.lastDay;
  const rule = inForceOn(funding.rules, last);
  return {
    clusterId,
    year,
    period,
    cash,
    withVolunteering: all,
    volunteering: value,
    resources: resourcesOf(entries),
    imbalances: rule === undefined ? [] : imbalancesOf(rule, { cash, all }),
    dedicatedFunds: dedicatedFunds(subsidies, { clusterId, year, day: last }),
    entries,
  };
}

function resourcesOf(entries: readonly FundingEntry[]): FundingView['resources'] {
  return fundingResourceSchema.options.flatMap((resource) => {
    const own = entries.filter((entry) => entry.resource === resource);
    return own.length === 0
      ? []
      : [{ resource, amountCents: own.reduce((sum, { amountCents }) => sum + amountCents, 0) }];
  });
}
