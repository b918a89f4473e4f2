import { dayParameter, documentOf, equals, idParameter, listOf, orNotFound, wordParameter } from '#libs/hosting';
import type { QueryRow } from '#libs/hosting';
import { ELECTION_RESTS_ON, electionAsKnown, electionShown } from '../read-models/elections/election.view.ts';
import { electionOn, elections, electionStatusSchema } from '../read-models/elections/elections.projection.ts';

/** What there is to read of elections. */
export const electionQueries: readonly QueryRow[] = [
  listOf(elections, {
    shows: 'register',
    summary: 'Elections in a stable order, whatever became of them.',
    filters: {
      clusterId: equals(idParameter('Of this cluster.')),
      bodyId: equals(idParameter('By this body.')),
      officeId: equals(idParameter('To this office.')),
      status: equals(wordParameter(electionStatusSchema, 'With this status.', 'tied')),
    },
    also: ELECTION_RESTS_ON,
    item: electionAsKnown,
    view: (election, { models }) => electionShown(election, models),
  }),
  documentOf(elections, {
    shows: 'register',
    summary: 'An election with its candidacies, its rounds, and the mandates that rest on it.',
    parameters: {
      id: idParameter('The election.'),
      validAt: dayParameter('As it was on this day. Default: as it came out.').optional(),
    },
    also: ELECTION_RESTS_ON,
    answers: electionAsKnown,
    view: async (election, { models, input: { id, validAt } }) => {
      const shown = await electionShown(election, models);
      return validAt === undefined ? shown : orNotFound(electionOn(shown, validAt), id);
    },
  }),
];
