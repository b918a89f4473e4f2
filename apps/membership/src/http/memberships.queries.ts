import { sirenSchema } from '#libs/contracts';
import {
  dayOf,
  documentOf,
  equals,
  idParameter,
  listOf,
  resource,
  validAtParameter,
  wordParameter,
  type QueryCall,
  type QueryRow,
} from '#libs/hosting';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import {
  memberships,
  membershipStatus,
  membershipView,
  viewOfMembership,
  withStatus,
  type MembershipDocument,
} from '../read-models/memberships/memberships.projection.ts';
import {
  organisations,
  organisationView,
  viewOfOrganisation,
} from '../read-models/organisations/organisations.projection.ts';

interface OwnClaims {
  readonly clusters: readonly string[];
  readonly organisations: readonly string[];
}

/** What readers see of a membership: who applied is for those who read files. */
const shown = {
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
  parts: { application: 'files' as const },
  also: [clusters],
  view: async (document: MembershipDocument, call: Pick<QueryCall, 'models'> & Parameters<typeof dayOf>[0]) =>
    viewOfMembership(document, await dissolutionsIn(call.models), dayOf(call)),
};

/** Organisations, and the memberships that they hold or held. */
export const membershipQueries: readonly QueryRow[] = [
  ...resource(organisations, {
    list: 'Organisations in a stable order; by SIREN at most one.',
    document: 'An organisation with its dated names and the figures that sources declared.',
    id: 'The organisation.',
    shows: 'members',
    parts: { siren: 'companies', rna: 'companies', figures: 'companies', registeredFor: 'companies' },
    about: ({ organisationId }) => ({ organisations: [organisationId] }),
    filters: { siren: equals(wordParameter(sirenSchema, 'With this SIREN.', '552100554'), { shows: 'companies' }) },
    parameters: { validAt: validAtParameter },
    item: organisationView,
    view: (document, call) => viewOfOrganisation(document, dayOf(call)),
  }),
  listOf(memberships, {
    ...shown,
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
    ...shown,
    summary: 'A membership with its periods, its origins and where it went on.',
    parameters: { id: idParameter('The membership.'), validAt: validAtParameter },
    answers: membershipView,
  }),
];
