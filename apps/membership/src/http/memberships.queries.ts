import { z } from 'zod';
import { sirenSchema } from '#libs/contracts';
import {
  dayOf,
  documentOf,
  edgeProblem,
  equals,
  idParameter,
  listOf,
  query,
  requireSight,
  validAtParameter,
  wordParameter,
  type DeclaredModels,
  type QueryCall,
  type QueryRow,
} from '#libs/hosting';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { colleges } from '../read-models/colleges/colleges.projection.ts';
import { judgedIn } from '../read-models/memberships/judged.ts';
import {
  memberships,
  membershipStatus,
  membershipView,
  viewOfMembership,
  withStatus,
  type MembershipDocument,
} from '../read-models/memberships/memberships.projection.ts';
import { identifierKey, readIdentifier, sentenceOf } from '#libs/identifiers';
import { bearersView, identifiers } from '../read-models/identifiers/identifiers.projection.ts';
import {
  organisations,
  organisationView,
  viewOfOrganisation,
  type OrganisationDocument,
} from '../read-models/organisations/organisations.projection.ts';

interface OwnClaims {
  readonly clusters: readonly string[];
  readonly organisations: readonly string[];
}

/** What readers see of a membership: who applied is for those who read files. */
export const shownMembership = {
  shows: 'members' as const,
  about: ({ clusterId, organisationId }: MembershipDocument) => ({
    clusters: [clusterId],
    organisations: [organisationId],
  }),
  withheld: {
    shows: 'files' as const,
    open: { status: ['active', 'ended', 'succeeded'] },
    own: ({ clusters, organisations }: OwnClaims) => [{ cluster_id: clusters }, { organisation_id: organisations }],
  },
  parts: { application: 'files' as const, sponsors: 'files' as const },
  also: [clusters, colleges, organisations],
  view: async (document: MembershipDocument, call: Pick<QueryCall, 'models'> & Parameters<typeof dayOf>[0]) => {
    const view = viewOfMembership(document, await dissolutionsIn(call.models), dayOf(call));
    const judged = await judgedIn(call.models, document);
    if (judged === undefined || view.application === undefined) return view;
    return { ...view, application: { ...view.application, judged } };
  },
};

/** An identifier in any spelling. */
function spelledParameter(description: string) {
  return wordParameter(z.string().min(1).max(120), `${description} In any spelling.`, '552 100 554');
}

/** @throws Problem API_MALFORMED where the text is no identifier */
function keyOfSpelled(text: string): string {
  const reading = readIdentifier(text);
  if (reading.ok) return identifierKey(reading.identifier);
  const message = `found ${reading.found}; needed is ${sentenceOf(reading)}`;
  throw edgeProblem('API_MALFORMED', { errors: [{ path: '/identifier', message }] });
}

/** The entry of the register that stands for an organisation: its own, or the one whose second entry it is. */
async function entryFor(organisationId: string, models: DeclaredModels): Promise<string> {
  const seen = new Set<string>();
  for (let id = organisationId; !seen.has(id);) {
    seen.add(id);
    const pivotId = (await models.of(organisations).get(id))?.pivotId;
    if (pivotId === undefined) return id;
    id = pivotId;
  }
  return organisationId;
}

const organisation = {
  shows: 'members' as const,
  parts: {
    siren: 'companies',
    rna: 'companies',
    identifiers: 'companies',
    figures: 'companies',
    registeredFor: 'companies',
  } as const,
  about: ({ organisationId }: OrganisationDocument) => ({ organisations: [organisationId] }),
  view: (document: OrganisationDocument, call: Parameters<typeof dayOf>[0]) =>
    viewOfOrganisation(document, dayOf(call)),
};

/** Organisations, and the memberships that they hold or held. */
export const membershipQueries: readonly QueryRow[] = [
  listOf(organisations, {
    ...organisation,
    summary: 'Organisations in a stable order; by an identifier at most one.',
    problems: ['API_FORBIDDEN'],
    parameters: {
      siren: wordParameter(sirenSchema, 'That bears or bore this SIREN.', '552100554').optional(),
      identifier: spelledParameter('That bears or bore this identifier.').optional(),
      validAt: validAtParameter,
    },
    also: [identifiers],
    where: async ({ input, models, viewer }) => {
      const text = input.identifier ?? input.siren;
      if (text === undefined) return {};
      requireSight(viewer, 'companies');
      const known = await models.of(identifiers).get(keyOfSpelled(text));
      return { organisation_id: known === undefined ? [] : [await entryFor(known.bearerId, models)] };
    },
    item: organisationView,
  }),
  documentOf(organisations, {
    ...organisation,
    summary: 'An organisation with its dated names, its identifiers and the figures that sources declared.',
    parameters: { id: idParameter('The organisation.'), validAt: validAtParameter },
    answers: organisationView,
  }),
  query({
    path: 'identifiers',
    summary: 'Who bears an identifier, or bore it: an organisation or a cluster, or nobody.',
    shows: 'companies',
    parameters: { identifier: spelledParameter('A SIREN, SIRET, RNA number, or court, volume and folio.') },
    reads: [identifiers, organisations],
    answers: bearersView,
    run: async ({ input: { identifier }, models }) => {
      const known = await models.of(identifiers).get(keyOfSpelled(identifier));
      if (known === undefined) return { items: [] };
      const pivotId = await entryFor(known.bearerId, models);
      return { items: [pivotId === known.bearerId ? known : { ...known, pivotId }] };
    },
  }),
  listOf(memberships, {
    ...shownMembership,
    summary: 'Memberships in a stable order, whatever became of them.',
    filters: {
      clusterId: equals(idParameter('Of this cluster.')),
      organisationId: equals(idParameter('Of this organisation.')),
    },
    parameters: {
      status: wordParameter(membershipStatus, 'With this status on the day.', 'active').optional(),
      validAt: validAtParameter,
    },
    where: (call) => (call.input.status === undefined ? {} : withStatus(call.input.status, dayOf(call)).where),
    keep: async (call) => {
      const { status } = call.input;
      return status === undefined ? undefined : withStatus(status, dayOf(call)).keep(await dissolutionsIn(call.models));
    },
    item: membershipView,
  }),
  documentOf(memberships, {
    ...shownMembership,
    summary: 'A membership with its periods, its origins and where it went on.',
    parameters: { id: idParameter('The membership.'), validAt: validAtParameter },
    answers: membershipView,
  }),
];
