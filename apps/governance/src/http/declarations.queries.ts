import { dayOf, documentOf, idParameter, orNotFound, query, validAtParameter, wordParameter } from '#libs/hosting';
import type { QueryRow } from '#libs/hosting';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { declarationsView, filedDeclarations } from '../read-models/declarations/declarations.projection.ts';
import {
  changeStatusSchema,
  clusterDeclarationsView,
  DECLARATION_MODELS,
  declarationsOn,
} from '../read-models/declarations/declared-changes.ts';

/** What there is to read of what is declared to the prefecture. */
export const declarationQueries: readonly QueryRow[] = [
  documentOf(filedDeclarations, {
    path: ':clusterId',
    summary: 'The declarations of a cluster to the prefecture, with what it answered.',
    shows: 'files',
    about: ({ clusterId }) => ({ clusters: [clusterId] }),
    parameters: { clusterId: idParameter('The cluster.') },
    answers: declarationsView,
  }),
  query({
    path: 'clusters/:id/declarations',
    summary:
      'The changes of a cluster that are declared to the prefecture, on a day: which are due, late or declared, and from when on each can be held against third parties.',
    description: [
      'A change of the people who administer, of the statutes, of the name or of the seat is declared within three months (loi du 1er juillet 1901, art. 5; décret du 16 août 1901, art. 3). The delay ends on the day with the same number, or on the last day of that month; where that is a Saturday, a Sunday or a public holiday it runs to the next working day (Code de procédure civile, art. 641 and 642).',
      'Who holds an office of a board or of a bureau administers; members of an assembly, a college or a steering committee do not. Somebody who is re-elected without a day in between changes nothing. A change can be held against third parties from the day on which it was declared; the receipt, which comes within five days, proves it.',
      'What an association begins with stands in the declaration of its founding. What ends with the association stands in the declaration of the operation that ended it (`mergers`) or of its dissolution. Whatever an operation begins or ends in an association that goes on is due here like any other change.',
    ].join('\n\n'),
    shows: 'register',
    parameters: {
      id: idParameter('The cluster.'),
      status: wordParameter(changeStatusSchema, 'Changes with this status.', 'late').optional(),
      validAt: validAtParameter,
    },
    reads: [...DECLARATION_MODELS],
    answers: clusterDeclarationsView,
    run: async (call) => {
      const { id, status } = call.input;
      orNotFound(await call.models.of(clusters).get(id), id);
      const all = await declarationsOn({ clusterId: id, day: dayOf(call) }, call);
      return status === undefined ? all : { ...all, items: all.items.filter((each) => each.status === status) };
    },
  }),
];
