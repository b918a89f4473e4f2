import { z } from 'zod';
import {
  dayOf,
  documentOf,
  idParameter,
  orNotFound,
  validAtParameter,
  wordParameter,
  type DeclaredModels,
  type QueryRow,
} from '#libs/hosting';
import { agreementOn, servicesOpenIn, type AgreementSurroundings } from '../domain/agreements/agreement-day.ts';
import {
  agreements,
  agreementState,
  agreementView,
  openServicesView,
  viewOfAgreement,
  type AgreementDocument,
} from '../read-models/agreements/agreements.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { passingsIn } from '../read-models/clusters/passings.ts';
import { isMemberOn, memberships } from '../read-models/memberships/memberships.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';

/** What became of the parties of some agreements. */
async function aroundOf(models: DeclaredModels, known: readonly AgreementDocument[]): Promise<AgreementSurroundings> {
  const [passings, dissolvedOn] = await Promise.all([passingsIn(models), dissolutionsIn(models)]);
  const ids = new Set(known.flatMap(({ signatures }) => signatures.map(({ clusterId }) => clusterId)));
  const chains = new Map(await Promise.all([...ids].map(async (id) => [id, await passings(id)] as const)));
  return { dissolvedOn, passingsOf: (id) => chains.get(id) ?? [] };
}

/** Of which clusters somebody is a member on a day. */
async function clustersOf(models: DeclaredModels, organisationId: string, day: string): Promise<readonly string[]> {
  const dissolvedOn = await dissolutionsIn(models);
  const known = await models.of(memberships).all({ organisation_id: organisationId });
  return known.filter((each) => isMemberOn(each, dissolvedOn, day)).map(({ clusterId }) => clusterId);
}

/** Agreements between clusters, and what membership elsewhere opens. */
export const agreementQueries: readonly QueryRow[] = [
  documentOf(agreements, {
    shows: 'register',
    summary: 'An agreement between clusters as it is on a day.',
    parameters: { id: idParameter('The agreement.'), validAt: validAtParameter },
    also: [clusters, organisations],
    answers: agreementView,
    view: async (document, call) => {
      const view = viewOfAgreement(document, await aroundOf(call.models, [document]), dayOf(call));
      return orNotFound(view, document.agreementId);
    },
  }),
  documentOf(clusters, {
    path: ':id/agreements',
    shows: 'register',
    summary: 'The agreements by which a cluster is bound on a day, or for which it was named as a party.',
    parameters: {
      id: idParameter('The cluster.'),
      state: wordParameter(agreementState, 'In this state on the day.', 'in-force').optional(),
      validAt: validAtParameter,
    },
    also: [agreements, organisations],
    answers: z
      .strictObject({ items: z.array(agreementView) })
      .meta({ id: 'AgreementsOfCluster', description: 'The agreements of a cluster on a day.' }),
    view: async ({ clusterId }, call) => {
      const { models, input } = call;
      const known = await models.of(agreements).all({});
      const around = await aroundOf(models, known);
      const views = known.flatMap((document) => viewOfAgreement(document, around, dayOf(call)) ?? []);
      const isParty = ({ parties, drawnUpFor }: (typeof views)[number]): boolean =>
        drawnUpFor.includes(clusterId) || parties.some((each) => each.clusterId === clusterId);
      return { items: views.filter((each) => isParty(each) && (input.state ?? each.state) === each.state) };
    },
  }),
  documentOf(clusters, {
    path: ':id/reciprocal-services',
    shows: 'members',
    summary:
      'Which services of a cluster are open to a company by its membership elsewhere, by which agreement and how.',
    parameters: {
      id: idParameter('The cluster whose services they are.'),
      for: idParameter('The organisation.'),
      validAt: validAtParameter,
    },
    also: [agreements, memberships, organisations],
    answers: openServicesView,
    view: async ({ clusterId }, call) => {
      const { models, input } = call;
      const day = dayOf(call);
      const [memberOf, known] = await Promise.all([clustersOf(models, input.for, day), models.of(agreements).all({})]);
      const asked = { clusterId, organisationId: input.for, validAt: day };
      if (memberOf.includes(clusterId)) return { ...asked, as: 'member', services: [] };
      const around = await aroundOf(models, known);
      const drawnUp = known.flatMap(({ terms, signatures }) =>
        terms === undefined ? [] : [{ terms, onDay: agreementOn({ terms, signatures }, around, day) }],
      );
      const services = servicesOpenIn(clusterId, memberOf, drawnUp);
      return { ...asked, as: services.length === 0 ? 'public' : 'member-elsewhere', services };
    },
  }),
];
