import { sirenSchema } from '#libs/contracts';
import { dayParameter, equals, idParameter, resource, wordParameter, type QueryRow } from '#libs/hosting';
import { memberships, membershipStatus, membershipView } from '../read-models/memberships/memberships.projection.ts';
import {
  organisations,
  organisationView,
  viewOfOrganisation,
} from '../read-models/organisations/organisations.projection.ts';

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
    parameters: { validAt: dayParameter('The day whose name is returned. Default: today.').optional() },
    item: organisationView,
    view: (document, { input, viewer }) => viewOfOrganisation(document, input.validAt ?? viewer.today),
  }),
  ...resource(memberships, {
    shows: 'members',
    about: ({ clusterId, organisationId }) => ({ clusters: [clusterId], organisations: [organisationId] }),
    withheld: {
      shows: 'files',
      open: { status: ['active', 'ended', 'succeeded'] },
      own: ({ clusters, organisations }) => [{ cluster_id: clusters }, { organisation_id: organisations }],
    },
    parts: { application: 'files' },
    list: 'Memberships in a stable order, whatever became of them.',
    document: 'A membership with its periods, its origins and where it went on.',
    id: 'The membership.',
    filters: {
      clusterId: equals(idParameter('Of this cluster.')),
      organisationId: equals(idParameter('Of this organisation.')),
      status: equals(wordParameter(membershipStatus, 'With this status.', 'active')),
    },
    item: membershipView,
  }),
];
