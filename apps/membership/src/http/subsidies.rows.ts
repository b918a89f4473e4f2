import { subsidyEvents, uuidSchema } from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay, type Transaction } from '#libs/commands';
import { cluster } from '../domain/cluster/cluster.ts';
import { organisation } from '../domain/organisation/organisation.ts';
import { subsidy } from '../domain/subsidies/subsidy.decide.ts';
import { holderOf } from '../domain/subsidies/subsidy.ts';
import { CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

const { SubsidyRequested, SubsidyGranted, SubsidyConditionAdded, SubsidySpent, SubsidyReportReceived } = subsidyEvents;
const { SubsidyReminded, SubsidyRefused, SubsidyLapsed } = subsidyEvents;
const amountCents = SubsidyGranted.schema.shape.amountCents.describe('Null where it is unknown.');

/** The cluster whose subsidy it is now. */
async function ownCluster({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> {
  const { known } = await tx.read(subsidy, id);
  return known === undefined ? [] : [holderOf(known)];
}

const KNOWN = { scope: ownCluster, happened: onItsDay, refusals: ['MBR_SUBSIDY_NOT_FOUND'] } as const;

export const subsidyCommands = commandTable('membership.subsidies', membershipRefusals, [
  commandOf(subsidy, 'RequestSubsidy', {
    summary: 'Record that a cluster asked an organisation for a subsidy, for a purpose and a financial year.',
    body: {
      clusterId: uuidSchema,
      granterId: uuidSchema.describe('The organisation that may grant it.'),
      amountCents,
      ...SubsidyRequested.schema.pick({ purpose: true, year: true }).shape,
      onSuccession: SubsidyRequested.schema.shape.onSuccession
        .default('needs-consent')
        .describe('What a merger of the cluster makes of it.'),
    },
    scope: ({ body }) => [body.clusterId],
    happened: onItsDay,
    refusals: ['MBR_SUBSIDY_EXISTS', ...CLUSTER_UNFIT, 'MBR_ORGANISATION_NOT_FOUND'],
    decide: async ({ id: subsidyId, body, effectiveAt: on }, tx) => {
      const [itsCluster, granter] = await Promise.all([
        tx.read(cluster, body.clusterId),
        tx.read(organisation, body.granterId),
      ]);
      return { subsidyId, ...body, on, in: { cluster: itsCluster, granter } };
    },
  }),
  commandOf(subsidy, 'GrantSubsidy', {
    ...KNOWN,
    verb: 'grant',
    summary: 'Record that a subsidy was granted: for what was asked, for another amount, or for one that is unknown.',
    body: { amountCents },
    decide: ({ id: subsidyId, body, effectiveAt: on }) => ({ subsidyId, ...body, on }),
  }),
  commandOf(subsidy, 'SignSubsidyConvention', {
    ...KNOWN,
    verb: 'sign-convention',
    summary: 'Record that cluster and granter signed the convention.',
    decide: ({ id: subsidyId, effectiveAt: on }) => ({ subsidyId, on }),
  }),
  commandOf(subsidy, 'AddSubsidyCondition', {
    ...KNOWN,
    verb: 'add-condition',
    summary: 'Freeze a subsidy under a condition: it is not spent before all are met and it is released.',
    body: SubsidyConditionAdded.schema.pick({ condition: true }).shape,
    reports: { SubsidyConditionAdded: SubsidyConditionAdded.schema.pick({ conditionId: true }) },
    decide: ({ id: subsidyId, body, effectiveAt: on, ids }) => {
      return { subsidyId, conditionId: ids.next(), ...body, on };
    },
  }),
  commandOf(subsidy, 'MeetSubsidyCondition', {
    ...KNOWN,
    verb: 'meet-condition',
    summary: 'Record that a condition was met.',
    body: { conditionId: uuidSchema.describe('The condition, as its command recorded it.') },
    decide: ({ id: subsidyId, body, effectiveAt: on }) => ({ subsidyId, ...body, on }),
  }),
  commandOf(subsidy, 'ReleaseSubsidy', {
    ...KNOWN,
    verb: 'release',
    summary: 'Release a subsidy of which all conditions are met.',
    decide: ({ id: subsidyId, effectiveAt: on }) => ({ subsidyId, on }),
  }),
  commandOf(subsidy, 'SpendSubsidy', {
    ...KNOWN,
    verb: 'spend',
    summary: 'Record that a subsidy was spent, whole or in part; another use tells two of one day and amount apart.',
    body: SubsidySpent.schema.pick({ amountCents: true, use: true }).shape,
    refusals: ['MBR_SUBSIDY_NOT_FOUND', 'MBR_SUBSIDY_FROZEN', 'MBR_SUBSIDY_OVERSPENT'],
    decide: ({ id: subsidyId, body, effectiveAt: on }) => ({ subsidyId, ...body, on }),
  }),
  commandOf(subsidy, 'ReceiveSubsidyReport', {
    ...KNOWN,
    verb: 'receive-report',
    summary: 'Record that the granter received the financial report, with the receipt.',
    body: SubsidyReportReceived.schema.pick({ receipt: true }).shape,
    decide: ({ id: subsidyId, body, effectiveAt: on }) => ({ subsidyId, ...body, on }),
  }),
  commandOf(subsidy, 'RecordSubsidyReminder', {
    ...KNOWN,
    verb: 'record-reminder',
    summary: 'Record that the cluster was reminded of the convention or of the report, for the nth time.',
    body: SubsidyReminded.schema.pick({ obligation: true, nth: true }).shape,
    decide: ({ id: subsidyId, body, effectiveAt: on }) => ({ subsidyId, ...body, on }),
  }),
  commandOf(subsidy, 'RefuseSubsidy', {
    ...KNOWN,
    verb: 'refuse',
    summary: 'Record that a subsidy was refused.',
    body: SubsidyRefused.schema.pick({ reason: true }).shape,
    decide: ({ id: subsidyId, body, effectiveAt: on }) => ({ subsidyId, ...body, on }),
  }),
  commandOf(subsidy, 'LapseSubsidy', {
    verb: 'lapse',
    summary: 'Record that a subsidy lapses on a day: what was not spent before is not any more.',
    scope: ownCluster,
    refusals: KNOWN.refusals,
    body: SubsidyLapsed.schema.pick({ reason: true }).shape,
    decide: ({ id: subsidyId, body, effectiveAt: on }) => ({ subsidyId, ...body, on }),
  }),
  commandOf(subsidy, 'ConsentToSuccession', {
    ...KNOWN,
    verb: 'consent',
    summary: 'Record that the granter consented that a subsidy passes to the successor of its cluster.',
    decide: ({ id: subsidyId, effectiveAt: on }) => ({ subsidyId, on }),
  }),
  ...factCommands(subsidy, {
    scope: ownCluster,
    unless: async ({ granterId }: { readonly granterId?: string }, _request, tx) => {
      if (granterId === undefined || (await tx.read(organisation, granterId)).status !== 'absent') return undefined;
      return { type: 'MBR_ORGANISATION_NOT_FOUND', found: granterId };
    },
    refusals: [...FACT_REFUSALS, 'MBR_ORGANISATION_NOT_FOUND', 'MBR_SUBSIDY_OVERSPENT'],
  }),
]);
