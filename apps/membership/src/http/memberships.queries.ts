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
    filters: { siren: equals(wordParameter(sirenSchema, 'With this SIREN.', '552100554')) },
    parameters: { validAt: dayParameter('The day whose name is returned. Default: today.').optional() },
    item: organisationView,
    view: (document, { input, viewer }) => viewOfOrganisation(document, input.validAt ?? viewer.today),
  }),
  ...resource(memberships, {
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
