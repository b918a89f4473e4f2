import { fundingEvents, reminderSchema } from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import { cluster } from '../domain/cluster/cluster.ts';
import { funding } from '../domain/funding/funding.ts';
import { unfitDay } from './clusters.rows.ts';
import { CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

const { FinancialYearSet, FundingRuleSet, FundingRecorded, AccountsPublished } = fundingEvents;

/** The funding of a cluster has the id of the cluster. */
export const fundingCommands = commandTable('membership.funding', membershipRefusals, [
  commandOf(funding, 'SetFinancialYear', {
    verb: 'set-year',
    summary:
      'State the days of a financial year, from the day of the command up to the one before `until`: those after it follow from it. Without any, it is the calendar year.',
    body: FinancialYearSet.schema.pick({ year: true, until: true }).shape,
    scope: ({ id }) => [id],
    refusals: [...CLUSTER_UNFIT, 'MBR_FINANCIAL_YEAR_OVERLAPS'],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { clusterId: id, ...body, since, cluster: await tx.read(cluster, id) };
    },
  }),
  commandOf(funding, 'SetFundingRule', {
    verb: 'set-rule',
    summary:
      'Declare what keeps the funding of a cluster in balance from a day on: at least or at most so many percent of a class.',
    body: FundingRuleSet.schema.pick({ bounds: true }).shape,
    scope: ({ id }) => [id],
    refusals: CLUSTER_UNFIT,
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { clusterId: id, ...body, since, cluster: await tx.read(cluster, id) };
    },
  }),
  commandOf(funding, 'RecordFunding', {
    verb: 'record',
    summary:
      'Record money from a resource, with its source; another one of the same day and amount has another source.',
    body: FundingRecorded.schema.pick({ resource: true, amountCents: true, source: true }).shape,
    scope: ({ id }) => [id],
    happened: onItsDay,
    refusals: CLUSTER_UNFIT,
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      return { clusterId: id, ...body, on, cluster: await tx.read(cluster, id) };
    },
  }),
  commandOf(funding, 'PublishAccounts', {
    verb: 'publish-accounts',
    summary: 'Record that the accounts of a financial year were published, with the receipt.',
    body: AccountsPublished.schema.pick({ year: true, receipt: true }).shape,
    scope: ({ id }) => [id],
    happened: onItsDay,
    refusals: CLUSTER_UNFIT,
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      return { clusterId: id, ...body, on, cluster: await tx.read(cluster, id) };
    },
  }),
  commandOf(funding, 'RecordAccountsReminder', {
    verb: 'record-reminder',
    summary: 'Record that a cluster was reminded of publishing the accounts of a financial year, for the nth time.',
    body: { year: AccountsPublished.schema.shape.year, nth: reminderSchema },
    scope: ({ id }) => [id],
    happened: onItsDay,
    refusals: CLUSTER_UNFIT,
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      return { clusterId: id, ...body, on, cluster: await tx.read(cluster, id) };
    },
  }),
  ...factCommands(funding, {
    scope: ({ id }) => [id],
    unless: async (changes, { id }, tx) => unfitDay(await tx.read(cluster, id), id, changes),
    refusals: [...FACT_REFUSALS, ...CLUSTER_UNFIT, 'MBR_FINANCIAL_YEAR_OVERLAPS'],
  }),
]);
