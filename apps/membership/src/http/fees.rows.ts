import {
  centsSchema,
  dateSchema,
  feeEvents,
  feePeriodSchema,
  feePolicyShape,
  paidCentsSchema,
  nameSchema,
  uuidSchema,
} from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay, type Transaction } from '#libs/commands';
import { cluster } from '../domain/cluster/cluster.ts';
import { notMemberIn, type CallFee } from '../domain/fees/fee.call.ts';
import type { FeePeriod } from '../domain/fees/fee-periods.ts';
import { fee } from '../domain/fees/fee.decide.ts';
import { feePolicy } from '../domain/fees/fee-policy.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import { organisation } from '../domain/organisation/organisation.ts';
import { unfitDay } from './clusters.rows.ts';
import { ownCluster } from './memberships.rows.ts';
import { CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

/** A fee policy has the id of its cluster. */
export const feePolicyCommands = commandTable('membership.fee-policies', membershipRefusals, [
  commandOf(feePolicy, 'SetFeePolicy', {
    verb: 'set',
    summary: 'Set what the fees of a cluster are from a day on: amounts in cents, period, due day, grace, reminders.',
    body: {
      ...feePolicyShape,
      freeLastMonths: feePolicyShape.freeLastMonths.default(0),
      reminders: feePolicyShape.reminders.default([]),
    },
    scope: ({ id }) => [id],
    refusals: [...CLUSTER_UNFIT, 'MBR_FEE_AMOUNT_TWICE'],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { clusterId: id, ...body, since, cluster: await tx.read(cluster, id) };
    },
  }),
  ...factCommands(feePolicy, {
    scope: ({ id }) => [id],
    unless: async (changes, { id }, tx) => unfitDay(await tx.read(cluster, id), id, changes),
    refusals: [...FACT_REFUSALS, ...CLUSTER_UNFIT, 'MBR_FEE_AMOUNT_TWICE'],
  }),
]);

const theFee = { feeId: uuidSchema.describe('The fee, as its call recorded it.') };
const OVERPAID = ['MBR_FEE_NOT_FOUND', 'MBR_FEE_OVERPAID'] as const;

/** Fees have the id of the membership that owes them. */
export const feeCommands = commandTable('membership.fees', membershipRefusals, [
  commandOf(fee, 'CallFee', {
    verb: 'call',
    summary:
      'Call the fee of a member: of the next period that is not over, by the policy of the cluster, as far as nothing else is said.',
    body: {
      period: feePeriodSchema.optional().describe('From its first day up to the day before `until`.'),
      amountCents: centsSchema.optional(),
      dueOn: dateSchema.optional(),
    },
    reports: {
      FeeCalled: feeEvents.FeeCalled.schema.pick({ feeId: true, period: true, amountCents: true, dueOn: true }),
    },
    scope: ownCluster,
    happened: onItsDay,
    refusals: [
      'MBR_MEMBERSHIP_NOT_FOUND',
      'MBR_NO_FEE_POLICY',
      'MBR_NOT_A_MEMBER',
      ...CLUSTER_UNFIT,
      'MBR_NO_FEE_AMOUNT',
      'MBR_FEE_OVERLAPS',
    ],
    decide: async ({ id, body, effectiveAt: on, ids }, tx) => {
      return { ...body, membershipId: id, feeId: ids.next(), on, in: await surroundings(tx, id) };
    },
  }),
  commandOf(fee, 'PayFee', {
    verb: 'pay',
    summary:
      'Record a payment of a fee, whole or in part; another one of the same day and amount bears another reference.',
    body: { ...theFee, amountCents: paidCentsSchema, reference: nameSchema.optional() },
    scope: ownCluster,
    happened: onItsDay,
    refusals: OVERPAID,
    decide: ({ id, body, effectiveAt: on }) => ({ membershipId: id, ...body, on }),
  }),
  commandOf(fee, 'RemitFee', {
    verb: 'remit',
    summary: 'Renounce a fee, whole or in part, with the reason.',
    body: { ...theFee, amountCents: paidCentsSchema, reason: nameSchema },
    scope: ownCluster,
    happened: onItsDay,
    refusals: OVERPAID,
    decide: ({ id, body, effectiveAt: on }) => ({ membershipId: id, ...body, on }),
  }),
  commandOf(fee, 'RecordReminder', {
    verb: 'record-reminder',
    summary: 'Record that a member was reminded of a fee, for the nth time of the fee policy.',
    body: { ...theFee, nth: feeEvents.FeeReminded.schema.shape.nth },
    scope: ownCluster,
    happened: onItsDay,
    refusals: ['MBR_FEE_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ membershipId: id, ...body, on }),
  }),
  ...factCommands(fee, {
    scope: ownCluster,
    unless: async ({ period }: { readonly period?: FeePeriod }, { id }, tx) =>
      period === undefined ? undefined : notMemberIn(await tx.read(membership, id), period),
    refusals: [...FACT_REFUSALS, 'MBR_NOT_A_MEMBER', 'MBR_DATE_BEFORE_START', 'MBR_FEE_OVERLAPS', 'MBR_FEE_OVERPAID'],
  }),
]);

/** What a fee is called on. */
async function surroundings(tx: Transaction, membershipId: string): Promise<CallFee['in']> {
  const member = await tx.read(membership, membershipId);
  if (member.status === 'absent') return { membership: member, cluster: cluster.initial, policy: feePolicy.initial };
  const [itsCluster, policy, company] = await Promise.all([
    tx.read(cluster, member.clusterId),
    tx.read(feePolicy, member.clusterId),
    tx.read(organisation, member.organisationId),
  ]);
  const sizeClass = company.status === 'absent' ? undefined : company.registration.sizeClass;
  return { membership: member, cluster: itsCluster, policy, sizeClass };
}
