import { sirenSchema } from '#libs/contracts';
import {
  anyReader as may,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  listOf,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { memberships, membershipStatus, membershipView } from '../read-models/memberships/memberships.projection.ts';
import {
  organisations,
  organisationView,
  viewOfOrganisation,
} from '../read-models/organisations/organisations.projection.ts';

const validAt = dayParameter('The day whose name is told; today where it is not given.').optional();

/** Organisations, and the memberships that they hold or held. */
export const membershipQueries: readonly QueryRow[] = [
  listOf(organisations, {
    summary: 'Organisations in a stable order; by SIREN at most one.',
    may,
    filters: { siren: equals(wordParameter(sirenSchema, 'With this SIREN.', '552100554')) },
    parameters: { validAt },
    item: organisationView,
    view: (document, { input, viewer }) => viewOfOrganisation(document, input.validAt ?? viewer.today),
  }),
  documentOf(organisations, {
    summary: 'An organisation with its dated names and the figures that sources declared.',
    may,
    parameters: { id: idParameter('The organisation.'), validAt },
    answers: organisationView,
    view: (document, { input, viewer }) => viewOfOrganisation(document, input.validAt ?? viewer.today),
  }),
  listOf(memberships, {
    summary: 'Memberships in a stable order, whatever became of them.',
    may,
    filters: {
      clusterId: equals(idParameter('Of this cluster.')),
      organisationId: equals(idParameter('Of this organisation.')),
      status: equals(wordParameter(membershipStatus, 'With this status.', 'active')),
    },
    item: membershipView,
  }),
  documentOf(memberships, {
    summary: 'A membership with its periods, its origins and where it went on.',
    may,
    parameters: { id: idParameter('The membership.') },
    answers: membershipView,
  }),
];
