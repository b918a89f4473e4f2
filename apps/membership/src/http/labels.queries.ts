import { z } from 'zod';
import { dateSchema, LIST_MAX, nameSchema, uuidSchema } from '#libs/contracts';
import {
  dayOf,
  documentOf,
  equals,
  idParameter,
  listOf,
  orNotFound,
  validAtParameter,
  wordParameter,
  type QueryCall,
  type QueryRow,
} from '#libs/hosting';
import { isHeld } from '../domain/labels/label-status.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { passingsIn } from '../read-models/clusters/passings.ts';
import {
  labelSchemes,
  labelSchemeView,
  untilIssuerEnds,
  viewOfLabelScheme,
  type LabelSchemeDocument,
} from '../read-models/label-schemes/label-schemes.projection.ts';
import { LABEL_MODELS, labelsOf, labelViewsIn, type LabelViews } from '../read-models/labels/held-labels.ts';
import {
  labels,
  labelStatus,
  labelView,
  type LabelDocument,
  type LabelView,
} from '../read-models/labels/labels.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { membersKnown } from '../read-models/organisations/names.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { heldIn } from './networks.queries.ts';

const scheme = {
  shows: 'register' as const,
  also: [clusters, organisations],
  view: async (document: LabelSchemeDocument, call: Pick<QueryCall, 'models'> & Parameters<typeof dayOf>[0]) => {
    const ofIssuer = await (await passingsIn(call.models))(document.issuerId);
    const known = untilIssuerEnds(document, ofIssuer, await dissolutionsIn(call.models));
    return viewOfLabelScheme(known, ofIssuer, dayOf(call));
  },
};

const memberLabelsView = z
  .strictObject({
    clusterId: uuidSchema,
    validAt: dateSchema,
    members: z.int().describe('Members that have a label.'),
    awards: z.int().describe('Labels that they have: one who has two counts twice.'),
    schemes: z.array(
      z.strictObject({ schemeId: uuidSchema, name: nameSchema.nullable(), issuerId: uuidSchema, members: z.int() }),
    ),
    items: z
      .array(z.strictObject({ organisationId: uuidSchema, name: nameSchema.nullable(), labels: z.array(labelView) }))
      .describe(`The first ${String(LIST_MAX)} of those members, each with its labels.`),
  })
  .meta({ id: 'LabelsOfMembers', description: 'The labels that the members of a cluster have on a day.' });

/** The labels of each holder. A label that it has twice, of its own and by a succession, is one. */
function byHolder(held: readonly LabelView[]): ReadonlyMap<string, readonly LabelView[]> {
  const holders = new Map<string, LabelView[]>();
  for (const each of held) {
    const own = holders.get(each.holder.id) ?? [];
    if (!own.some(({ schemeId }) => schemeId === each.schemeId)) holders.set(each.holder.id, [...own, each]);
  }
  return holders;
}

function schemesIn(counted: readonly LabelView[]) {
  const schemes = new Map<string, { schemeId: string; name: string | null; issuerId: string; members: number }>();
  for (const { schemeId, name, issuerId } of counted) {
    const known = schemes.get(schemeId) ?? { schemeId, name, issuerId, members: 0 };
    schemes.set(schemeId, { ...known, members: known.members + 1 });
  }
  return [...schemes.values()];
}

function viewIn(viewOf: LabelViews, document: LabelDocument, day: string): LabelView {
  return orNotFound(viewOf(document, day), document.labelId);
}

/** Labels: who awards them, under which rules, and who has them on a day through which successions. */
export const labelQueries: readonly QueryRow[] = [
  listOf(labelSchemes, {
    ...scheme,
    summary: 'Labels that somebody awards, with their rules.',
    filters: { issuerId: equals(idParameter('Founded by this issuer.')) },
    parameters: { validAt: validAtParameter },
    keep:
      () =>
      ({ versions }) =>
        versions.length > 0,
    item: labelSchemeView,
  }),
  documentOf(labelSchemes, {
    ...scheme,
    summary: 'A label that somebody awards, with its rules in force on a day.',
    parameters: { id: idParameter('The label scheme.'), validAt: validAtParameter },
    answers: labelSchemeView,
  }),
  listOf(labels, {
    shows: 'register',
    summary: 'Labels as they are on a day, of a scheme or of whoever holds them then.',
    filters: { schemeId: equals(idParameter('Of this scheme.')) },
    parameters: {
      holderId: idParameter('Which this body has on the day, awarded to it or passed to it.').optional(),
      status: wordParameter(labelStatus, 'With this status on the day.', 'valid').optional(),
      validAt: validAtParameter,
    },
    also: [labelSchemes, clusters, organisations],
    where: async (call) => {
      const { holderId } = call.input;
      if (holderId === undefined) return {};
      const held = await labelsOf(call.models, [holderId], dayOf(call));
      return { label_id: held.map(({ labelId }) => labelId) };
    },
    keep: async (call) => {
      const viewOf = await labelViewsIn(call.models);
      const { status } = call.input;
      return (document) => {
        const view = viewOf(document, dayOf(call));
        return view !== undefined && (status === undefined || view.status === status);
      };
    },
    item: labelView,
    view: async (document, call) => viewIn(await labelViewsIn(call.models), document, dayOf(call)),
  }),
  documentOf(labels, {
    shows: 'register',
    summary: 'A label as it is on a day, with who had it before.',
    parameters: { id: idParameter('The label.'), validAt: validAtParameter },
    also: [labelSchemes, clusters, organisations],
    answers: labelView,
    view: async (document, call) => viewIn(await labelViewsIn(call.models), document, dayOf(call)),
  }),
  documentOf(organisations, {
    path: ':id/labels',
    shows: 'register',
    summary: 'The labels of an organisation on a day, whatever their status.',
    parameters: { id: idParameter('The organisation.'), validAt: validAtParameter },
    also: LABEL_MODELS,
    answers: z
      .strictObject({ items: z.array(labelView) })
      .meta({ id: 'LabelsOfOrganisation', description: 'Its labels.' }),
    view: async ({ organisationId }, call) => ({ items: await labelsOf(call.models, [organisationId], dayOf(call)) }),
  }),
  documentOf(clusters, {
    path: ':id/labels',
    shows: 'members',
    summary:
      'The labels that the members of a cluster have on a day: how many members, how many awards, under which schemes.',
    parameters: { id: idParameter('The cluster.'), validAt: validAtParameter },
    also: [labels, labelSchemes, memberships, organisations],
    answers: memberLabelsView,
    view: async ({ clusterId }, call) => {
      const { models, viewer } = call;
      const day = dayOf(call);
      const members = (await heldIn(models, [clusterId], day)).map(({ organisationId }) => organisationId);
      const held = (await labelsOf(models, members, day)).filter(({ status }) => isHeld(status));
      const holders = byHolder(held);
      const counted = [...holders.values()].flat();
      const first = [...holders].slice(0, LIST_MAX);
      const known = await membersKnown(
        { models, viewer, day },
        first.map(([id]) => id),
      );
      return {
        ...{ clusterId, validAt: day, members: holders.size, awards: counted.length, schemes: schemesIn(counted) },
        items: first.map(([organisationId, own]) => ({
          organisationId,
          name: known(organisationId).name,
          labels: own,
        })),
      };
    },
  }),
];
