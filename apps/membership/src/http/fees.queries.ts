import {
  dayOf,
  documentOf,
  idParameter,
  orNotFound,
  pageParameters,
  pageSchemaOf,
  query,
  validAtParameter,
  wordParameter,
  type DeclaredModels,
  type PageInput,
  type QueryCall,
  type QueryRow,
} from '#libs/hosting';
import type { FeePolicyVersion } from '../domain/fees/fee-policy.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { feePolicies, feePolicyView, viewOfFeePolicy } from '../read-models/fee-policies/fee-policies.projection.ts';
import {
  fees,
  feeStatus,
  feesView,
  memberFeesView,
  memberRemindersView,
  remindersOf,
  viewOfFees,
  type FeesDocument,
  type FeesOfOrigin,
} from '../read-models/fees/fees.projection.ts';
import { memberships, type MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import { namesOf } from '../read-models/organisations/names.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { shownMembership } from './memberships.queries.ts';

const id = idParameter('The cluster.');
const ofMember = idParameter('The membership.');
const about = ({ clusterId, organisationId }: Pick<FeesDocument, 'clusterId' | 'organisationId'>) => ({
  clusters: [clusterId],
  organisations: [organisationId],
});

async function policyOf(models: DeclaredModels, clusterId: string): Promise<readonly FeePolicyVersion[]> {
  const policy = await models.of(feePolicies).get(clusterId);
  return policy?.versions ?? [];
}

/** The fees of the memberships that went on in one, and of those that had gone on in these. */
async function ofOrigins(membership: MembershipDocument, models: DeclaredModels): Promise<readonly FeesOfOrigin[]> {
  const all: FeesOfOrigin[] = [];
  const seen = new Set([membership.membershipId]);
  const next = [membership];
  for (let each = next.shift(); each !== undefined; each = next.shift())
    for (const { membershipId } of each.origins.filter((origin) => !seen.has(origin.membershipId))) {
      seen.add(membershipId);
      const [document, from] = await Promise.all([
        models.of(fees).get(membershipId),
        models.of(memberships).get(membershipId),
      ]);
      if (from !== undefined) next.push(from);
      if (document === undefined) continue;
      const entry = await models.of(organisations).get(document.organisationId);
      const asOne = document.clusterId === membership.clusterId && entry?.pivotId === membership.organisationId;
      all.push({ document, versions: await policyOf(models, document.clusterId), asOne });
    }
  return all;
}

/** A page of the fees of a cluster's members that are meant, each member with its name on the day. */
async function pageOfMembers(
  { models, viewer }: Pick<QueryCall, 'models' | 'viewer'>,
  { id: clusterId, limit, after }: PageInput & { readonly id: string },
  { day, keep }: { readonly day: string; readonly keep: (document: FeesDocument) => boolean },
) {
  orNotFound(await models.of(clusters).get(clusterId), clusterId);
  const page = await models.of(fees).page({ where: { cluster_id: clusterId }, keep, limit, after });
  const names = await namesOf(
    { models, viewer, day },
    page.items.map(({ organisationId }) => organisationId),
  );
  return { ...page, items: page.items.map((document) => ({ document, name: names(document.organisationId) })) };
}

/** Fees of members: what a cluster asks, and who paid, is late, or has to be reminded, on any day. */
export const feeQueries: readonly QueryRow[] = [
  documentOf(feePolicies, {
    shows: 'register',
    summary: 'What the fees of a cluster are on a day, with all versions.',
    parameters: { id, validAt: validAtParameter },
    answers: feePolicyView,
    also: [clusters],
    view: async (document, call) => viewOfFeePolicy(document, await dissolutionsIn(call.models), dayOf(call)),
  }),
  documentOf(fees, {
    shows: 'fees',
    about,
    summary: 'The fees of a membership as they are on a day; not found where none was ever called.',
    parameters: { id: ofMember, validAt: validAtParameter },
    also: [feePolicies],
    answers: feesView,
    view: async (document, call) => viewOfFees(document, await policyOf(call.models, document.clusterId), dayOf(call)),
  }),
  documentOf(memberships, {
    path: ':id/fees',
    shows: 'fees',
    about,
    withheld: shownMembership.withheld,
    summary: 'The fees of a membership as they are on a day; none where none was called.',
    parameters: { id: ofMember, validAt: validAtParameter },
    also: [fees, feePolicies, organisations],
    answers: feesView,
    view: async (membership, call) => {
      const { membershipId, clusterId, organisationId } = membership;
      const known = await call.models.of(fees).get(membershipId);
      const document = known ?? { membershipId, clusterId, organisationId, fees: [] };
      const versions = await policyOf(call.models, clusterId);
      return viewOfFees(document, versions, dayOf(call), await ofOrigins(membership, call.models));
    },
  }),
  query({
    path: 'clusters/:id/fees',
    summary: 'The members of a cluster of whom a fee was called by the day, with what they paid and owe on it.',
    shows: 'fees',
    scope: ({ input }) => [input.id],
    parameters: {
      id,
      status: wordParameter(
        feeStatus.exclude(['none']),
        'With a fee that has this status on the day.',
        'in-default',
      ).optional(),
      validAt: validAtParameter,
      ...pageParameters,
    },
    reads: [clusters, fees, feePolicies, organisations],
    answers: pageSchemaOf(memberFeesView),
    run: async (call) => {
      const { models, input } = call;
      const day = dayOf(call);
      const versions = await policyOf(models, input.id);
      const view = (document: FeesDocument) => viewOfFees(document, versions, day);
      const keep = (document: FeesDocument) =>
        view(document).fees.some(({ status }) => input.status === undefined || status === input.status);
      const page = await pageOfMembers(call, input, { day, keep });
      return { ...page, items: page.items.map(({ document, name }) => ({ ...view(document), name })) };
    },
  }),
  query({
    path: 'clusters/:id/fee-reminders',
    summary: 'The members of a cluster with the reminders of fees that are due by the day and were not recorded.',
    shows: 'fees',
    scope: ({ input }) => [input.id],
    parameters: { id, validAt: validAtParameter, ...pageParameters },
    reads: [clusters, fees, feePolicies, organisations],
    answers: pageSchemaOf(memberRemindersView),
    run: async (call) => {
      const { models, input } = call;
      const day = dayOf(call);
      const versions = await policyOf(models, input.id);
      const due = (document: FeesDocument) => remindersOf(document, versions, day);
      const page = await pageOfMembers(call, input, { day, keep: (document) => due(document).length > 0 });
      return {
        ...page,
        items: page.items.map(({ document, name }) => {
          const { membershipId, clusterId, organisationId } = document;
          return { membershipId, clusterId, organisationId, name, reminders: due(document) };
        }),
      };
    },
  }),
];
