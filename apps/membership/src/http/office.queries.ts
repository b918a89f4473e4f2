import { z } from 'zod';
import { dateSchema, nameSchema, uuidSchema } from '#libs/contracts';
import {
  dayOf,
  dayParameter,
  documentOf,
  idParameter,
  orNotFound,
  requireInOrder,
  pageParameters,
  pageSchemaOf,
  query,
  validAtParameter,
  wordParameter,
  type DeclaredModels,
  type QueryRow,
} from '#libs/hosting';
import { addDays, calendarDate } from '#libs/kernel';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { colleges } from '../read-models/colleges/colleges.projection.ts';
import { feePolicies } from '../read-models/fee-policies/fee-policies.projection.ts';
import { fees, feesView, viewOfFees } from '../read-models/fees/fees.projection.ts';
import { LABEL_MODELS, labelsOf } from '../read-models/labels/held-labels.ts';
import { labelView } from '../read-models/labels/labels.projection.ts';
import {
  memberships,
  membershipView,
  untilDissolution,
  type MembershipDocument,
} from '../read-models/memberships/memberships.projection.ts';
import { lastStatusChangeOn, movementOf, movementView } from '../read-models/memberships/movements.ts';
import { namesOf } from '../read-models/organisations/names.ts';
import {
  organisations,
  organisationView,
  viewOfOrganisation,
} from '../read-models/organisations/organisations.projection.ts';
import { representedBy, representedView } from '../read-models/representatives/represented.ts';
import { representatives } from '../read-models/representatives/representatives.projection.ts';
import { DEADLINE_MODELS, deadlinesUntil, deadlineView } from './deadlines.sources.ts';
import { shownMembership } from './memberships.queries.ts';
import { membersIn } from './representatives.queries.ts';

const id = idParameter('The cluster.');

const fileView = z
  .strictObject({
    organisation: organisationView.optional().describe('Absent for a cluster that is a member of a network.'),
    membership: membershipView,
    lastStatusChangeOn: dateSchema.optional(),
    represented: representedView,
    fees: feesView,
    labels: z.array(labelView),
  })
  .meta({
    id: 'MemberFile',
    description: 'Everything that a cluster has about one of its members, as it is on a day.',
  });

const deadlinesView = z
  .strictObject({
    clusterId: uuidSchema,
    validAt: dateSchema,
    until: dateSchema,
    items: z.array(deadlineView.extend({ name: nameSchema.nullable() })),
  })
  .meta({ id: 'UpcomingDeadlines', description: 'The days that a cluster has to keep, in their order.' });

const MOVEMENTS = ['joined', 'left', 'leaving', 'in-default'] as const;

/** Which memberships of a cluster have a fee in default on a day. */
async function inDefaultIn(models: DeclaredModels, clusterId: string, day: string): Promise<ReadonlySet<string>> {
  const [policy, known] = await Promise.all([
    models.of(feePolicies).get(clusterId),
    models.of(fees).all({ cluster_id: clusterId }),
  ]);
  const late = known.filter((each) => viewOfFees(each, policy?.versions ?? [], day).status === 'in-default');
  return new Set(late.map(({ membershipId }) => membershipId));
}

/** What an office asks every day. */
export const officeQueries: readonly QueryRow[] = [
  documentOf(memberships, {
    path: ':id/file',
    shows: 'files',
    about: shownMembership.about,
    withheld: shownMembership.withheld,
    summary: 'The file of a member: the organisation, its membership, who represents it, its fees and its labels.',
    parameters: { id: idParameter('The membership.'), validAt: validAtParameter },
    also: [organisations, colleges, representatives, fees, feePolicies, ...LABEL_MODELS],
    answers: fileView,
    view: async (document, call) => {
      const { models } = call;
      const day = dayOf(call);
      const { membershipId, clusterId, organisationId } = document;
      const known = untilDissolution(document, await dissolutionsIn(models));
      const [organisation, owed, policy, held] = await Promise.all([
        models.of(organisations).get(organisationId),
        models.of(fees).get(membershipId),
        models.of(feePolicies).get(clusterId),
        labelsOf(models, [organisationId], day),
      ]);
      return {
        ...(organisation === undefined ? {} : { organisation: viewOfOrganisation(organisation, day) }),
        membership: await shownMembership.view(document, call),
        lastStatusChangeOn: lastStatusChangeOn(known, day),
        represented: await representedBy(known, await membersIn(models), day),
        fees: viewOfFees(owed ?? { membershipId, clusterId, organisationId, fees: [] }, policy?.versions ?? [], day),
        labels: held,
      };
    },
  }),
  query({
    path: 'clusters/:id/movements',
    summary:
      'Who joined and who left a cluster after a day and up to another one, who is to leave, and who is in default.',
    shows: 'files',
    scope: ({ input }) => [input.id],
    parameters: {
      id,
      since: dayParameter(
        'What happened after this day. Default: a year before the day that is reported on.',
      ).optional(),
      what: wordParameter(z.enum(MOVEMENTS), 'Of this kind only.', 'joined').optional(),
      validAt: validAtParameter,
      ...pageParameters,
    },
    reads: [clusters, memberships, organisations, fees, feePolicies],
    answers: pageSchemaOf(movementView),
    run: async (call) => {
      const { models, input, viewer } = call;
      orNotFound(await models.of(clusters).get(input.id), input.id);
      const day = dayOf(call);
      const since = input.since ?? addDays(calendarDate(day), -365);
      requireInOrder(['since', since], ['validAt', day]);
      const dissolvedOn = await dissolutionsIn(models);
      const inDefault = await inDefaultIn(models, input.id, day);
      const shown = (document: MembershipDocument) => {
        const known = untilDissolution(document, dissolvedOn);
        const { membershipId, organisationId } = document;
        const isInDefault = inDefault.has(membershipId);
        const lastOn = lastStatusChangeOn(known, day);
        return {
          ...{ membershipId, organisationId, isInDefault, ...movementOf(known, since, day) },
          ...(lastOn === undefined ? {} : { lastStatusChangeOn: lastOn }),
        };
      };
      const kindsOf = ({ joinedOn, leftOn, leavingOn, isInDefault }: ReturnType<typeof shown>) =>
        MOVEMENTS.filter(
          (_kind, index) => [joinedOn, leftOn, leavingOn, isInDefault || undefined][index] !== undefined,
        );
      const keep = (document: MembershipDocument): boolean => {
        const kinds = kindsOf(shown(document));
        return input.what === undefined ? kinds.length > 0 : kinds.includes(input.what);
      };
      const { limit, after } = input;
      const page = await models.of(memberships).page({ where: { cluster_id: input.id }, keep, limit, after });
      const names = await namesOf(
        { models, viewer, day },
        page.items.map(({ organisationId }) => organisationId),
      );
      return { ...page, items: page.items.map((each) => ({ ...shown(each), name: names(each.organisationId) })) };
    },
  }),
  query({
    path: 'clusters/:id/deadlines',
    summary:
      'The days that a cluster has to keep from a day on: fees due, reminders, applications to decide, members who leave, labels that end, what subsidies oblige to.',
    shows: 'files',
    scope: ({ input }) => [input.id],
    parameters: {
      id,
      until: dayParameter('Up to this day. Default: 90 days after the day that is reported on.').optional(),
      validAt: validAtParameter,
    },
    reads: [clusters, organisations, ...DEADLINE_MODELS],
    answers: deadlinesView,
    run: async (call) => {
      const { models, input, viewer } = call;
      orNotFound(await models.of(clusters).get(input.id), input.id);
      const day = dayOf(call);
      const until = input.until ?? addDays(calendarDate(day), 90);
      requireInOrder(['validAt', day], ['until', until]);
      const found = await deadlinesUntil({ models, clusterId: input.id, day }, until);
      const names = await namesOf(
        { models, viewer, day },
        found.flatMap(({ organisationId }) => organisationId ?? []),
      );
      const named = (id: string | undefined) => (id === undefined ? null : names(id));
      const items = found.map((each) => ({ ...each, name: named(each.organisationId) }));
      return { clusterId: input.id, validAt: day, until, items };
    },
  }),
];
