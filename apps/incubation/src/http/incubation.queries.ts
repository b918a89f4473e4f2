import { equals, idParameter, resource, wordParameter, type QueryRow } from '#libs/hosting';
import { incubators, incubatorStatus, incubatorView } from '../read-models/incubators/incubators.projection.ts';
import { partners, partnerStatus, partnerView } from '../read-models/partners/partners.projection.ts';

/** What there is to read of incubators and their partners. */
export const incubationQueries: readonly QueryRow[] = [
  ...resource(incubators, {
    shows: 'register',
    list: 'Incubators in a stable order.',
    document: 'An incubator.',
    id: 'The incubator.',
    filters: { status: equals(wordParameter(incubatorStatus, 'With this status.', 'open')) },
    item: incubatorView,
  }),
  ...resource(partners, {
    shows: 'register',
    list: 'Partners of incubators in a stable order.',
    document: 'A partner with its seat and the chain of its holders.',
    id: 'The partner.',
    filters: {
      incubatorId: equals(idParameter('Of this incubator.')),
      holderId: equals(idParameter('Whose last holder is this organisation or cluster.')),
      status: equals(wordParameter(partnerStatus, 'With this status.', 'partner')),
    },
    item: partnerView,
  }),
];
