import { introducedSchema, nameSchema, uuidSchema } from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay, type Transaction } from '#libs/commands';
import { introduction } from '../domain/introductions/introduction.ts';
import { absentCluster, absentOrganisation } from './register.ts';
import { eventsRefusals, FACT_REFUSALS } from './refusals.table.ts';

/** The cluster that made it. */
async function ownCluster({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> {
  const { made } = await tx.read(introduction, id);
  return made === undefined ? [] : [made.clusterId];
}

export const introductionCommands = commandTable('events.introductions', eventsRefusals, [
  commandOf(introduction, 'MakeIntroduction', {
    summary: 'Record that a cluster put organisations in touch with one another on a day, and what for.',
    body: {
      clusterId: uuidSchema.describe('The cluster that made it.'),
      organisationIds: introducedSchema,
      purpose: nameSchema,
    },
    scope: ({ body }) => [body.clusterId],
    happened: onItsDay,
    unless: async ({ body, effectiveAt, copies }) =>
      (await absentCluster(copies, body.clusterId, effectiveAt)) ??
      (await absentOrganisation(copies, body.organisationIds)),
    refusals: ['EVT_CLUSTER_ABSENT', 'EVT_ORGANISATION_ABSENT', 'EVT_INTRODUCTION_EXISTS', 'EVT_INTRODUCED_TWICE'],
    decide: ({ id, body, effectiveAt: on }) => ({ introductionId: id, ...body, on }),
  }),
  ...factCommands(introduction, {
    scope: ownCluster,
    unless: ({ organisationIds }: { readonly organisationIds?: readonly string[] }, { copies }) =>
      absentOrganisation(copies, organisationIds ?? []),
    refusals: [...FACT_REFUSALS, 'EVT_ORGANISATION_ABSENT', 'EVT_INTRODUCED_TWICE'],
  }),
]);
