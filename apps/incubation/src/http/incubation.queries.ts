import { anyReader as may, documentOf, equals, idParameter, listOf, wordParameter, type QueryRow } from '#libs/hosting';
import { incubators, incubatorStatus, incubatorView } from '../read-models/incubators/incubators.projection.ts';
import { partners, partnerStatus, partnerView } from '../read-models/partners/partners.projection.ts';

/** What there is to read of incubators and their partners. */
export const incubationQueries: readonly QueryRow[] = [
  listOf(incubators, {
    summary: 'Incubators in a stable order.',
    may,
    filters: { status: equals(wordParameter(incubatorStatus, 'With this status.', 'open')) },
    item: incubatorView,
  }),
  documentOf(incubators, {
    summary: 'An incubator.',
    may,
    parameters: { id: idParameter('The incubator.') },
    answers: incubatorView,
  }),
  listOf(partners, {
    summary: 'Partners of incubators in a stable order.',
    may,
    filters: {
      incubatorId: equals(idParameter('Of this incubator.')),
      holderId: equals(idParameter('Whose last holder is this organisation or cluster.')),
      status: equals(wordParameter(partnerStatus, 'With this status.', 'partner')),
    },
    item: partnerView,
  }),
  documentOf(partners, {
    summary: 'A partner with its seat and the chain of its holders.',
    may,
    parameters: { id: idParameter('The partner.') },
    answers: partnerView,
  }),
];
